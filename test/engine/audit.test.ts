import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as audits from '../../src/engine/audit.ts';
import { GROUP_KINDS, type Report, type Totals } from '../../src/model/report.ts';
import { chatLine, chatLog, START } from '../support/chat-lines.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const BUILT = new URL('../../dist/engine/audit.js', import.meta.url);

function sum<T>(of: readonly T[], value: (item: T) => number): number {
  return of.reduce((total, item) => total + value(item), 0);
}

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), 1e-12));
}

function flat({ tokens, loggedCostUsd, ...totals }: Totals): Record<string, number> {
  const { calls, failedCalls, estimatedCalls, unpricedCalls, unpricedTokens, costUsd } = totals;
  const counts = { calls, failedCalls, estimatedCalls, unpricedCalls, unpricedTokens, costUsd };
  return { ...counts, ...tokens, loggedCostUsd: loggedCostUsd ?? 0 };
}

/** What the report's contract says is always true. */
function expectAlwaysTrue(report: Report): void {
  const { totals, groups, findings, recoverable, strategies, combined, inputs } = report;
  for (const kind of GROUP_KINDS) {
    for (const [name, value] of Object.entries(flat(totals)))
      expectClose(
        sum(groups[kind], (group) => flat(group)[name]!),
        value,
        `${kind}.${name}`,
      );
    const rest = groups[kind].findIndex(({ key }) => key === null);
    expect(rest === -1 || rest === groups[kind].length - 1, 'the rest comes last').toBe(true);
  }
  expectClose(
    sum(findings, ({ countedUsd }) => countedUsd),
    recoverable.usd,
    'recoverable',
  );
  const { measuredUsd, estimatedUsd, assumedUsd, usd } = recoverable;
  expectClose(measuredUsd + estimatedUsd + assumedUsd, usd, 'by basis');
  expect(recoverable.usd).toBeLessThanOrEqual(totals.costUsd * (1 + 1e-9));
  for (const { countedUsd, wastedUsd } of findings)
    expect(countedUsd).toBeLessThanOrEqual(wastedUsd * (1 + 1e-9));
  let before = totals.costUsd;
  for (const step of strategies) {
    expectClose(step.beforeUsd, before, `${step.strategy} begins where the one before ended`);
    expectClose(step.savedUsd, step.beforeUsd - step.afterUsd, step.strategy);
    before = step.afterUsd;
  }
  expect(combined).toMatchObject({ beforeUsd: totals.costUsd, afterUsd: before });
  for (const { records, calls, repeatedRecords, skipped, otherRecords } of inputs)
    expect(calls + repeatedRecords + skipped + otherRecords).toBe(records);
  expect(sum(inputs, ({ calls }) => calls)).toBe(totals.calls);
  JSON.stringify(report, (name, value) => {
    if (typeof value === 'number') expect(Number.isFinite(value), name).toBe(true);
    return value;
  });
}

const textOf = (log: readonly object[]) => log.map((line) => chatLine(line)).join('\n');

describe('always true of a report', () => {
  test('over random logs with broken records, repeats and short lists', async () => {
    await fc.assert(
      fc.asyncProperty(chatLog, fc.integer({ min: 1, max: 3 }), fc.nat(3), async (log, top, broken) => {
        const lines = [textOf(log), chatLine(log[0]!), ...Array<string>(broken).fill('{"x":'), '{"other":1}'];
        expectAlwaysTrue(await runAudit('/', ['-'], { stdin: lines.join('\n'), top }));
      }),
      { numRuns: 40 },
    );
  });

  test('where a price lacks a rate, its calls are in no sum of money', async () => {
    const value = { prices: [{ provider: 'own', model: 'half-priced', input: 2, output: null }] };
    const ask = (i: number) =>
      chatLine({
        id: `h-${i}`,
        at: START + i * 1000,
        model: 'half-priced',
        usage: { input: 5000, output: i % 2 },
      });
    const report = await runAudit('/', ['-'], {
      stdin: Array.from({ length: 6 }, (_, i) => ask(i)).join('\n'),
      prices: [{ origin: 'prices.json', value }],
    });
    expectAlwaysTrue(report);
    expect(report.totals).toMatchObject({ unpricedCalls: 3, costUsd: (3 * 5000 * 2) / 1e6 });
  });
});

describe('what must not matter', () => {
  const files = (log: readonly object[]) => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'sub'));
    const third = Math.ceil(log.length / 3);
    writeFileSync(join(folder, 'a.jsonl'), textOf(log.slice(0, third)));
    writeFileSync(join(folder, 'b.jsonl.gz'), gzipSync(textOf(log.slice(third))));
    writeFileSync(join(folder, 'sub', 'c.jsonl'), textOf(log.slice(0, 2 * third)));
    return folder;
  };

  test('the order of the files and a second run', async () => {
    await fc.assert(
      fc.asyncProperty(chatLog, async (log) => {
        const folder = files([...log, { id: 'z' }]);
        const paths = ['a.jsonl', 'b.jsonl.gz', 'sub/c.jsonl'];
        const expected = await runAudit(folder, paths);
        const storeFile = join(folder, '.llm-cost', 'store.db');
        expect(await runAudit(folder, paths.toReversed(), { storeFile })).toEqual(expected);
        expect(await runAudit(folder, ['sub', 'b.jsonl.gz', '.'], { storeFile })).toEqual(expected);
        const later = await runAudit(folder, paths, { storeFile, hooks: { now: () => 0 } });
        expect(later).toEqual({ ...expected, generatedAt: '1970-01-01T00:00:00.000Z' });
        // Computed again over the stored rows, not remembered.
        expect({ ...(await runAudit(folder, paths, { storeFile, top: 9 })), groups: 0, findings: 0 }).toEqual(
          {
            ...(await runAudit(folder, paths, { top: 9 })),
            groups: 0,
            findings: 0,
          },
        );
      }),
      { numRuns: 8 },
    );
  }, 20_000);

  test.skipIf(!existsSync(BUILT))(
    'the number of parsing threads (needs the compiled build)',
    async () => {
      const { audit } = (await import(BUILT.href)) as typeof audits;
      const filler = 'Some words that every request repeats, and again. '.repeat(1500);
      const log = Array.from({ length: 180 }, (_, i) => ({
        id: `call-${i % 170}`,
        at: START + ((i * 37) % 180) * 60_000,
        user: `user-${i % 5}`,
        model: i % 9 === 0 ? 'claude-sonnet-4-5' : 'gpt-4.1',
        prompt: [
          { role: 'system', content: filler.slice(i % 3) },
          { role: 'user', content: `Question ${i % 60}: what is ${i % 7}?` },
        ],
        ...(i % 4 > 0 && { usage: { input: 15_000 + i, output: i } }),
      }));
      const folder = files(log);
      writeFileSync(
        join(folder, 'big.jsonl'),
        textOf(log.map((line) => ({ ...line, id: `big-${line.id}` }))),
      );
      const [none, two] = await Promise.all(
        [0, 2].map((workers) => runAudit(folder, ['.'], { run: audit, workers })),
      );
      expect(none!.totals.calls).toBeGreaterThan(300);
      expect(two).toEqual(none);
    },
    30_000,
  );
});
