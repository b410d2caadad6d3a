// Writes the generated parts of README.md from the definitions; with --check it only compares, and fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { detectors } from '../dist/detectors/index.js';
import { strategies } from '../dist/strategies/index.js';

const FILE = new URL('../README.md', import.meta.url);

function tableOf(kind, definitions) {
  const rows = definitions.map(
    ({ id, title, describe }) => `| \`${id}\` | ${title} | ${describe.replaceAll('|', '\\|')} |`,
  );
  return [`| ${kind} | | |`, '|---|---|---|', ...rows].join('\n');
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
if (process.argv.includes('--check')) {
  if (after !== before) {
    process.stderr.write('README.md is out of date: npm run docs\n');
    process.exitCode = 1;
  }
} else writeFileSync(FILE, after);
