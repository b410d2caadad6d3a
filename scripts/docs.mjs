// Writes docs/detectors.md, docs/strategies.md and the generated parts of README.md, docs/terminal.md and docs/check.md from the definitions; with --check it
// only compares, and fails when they differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { detectors } from '../dist/detectors/index.js';
import { MEASURES } from '../dist/gate/measures/measures.js';
import { ledgers } from '../dist/ledgers/index.js';
import { sources } from '../dist/sources/index.js';
import { strategies } from '../dist/strategies/index.js';
import { keysTable } from '../dist/tui/help/help-table.js';

const README = new URL('../README.md', import.meta.url);
const DETECTORS = new URL('../docs/detectors.md', import.meta.url);
const STRATEGIES = new URL('../docs/strategies.md', import.meta.url);
const TERMINAL = new URL('../docs/terminal.md', import.meta.url);
const CHECK = new URL('../docs/check.md', import.meta.url);

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
  return [
    `## ${id}`,
    `**${title}.** ${why}`,
    describe,
    `- Basis: ${basis}. Needs: ${needs.length === 0 ? 'nothing' : needs.join(', ')}.`,
    `- Fix, with the default options: ${detector.fix(defaultsOf(detector))}`,
    `- Columns: ${columns.map(({ label }) => label).join(', ')}.`,
    ...(Object.keys(options).length === 0 ? [] : [optionsTable(options)]),
  ]
    .join('\n\n')
    .replaceAll('\n\n- ', '\n- ')
    .replace('\n- Basis', '\n\n- Basis');
}

function optionsTable(options) {
  const rows = Object.entries(options).map(
    ([name, spec]) =>
      `| \`${name}\` | ${cell(shownValue(spec.default))} | ${limitsOf(spec)} | ${cell(spec.describe)} |`,
  );
  return ['| option | default | allowed | |', '|---|---|---|---|', ...rows].join('\n');
}

function limitsOf({ min, max, choices, kind }) {
  if (choices !== undefined) return choices.join(', ');
  if (kind === 'duration') return 'a duration';
  if (max === undefined) return min === undefined ? '' : `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

function shownValue(value) {
  return value === '' ? '(empty)' : String(value);
}

function defaultsOf({ options }) {
  return Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, spec.default]));
}

function strategiesTable() {
  const rows = strategies.map((strategy) => {
    const { id, title, describe, isOnRequest } = strategy;
    const when = isOnRequest ? 'on request' : 'by default';
    return `| [\`${id}\`](docs/strategies.md#${id}) | ${title} | ${cell(firstSentence(describe))} | ${basisOf(strategy, {})} | ${when} |`;
  });
  return ['| strategy | | what it does | basis | replayed |', '|---|---|---|---|---|', ...rows].join('\n');
}

function firstSentence(text) {
  return /^.*?\.(?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}

function strategiesPage() {
  const intro =
    'What each strategy does to the calls of a log, its options and presets. Written by `npm run docs` from the definitions in `src/strategies`; the order is\n' +
    'the one in which they are replayed unless another is given: what one leaves is what the next one starts from. Options are set with\n' +
    '`--set <strategy>.<option>=<value>`, in the configuration file or in a scenario; `--set <strategy>.preset=<name>` sets all options of a preset. Durations are\n' +
    'written 500ms, 30s, 5m, 24h, 7d. A strategy that is replayed on request takes part when it is named, or when one of its options is set.';
  return `${['# Strategies', intro, ...strategies.map(strategyPart)].join('\n\n')}\n`;
}

function strategyPart(strategy) {
  const { id, title, describe, needs, options, presets = {}, isOnRequest } = strategy;
  const facts = [
    `- Replayed ${isOnRequest ? 'on request' : 'by default'}. Needs: ${needs.length === 0 ? 'nothing' : needs.join(', ')}.`,
    `- Basis: ${basisText(strategy)}.`,
    ...rangeText(strategy),
    ...sweepsText(strategy),
  ];
  return [
    `## ${id}`,
    `**${title}.** ${describe}`,
    facts.join('\n'),
    ...(Object.keys(options).length === 0 ? [] : [optionsTable(options)]),
    ...(Object.keys(presets).length === 0 ? [] : [presetsTable(presets)]),
  ].join('\n\n');
}

function basisOf({ basis, ...strategy }, changed) {
  return typeof basis === 'function' ? basis({ ...defaultsOf(strategy), ...changed }) : basis;
}

/** The basis with the defaults, and which choices and presets have another. */
function basisText(strategy) {
  const { options, presets = {} } = strategy;
  const usual = basisOf(strategy, {});
  const changes = [
    ...Object.entries(options).flatMap(([name, { choices = [], default: value }]) =>
      [...choices, ...(typeof value === 'boolean' ? [!value] : [])].map((choice) => [
        `${name}=${shownValue(choice)}`,
        { [name]: choice },
      ]),
    ),
    ...Object.entries(presets).map(([name, preset]) => [`preset=${name}`, preset.options]),
  ];
  const others = new Map();
  for (const [name, changed] of changes) {
    const basis = basisOf(strategy, changed);
    if (basis !== usual) others.set(basis, [...(others.get(basis) ?? []), `\`${name}\``]);
  }
  return [usual, ...[...others].map(([basis, names]) => `${basis} with ${names.join(', ')}`)].join('; ');
}

function rangeText(strategy) {
  const range = strategy.range?.(defaultsOf(strategy));
  if (range === undefined) return [];
  return [
    `- Assumed with the defaults: ${settingsText(range.pessimistic)} at the pessimistic end, ${settingsText(range.optimistic)} at the optimistic one.`,
  ];
}

function settingsText(settings) {
  const set = Object.entries(settings).map(([name, value]) => `\`${name}=${shownValue(value)}\``);
  return set.length === 0 ? 'the same' : set.join(', ');
}

function sweepsText({ sweeps }) {
  if (sweeps.length === 0) return [];
  const tried = sweeps.map(({ option, values }) => `\`${option}\` at ${values.map(shownValue).join(', ')}`);
  return [`- Also tried: ${tried.join('; ')}.`];
}

function presetsTable(presets) {
  const rows = Object.entries(presets).map(
    ([name, { describe, options }]) => `| \`${name}\` | ${cell(settingsText(options))} | ${cell(describe)} |`,
  );
  return ['| preset | sets | |', '|---|---|---|', ...rows].join('\n');
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

function keysPart() {
  const rows = keysTable().rows.map((cells) => `| ${cells.map((text) => cell(String(text))).join(' | ')} |`);
  return ['| where | keys | |', '|---|---|---|', ...rows].join('\n');
}

const UNITS = { usd: 'US dollars', tokens: 'tokens', calls: 'calls', share: 'share' };

/** Those of one detector or strategy are told by their pattern. */
function measuresTable() {
  const rows = MEASURES.map(
    ({ id, unit, isPerGroup, describe }) =>
      `| \`${id}\` | ${UNITS[unit]} | ${isPerGroup ? 'yes' : ''} | ${cell(describe)} |`,
  );
  return ['| measure | unit | `for` | |', '|---|---|---|---|', ...rows].join('\n');
}

function replacePart(text, name, content) {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there is no part "${name}"`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

const readme = contentOf(README);
let after = replacePart(readme, 'detectors', detectorsTable());
after = replacePart(after, 'accuracy', accuracyTable());
after = replacePart(after, 'strategies', strategiesTable());
after = replacePart(after, 'sources', sourcesTable());
after = replacePart(after, 'ledgers', ledgersTable());
const pages = [
  ['README.md', README, after],
  ['docs/detectors.md', DETECTORS, detectorsPage()],
  ['docs/strategies.md', STRATEGIES, strategiesPage()],
  ['docs/terminal.md', TERMINAL, replacePart(contentOf(TERMINAL), 'keys', keysPart())],
  ['docs/check.md', CHECK, replacePart(contentOf(CHECK), 'measures', measuresTable())],
];
for (const [name, url, content] of pages) {
  if (contentOf(url) === content) continue;
  if (!process.argv.includes('--check')) {
    writeFileSync(url, content);
    continue;
  }
  process.stderr.write(`${name} is out of date: npm run docs\n`);
  process.exitCode = 1;
}

function contentOf(url) {
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
