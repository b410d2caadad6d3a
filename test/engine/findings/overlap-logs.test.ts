import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/contracts/input-error.ts';
import { demoLog } from '../../../src/demo/demo-log.ts';
import { detectors } from '../../../src/detectors/index.ts';
import { loadCounter } from '../../../src/tokens/counter.ts';
import { runAudit, withoutPlace } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { randomDetectors, randomLog } from './random-log.ts';
import { type SettledLog, settleLog } from './settled-log.ts';
import { TokenBoxes } from './token-boxes.ts';

const RUNS = { numRuns: 25 };
const ALL = detectors.map(({ id }) => id);

let lines: readonly string[];
let folder: string;

beforeAll(async () => {
  const { count } = await loadCounter('o200k_base');
  lines = demoLog(2000, 7, count).lines;
  folder = tempFolder(false);
}, 60_000);

async function settled(log: readonly string[], ids: readonly string[], settings = {}): Promise<SettledLog> {
  writeFileSync(join(folder, 'log.jsonl'), log.join('\n'));
  try {
    return await settleLog({ cwd: folder, paths: ['log.jsonl'], detectors: ids, settings });
  } catch (error) {
    // A log that is spoilt all over is none.
    fc.pre(!(error instanceof InputError));
    throw error;
  }
}

/** Counts again, the slow way: every token of every call is one box, marked by whoever takes it first. */
function recount({ calls, detectors: found }: SettledLog): {
  readonly counted: number[];
  readonly perCall: number[];
} {
  const perCall = calls.map(() => 0);
  const boxes = calls.map(({ has }) => new TokenBoxes(has));
  const counted = found.map(({ claims }) => {
    let usd = 0;
    const own = new Map<number, TokenBoxes>();
    for (const { call, review, tokens, saved, spans } of claims) {
      if (review) continue;
      const { has, rates } = calls[call]!;
      const mine = own.get(call) ?? new TokenBoxes(has);
      own.set(call, mine);
      boxes[call]!.take(mine.take(tokens), spans).forEach((taken, k) => {
        const worth = Number.isNaN(rates[k]!) ? 0 : ((taken * rates[k]!) / 1e6) * saved;
        usd += worth;
        perCall[call]! += worth;
      });
    }
    return usd;
  });
  return { counted, perCall };
}

const isOpenai = (line: string): boolean =>
  !line.includes('"max_tokens"') && !line.includes('"type":"message"');

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

describe('over generated logs, with some of the detectors at some of their settings', () => {
  test('no token is counted twice, and no call above its price', async () => {
    await fc.assert(
      fc.asyncProperty(randomLog(lines), randomDetectors, async (log, { ids, settings }) => {
        const result = await settled(log, ids, settings);
        const { counted, perCall } = recount(result);
        for (const [d, { id, sums, failure, claims }] of result.detectors.entries()) {
          expect(failure, id).toBeUndefined();
          expect(close(sums.counted.value, counted[d]!), `${id} counts ${sums.counted.value}`).toBe(true);
          expect(sums.counted.value).toBeLessThanOrEqual(sums.wasted.value * (1 + 1e-9));
          for (const { saved, tokens } of claims) {
            expect(saved).toBeGreaterThan(0);
            expect(saved).toBeLessThanOrEqual(1);
            expect(tokens.every(Number.isInteger), id).toBe(true);
          }
        }
        perCall.forEach((usd, call) => {
          const { costUsd, id } = result.calls[call]!;
          if (usd > 0) expect(usd, id).toBeLessThanOrEqual(costUsd * (1 + 1e-9));
        });
        const total = result.detectors.reduce((usd, { sums }) => usd + sums.counted.value, 0);
        expect(total).toBeLessThanOrEqual(result.totalUsd * (1 + 1e-9));
      }),
      RUNS,
    );
  }, 120_000);

  test('what a detector finds by itself is what it finds among the others', async () => {
    await fc.assert(
      fc.asyncProperty(randomLog(lines), fc.constantFrom(...ALL), async (log, id) => {
        const together = await settled(log, ALL);
        const { detectors: alone } = await settled(log, [id]);
        const among = together.detectors.find((detector) => detector.id === id)!;
        const own = (of: typeof among) => of.claims.map(({ countedUsd: _counted, ...claim }) => claim);
        expect(own(alone[0]!)).toEqual(own(among));
        expect(alone[0]!.sums.wasted.value).toBe(among.sums.wasted.value);
      }),
      RUNS,
    );
  }, 120_000);

  test('neither the order of files nor the cutting of a log into them changes the report', async () => {
    await fc.assert(
      fc.asyncProperty(randomLog(lines), fc.nat(), async (spoilt, at) => {
        // A call without a time follows the one before it in its file, and what a file is its first lines tell: of neither here.
        const log = spoilt.filter((line) => /^\{"id":"[^"]*","timestamp"/.test(line) && isOpenai(line));
        fc.pre(log.length > 1);
        const cut = 1 + (at % (log.length - 1));
        writeFileSync(join(folder, 'log.jsonl'), log.join('\n'));
        writeFileSync(join(folder, 'a.jsonl'), log.slice(0, cut).join('\n'));
        writeFileSync(join(folder, 'b.jsonl'), log.slice(cut).join('\n'));
        const choice = { detectors: ALL, strategies: [], source: 'openai' };
        // What is left of a spoilt log may hold no call.
        await settled(log, []);
        const reports = [
          await runAudit(folder, ['a.jsonl', 'b.jsonl'], choice),
          await runAudit(folder, ['b.jsonl', 'a.jsonl'], choice),
        ];
        const [first, second] = reports.map((report) => withoutPlace(report).findings);
        expect(second).toEqual(first);
        const whole = await runAudit(folder, ['log.jsonl'], choice);
        expect(whole.recoverable).toEqual(reports[0]!.recoverable);
      }),
      RUNS,
    );
  }, 120_000);
});
