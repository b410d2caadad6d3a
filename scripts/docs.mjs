// Writes the generated parts of README.md and docs/detectors.md from the definitions; with --check it only compares, and
// fails when they differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { detectors } from '../dist/detectors/index.js';
import { ledgers } from '../dist/ledgers/index.js';
import { sources } from '../dist/sources/index.js';
import { strategies } from '../dist/strategies/index.js';

const README = new URL('../README.md', import.meta.url);
const DETECTORS = new URL('../docs/detectors.md', import.meta.url);

function tableOf(kind, definitions) {
  const rows = definitions.map(
    ({ id, title, describe }) => `| \`${id}\` | ${title} | ${describe.replaceAll('|', '\\|')} |`,
  );
  return [`| ${kind} | | |`, '|---|---|---|', ...rows].join('\n');
}

/** What each needs is what its reader lacks when it says "could not be looked for". */
function detectorsTable() {
  const rows = detectors.map(
    ({ id, title, why, basis, needs }) =>
      `| [\`${id}\`](docs/detectors.md#${id}) | ${title} | ${cell(why)} | ${basis} | ${needs.join(', ')} |`,
  );
  return ['| detector | | why it costs money | basis | needs |', '|---|---|---|---|---|', ...rows].join('\n');
}

function detectorsPage() {
  const intro =
    'What each detector calls waste, exactly, and its options. Written by `npm run docs` from the definitions in `src/detectors`; the order is the one in\n' +
    "which tokens are claimed: a token that an earlier detector claims is in no later one's part of the total. Options are set with\n" +
    '`--set <detector>.<option>=<value>` or in the configuration file.';
  return `${['# Detectors', intro, ...detectors.map(detectorPart)].join('\n\n')}\n`;
}

function detectorPart(detector) {
  const { id, title, describe, why, basis, needs, options, columns } = detector;
  const defaults = Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, spec.default]));
  return [
    `## ${id}`,
    `**${title}.** ${why}`,
    describe,
    `- Basis: ${basis}. Needs: ${needs.length === 0 ? 'nothing' : needs.join(', ')}.`,
    `- Fix, with the default options: ${detector.fix(defaults)}`,
    `- Columns: ${columns.map(({ label }) => label).join(', ')}.`,
    ...(Object.keys(options).length === 0 ? [] : [optionsTable(options)]),
  ]
    .join('\n\n')
    .replaceAll('\n\n- ', '\n- ')
    .replace('\n- Basis', '\n\n- Basis');
}

function optionsTable(options) {
  const rows = Object.entries(options).map(([name, { default: value, min, max, choices, describe }]) => {
    const limits = choices?.join(', ') ?? limitsOf(min, max);
    return `| \`${name}\` | ${cell(String(value))} | ${limits} | ${cell(describe)} |`;
  });
  return ['| option | default | allowed | |', '|---|---|---|---|', ...rows].join('\n');
}

function limitsOf(min, max) {
  if (max === undefined) return min === undefined ? '' : `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

function sourcesTable() {
  const rows = sources.map(
    ({ id, title, where, supports: { duplicates, retries, caching } }) =>
      `| \`${id}\` | ${title} | ${where} | ${duplicates} | ${retries} | ${caching} |`,
  );
  return [
    '| format | | where it is found | repeated prompts | retries | caching |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function ledgersTable() {
  const rows = ledgers.map(({ id, title, where }) => `| \`${id}\` | ${title} | ${where} |`);
  return ['| export of totals | | where it is found |', '|---|---|---|', ...rows].join('\n');
}

/** From what `npm run bench:detectors` wrote; the worst seed counts. */
function accuracyTable() {
  const results = JSON.parse(readFileSync(new URL('../bench/accuracy.json', import.meta.url), 'utf8'));
  const worst = (of, key) => `${(100 * Math.min(...of.map((result) => result[key]))).toFixed(1)}%`;
  const rows = detectors.map(({ id }) => {
    const of = results.filter(({ detector }) => detector === id);
    if (of.length === 0) return `| \`${id}\` | not measured | | | |`;
    const planted = of.reduce((sum, result) => sum + result.planted, 0);
    const ratios = of.map(({ tokenRatio }) => tokenRatio);
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    const tokens = low === high ? low : `${low} to ${high}`;
    return `| \`${id}\` | ${planted} | ${worst(of, 'recall')} | ${worst(of, 'precision')} | ${tokens} |`;
  });
  return [
    '| detector | planted calls | recall | precision | tokens claimed / planted |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function replacePart(text, name, content) {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no part "${name}"`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

const before = readFileSync(README, 'utf8');
let after = replacePart(before, 'detectors', detectorsTable());
after = replacePart(after, 'accuracy', accuracyTable());
after = replacePart(after, 'strategies', tableOf('strategy', strategies));
after = replacePart(after, 'sources', sourcesTable());
after = replacePart(after, 'ledgers', ledgersTable());
const page = detectorsPage();
if (process.argv.includes('--check')) {
  const pageBefore = existsSync(DETECTORS) ? readFileSync(DETECTORS, 'utf8') : '';
  if (after !== before || page !== pageBefore) {
    process.stderr.write(
      `${after === before ? 'docs/detectors.md' : 'README.md'} is out of date: npm run docs\n`,
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(README, after);
  writeFileSync(DETECTORS, page);
}
