// Speed and memory against the budgets, whole processes in turn. `node bench/run.mjs [row ...]` runs some rows only.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { detectorsMillion } from './detectors-million.mjs';
import { agentLog, chatLog, dayCsv, warm } from './inputs.mjs';
import { inTurn, median, peakMegabytes, run } from './measure.mjs';
import { replayMillion } from './replay-million.mjs';
import { whatIfMillion } from './what-if-million.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const LLM_COST = here('../bin/llm-cost.js');
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'llm-cost-bench-'));

const audit = (path, db) => [
  LLM_COST,
  'audit',
  path,
  '--quiet',
  '--db',
  join(folder, db),
  '--out',
  join(folder, 'report.txt'),
];
const fresh = (db) => {
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, db + end), { force: true });
};
const cold = (path) => () => {
  fresh('cold.db');
  return run(audit(path, 'cold.db'), folder);
};

const say = (text) => process.stdout.write(`${text}\n`);
const row = (work, figures, budget, holds) =>
  say(`| ${work} | ${figures} | ${budget} | ${holds ? 'holds' : 'MISSED'} |`);
const s = (seconds) => `${seconds.toFixed(2)} s`;

/** The same input again, unchanged, and the memory of the first run. */
function again(name, path) {
  const first = cold(path)();
  const second = median(Array.from({ length: RUNS }, () => run(audit(path, 'cold.db'), folder)));
  row(
    `${name}, again unchanged`,
    `${s(second)} / ${s(first)} = ${(second / first).toFixed(2)}`,
    'at most 0.1',
    second / first <= 0.1,
  );
  fresh('cold.db');
  const megabytes = peakMegabytes(audit(path, 'cold.db'), folder);
  row(`${name}, peak memory`, `${megabytes.toFixed(0)} MB`, '500 MB', megabytes <= 500);
}

const rows = {
  async agent() {
    const path = fileURLToPath(await agentLog());
    await warm(path);
    for (const [floor, name] of [
      ['./floor-json.mjs', 'JSON.parse of every line'],
      ['./floor-readline.mjs', 'readline and JSON.parse'],
    ]) {
      const { first, second, ratio } = inTurn(RUNS, cold(path), () => run([here(floor), path], folder));
      row(
        `300 MB agent log / ${name}`,
        `${s(first)} / ${s(second)} = ${ratio.toFixed(2)}`,
        'at most 1.5',
        ratio <= 1.5,
      );
    }
    again('300 MB agent log', path);
  },
  async chat() {
    const path = fileURLToPath(await chatLog());
    const megabytes = (await warm(path)) / 1e6;
    const seconds = median(Array.from({ length: RUNS }, cold(path)));
    row(
      '100 MB of distinct prompts without usage',
      `${s(seconds)} = ${(megabytes / seconds).toFixed(1)} MB/s`,
      'at least 10 MB/s',
      megabytes / seconds >= 10,
    );
    again('100 MB of distinct prompts', path);
  },
  async csv() {
    const path = fileURLToPath(await dayCsv());
    await warm(path);
    const { first, second, ratio } = inTurn(Math.min(3, RUNS), cold(path), () =>
      run([here('./floor-csv.mjs'), path], folder),
    );
    row(
      'CSV of 2.3 million rows / csv-parse alone',
      `${s(first)} / ${s(second)} = ${ratio.toFixed(2)}`,
      'at most 1.5',
      ratio <= 1.5,
    );
    again('CSV of 2.3 million rows', path);
  },
  async replay() {
    for (const { strategy, seconds } of await replayMillion()) {
      const limit = strategy === 'all' ? 20 : 2;
      row(`${strategy} replayed over 1 million calls`, s(seconds), `at most ${limit} s`, seconds <= limit);
    }
  },
  /** Makes and reads a log of 2 GB first, which takes minutes. */
  async detectors() {
    const { all, none } = await detectorsMillion(join(folder, 'million.db'), []);
    row('all detectors over 1 million calls', s(all.seconds), 'at most 20 s', all.seconds <= 20);
    row(
      'all detectors, peak memory (without any)',
      `${all.megabytes.toFixed(0)} MB (${none.megabytes.toFixed(0)} MB)`,
      '500 MB',
      all.megabytes <= 500,
    );
  },
  /** Makes and reads a log of 2 GB first, which takes minutes. */
  async 'what-if'() {
    for (const { name, seconds } of await whatIfMillion())
      row(`what-if over 1 million calls: ${name}`, s(seconds), 'at most 1 s', seconds <= 1);
  },
  async start() {
    for (const flag of ['--help', '--version']) {
      const { first, second } = inTurn(
        4 * RUNS,
        () => run([LLM_COST, flag], folder),
        () => run(['-e', '0'], folder),
      );
      const over = (first - second) * 1000;
      row(`${flag} over node -e 0`, `${over.toFixed(0)} ms`, 'at most 60 ms', over <= 60);
    }
  },
};

const chosen = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(rows);
say('| work | measured | budget | |\n|---|---|---|---|');
try {
  for (const name of chosen) await rows[name]();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
