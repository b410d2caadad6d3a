import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NoCallsError } from '../../src/contracts/no-calls-error.ts';
import type { Figures, Money } from '../../src/model/measurement.ts';
import { BILLED_KINDS } from '../../src/model/usage.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { measuredLog } from './check/measured-log.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** To the rounding of a sum of floating numbers. */
function near(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

const tokensOf = ({ bill }: Money): number =>
  bill.reduce((all, row) => all + BILLED_KINDS.reduce((sum, kind) => sum + row[kind], 0), 0);

describe.each(['demo.jsonl', 'openai.jsonl', 'litellm.jsonl', 'claude-code.jsonl', 'helicone.csv'])(
  'what is measured of %s',
  (file) => {
    test('agrees with the report', async () => {
      const { report, current } = await measuredLog(FIXTURES, [file]);
      const { total } = current;
      expect(total).toMatchObject({
        calls: report.totals.calls,
        failedCalls: report.totals.failedCalls,
        unpricedCalls: report.totals.unpricedCalls,
        tokens: report.totals.tokens,
      });
      near(total.money.thenUsd, report.totals.costUsd);
      near(total.recoverable.thenUsd, report.recoverable.usd);
      for (const { detector, wastedUsd, calls } of report.findings) {
        const waste = total.waste[detector];
        near(waste?.money.thenUsd ?? 0, wastedUsd);
        if (waste !== undefined) expect(waste.calls, detector).toBe(calls);
      }
    });

    test('is in its groups, each part once', async () => {
      const { current } = await measuredLog(FIXTURES, [file]);
      for (const groups of Object.values(current.groups)) {
        const sum = (of: (figures: Figures) => number): number =>
          groups!.list.reduce((all, group) => all + of(group), 0);
        const same = (of: (figures: Figures) => number): void => near(sum(of), of(current.total));
        same(({ calls }) => calls);
        same(({ countedCalls }) => countedCalls);
        same(({ money }) => money.thenUsd);
        same(({ money }) => money.nowUsd);
        same(({ money }) => tokensOf(money));
        same(({ recoverable }) => recoverable.nowUsd);
        for (const detector of Object.keys(current.total.waste))
          same(({ waste }) => waste[detector]?.money.nowUsd ?? 0);
      }
    });
  },
);

/** Two templates, one dear call; figures below are worked out by hand. */
function chat(id: number, day: number, { model = 'gpt-4.1', input = 1000, output = 100 } = {}): string {
  return JSON.stringify({
    id: `call-${id}`,
    timestamp: `2026-11-${String(day).padStart(2, '0')}T10:00:00Z`,
    model,
    feature: id % 2 === 0 ? 'search' : 'chat',
    user: `user-${id % 3}`,
    usage: { prompt_tokens: input, completion_tokens: output },
  });
}

function measuredLines(lines: readonly string[], changes = {}) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'log.jsonl'), lines.map((line) => `${line}\n`).join(''));
  return measuredLog(folder, ['log.jsonl'], changes);
}

const OWN = [
  { origin: 'own', value: { prices: [{ provider: 'openai', model: 'gpt-4.1', input: 4, output: 16 }] } },
];

describe('a small log', () => {
  const lines = Array.from({ length: 20 }, (_, i) => chat(i, 1 + i, { input: 100 * (i + 1) }));

  test('has the money that is worked out by hand', async () => {
    const { current } = await measuredLines(lines);
    // gpt-4.1: $2 and $8 per 1M; 100 * (1 + ... + 20) = 21,000 tokens in, 2,000 out.
    near(current.total.money.thenUsd, (21_000 * 2 + 2_000 * 8) / 1e6);
    near(current.total.money.nowUsd, current.total.money.thenUsd);
    expect(current.groups.user).toMatchObject({ named: 3, leftOut: 0 });
    expect(current.asOf).toBe(Date.UTC(2026, 10, 20, 10));
  });

  test('has nearest-rank quantiles', async () => {
    const { current } = await measuredLines(lines);
    // The 10th and the 19th of 20; of the ten even ones (100, 300, ... 1,900) the 5th and the 10th.
    expect(current.total.quantiles?.input).toEqual({ p50: 1000, p95: 1900 });
    const search = current.groups.feature?.list.find(({ key }) => key === 'search');
    expect(search?.quantiles?.input).toEqual({ p50: 900, p95: 1900 });
    expect(search?.quantiles?.output).toEqual({ p50: 100, p95: 100 });
  });

  test('priced anew costs what other prices make of the same calls', async () => {
    const { current } = await measuredLines(lines);
    const baseline = { name: 'test', hasHashedKeys: false, measurement: current };
    const again = await measuredLines(lines, { baseline, prices: OWN });
    near(again.baseline!.total.money.thenUsd, (21_000 * 2 + 2_000 * 8) / 1e6);
    near(again.baseline!.total.money.nowUsd, (21_000 * 4 + 2_000 * 16) / 1e6);
    expect(again.baseline!.total.money.nowUsd).toBe(again.current.total.money.nowUsd);
  });

  test('of which nothing is known later is NaN, not 0', async () => {
    const { current } = await measuredLines(lines);
    const terms = current.terms.map((of) => ({ ...of, model: 'nobody-sells-this' }));
    const baseline = { name: 'test', hasHashedKeys: false, measurement: { ...current, terms } };
    const again = await measuredLines(lines, { baseline });
    expect(again.baseline!.total.money.nowUsd).toBeNaN();
  });

  test('leaves out what has no price, and says how much it is', async () => {
    const { current } = await measuredLines([...lines, chat(20, 20, { model: 'gpt-nobody', input: 77 })]);
    near(current.total.money.thenUsd, (21_000 * 2 + 2_000 * 8) / 1e6);
    near(current.total.money.nowUsd, current.total.money.thenUsd);
    expect(current.total).toMatchObject({ unpricedCalls: 1, unpricedTokens: 177, countedCalls: 21 });
  });
});

test('without a call it says so apart from what cannot be read', async () => {
  await expect(measuredLines([])).rejects.toBeInstanceOf(NoCallsError);
  await expect(measuredLines(['{"a":1}'])).rejects.not.toBeInstanceOf(NoCallsError);
});
