// How well each detector tells planted waste from the rest: recall, precision and tokens on generated logs of three seeds.
// `node bench/detectors.mjs [detector ...]` looks at some only; only a run over all of them writes the results for the README.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { accuracyOf } from '../dist/demo/accuracy.js';
import { demoLog } from '../dist/demo/demo-log.js';
import { detectors } from '../dist/detectors/index.js';
import { audit } from '../dist/engine/audit.js';
import { loadCounter } from '../dist/tokens/counter.js';

const SEEDS = [1, 2, 3];
const LINES = 20_000;
const LEAST = 0.95;
const RESULTS = new URL('./accuracy.json', import.meta.url);

const NOW = Date.UTC(2026, 10, 20);
const folder = mkdtempSync(join(tmpdir(), 'llm-cost-detectors-'));
const { count } = await loadCounter('o200k_base');

async function findingsOf(ids, storeFile) {
  const request = {
    paths: ['log.jsonl'],
    cwd: folder,
    read: { map: {}, epoch: NOW },
    storeFile,
    keepText: false,
    prices: [],
    strategies: [],
    detectors: ids,
    settings: {},
    timezone: 'UTC',
    top: Number.MAX_SAFE_INTEGER,
    workers: 0,
    maxRecordBytes: 1 << 24,
  };
  const outside = { now: () => NOW, stdin: Readable.from([]), progress() {}, notice() {} };
  return (await audit(request, outside)).findings;
}

async function accuracyWith(ids, seed) {
  const { lines, truth } = demoLog(LINES, seed, count);
  writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'));
  const store = join(folder, `${seed}.db`);
  const together = await findingsOf(
    detectors.map(({ id }) => id),
    store,
  );
  const results = [];
  for (const id of ids) {
    const [alone] = await findingsOf([id], store);
    const finding = together.find(({ detector }) => detector === id);
    if (finding.status === 'failed') throw new Error(`${id}: ${finding.reason}`);
    const result = accuracyOf(finding, truth);
    if (JSON.stringify(accuracyOf(alone, truth)) !== JSON.stringify(result)) {
      throw new Error(`${id} finds something else when it is alone (seed ${seed})`);
    }
    results.push({ ...result, seed, lines: lines.length });
  }
  return results;
}

const percent = (share) => `${(100 * share).toFixed(1)}%`;
const holds = ({ planted, recall, precision, tokenRatio }) =>
  planted > 0 && recall >= LEAST && precision >= LEAST && Math.abs(tokenRatio - 1) <= 1 - LEAST;

const ids = process.argv.length > 2 ? process.argv.slice(2) : detectors.map(({ id }) => id);
const say = (text) => process.stdout.write(`${text}\n`);
say('| detector | seed | planted | claimed | recall | precision | tokens claimed / planted | |');
say('|---|---|---|---|---|---|---|---|');
const all = [];
try {
  for (const seed of SEEDS) all.push(...(await accuracyWith(ids, seed)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
all.sort((a, b) => ids.indexOf(a.detector) - ids.indexOf(b.detector) || a.seed - b.seed);
for (const result of all) {
  const { detector, seed, planted, claimed, recall, precision, tokenRatio } = result;
  const verdict = holds(result) ? 'holds' : 'MISSED';
  say(
    `| ${detector} | ${seed} | ${planted} | ${claimed} | ${percent(recall)} | ${percent(precision)} | ${tokenRatio.toFixed(3)} | ${verdict} |`,
  );
}
for (const { detector, seed, missed, wronglyClaimed } of all) {
  if (missed.length > 0) say(`${detector}, seed ${seed}, missed: ${missed.join(' ')}`);
  if (wronglyClaimed.length > 0)
    say(`${detector}, seed ${seed}, wrongly claimed: ${wronglyClaimed.join(' ')}`);
}
if (!all.every(holds)) process.exitCode = 1;
if (ids.length === detectors.length) {
  const kept = all.map(({ missed: _missed, wronglyClaimed: _claimed, ...result }) => result);
  writeFileSync(RESULTS, `${JSON.stringify(kept, null, 2)}\n`);
}
