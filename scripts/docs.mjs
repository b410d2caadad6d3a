// Writes the generated parts of README.md from the definitions; with --check it only compares, and fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { detectors } from '../dist/detectors/index.js';
import { ledgers } from '../dist/ledgers/index.js';
import { sources } from '../dist/sources/index.js';
import { strategies } from '../dist/strategies/index.js';

const FILE = new URL('../README.md', import.meta.url);

function tableOf(kind, definitions) {
  const rows = definitions.map(
    ({ id, title, describe }) => `| \`${id}\` | ${title} | ${describe.replaceAll('|', '\\|')} |`,
  );
  return [`| ${kind} | | |`, '|---|---|---|', ...rows].join('\n');
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

function replacePart(text, name, content) {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no part "${name}"`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

const before = readFileSync(FILE, 'utf8');
let after = replacePart(before, 'detectors', tableOf('detector', detectors));
after = replacePart(after, 'strategies', tableOf('strategy', strategies));
after = replacePart(after, 'sources', sourcesTable());
after = replacePart(after, 'ledgers', ledgersTable());
if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write('README.md is out of date: npm run docs\n');
    process.exitCode = 1;
  }
} else writeFileSync(FILE, after);
