import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import router from '../../../src/strategies/router.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8 },
  { model: 'mid', input: 0.4, output: 1.6 },
]);
const DAY_MS = 86_400_000;

type Parts = Parameters<typeof inOrder>[0][number];

/** Ten trivial calls of $0.0028 over three days. */
const TEN: readonly Parts[] = Array.from({ length: 10 }, (_, i) => ({
  feature: 'classification',
  time: Date.UTC(2026, 8, 1) + (i * 3 * DAY_MS) / 9,
}));

function run(parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult {
  const set = { trivial: 'local:mistral-7b', standard: 'keep', complex: 'keep', ...options };
  const context = contextOf(fakePrompts([]).prompts, MODELS);
  return replayCalls([choose(router, set)], context, inOrder(parts)).strategies[0]!;
}

const metric = (result: StrategyResult, key: string): unknown =>
  result.metrics.find((each) => each.key === key)?.value;

describe('a local model', () => {
  test('its tokens cost nothing, its server a tenth of a month for three days', () => {
    const result = run(TEN, { localUsdPerMonth: 0.2 });
    expect(result).toMatchObject({ status: 'found', callsChanged: 10 });
    expect(result.beforeUsd).toBeCloseTo(0.028, 12);
    expect(result.ownCostUsd).toBeCloseTo(0.02, 12);
    expect(result.afterUsd).toBeCloseTo(0.02, 12);
    expect(result.groups).toEqual([
      { key: 'trivial: local:mistral-7b', calls: 10, savedUsd: expect.closeTo(0.028, 12) },
    ]);
    expect(result.risks.otherModel).toBe(10);
  });

  test('a server that costs more than it saves makes the bill larger', () => {
    // $724 x 3/30 = $72.40
    expect(run(TEN).savedUsd).toBeCloseTo(0.028 - 72.4, 9);
  });

  test('how many calls and tokens a month pay for it', () => {
    const result = run(TEN, { localUsdPerMonth: 100 });
    // $100 / $0.0028 a call, 1,100 tokens each
    expect(metric(result, 'breakEvenCallsPerMonth')).toBe(35_715);
    expect(metric(result, 'breakEvenTokensPerMonth')).toBe(39_285_715);
    expect(metric(result, 'localCalls')).toBe(10);
    expect(metric(result, 'localTokens')).toBe(11_000);
    expect(metric(result, 'localCallsPerMonth')).toBe(100);
    expect(metric(result, 'localPeakCallsPerHour')).toBe(1);
  });

  test('answers that are asked for again are worth nothing', () => {
    const result = run(TEN, { localUsdPerMonth: 100, redoShare: 0.5 });
    expect(metric(result, 'breakEvenCallsPerMonth')).toBe(71_429);
    expect(result.savedUsd).toBeCloseTo(0.014 - 10, 9);
  });

  test('nobody rents a server that no call goes to', () => {
    const result = run([{ feature: 'coding' }], { localUsdPerMonth: 100 });
    expect(result).toMatchObject({ status: 'clean', savedUsd: 0, ownCostUsd: 0 });
    expect(metric(result, 'breakEvenCallsPerMonth')).toBeNull();
    expect(metric(result, 'localPeakCallsPerHour')).toBeNull();
  });

  test('without times its cost cannot be known', () => {
    const result = run([{ feature: 'classification', time: Number.NaN }], { localUsdPerMonth: 100 });
    expect(result).toMatchObject({ status: 'failed', savedUsd: 0 });
    expect(result.reason).toContain('no times');
  });

  test('nor of a log of one moment: what it costs is then not nothing', () => {
    const result = run([{ feature: 'classification' }], { localUsdPerMonth: 100 });
    expect(result).toMatchObject({ status: 'failed', savedUsd: 0 });
    expect(result.reason).toContain('no times, or only one');
  });

  test('what does not fit it goes to the next candidate', () => {
    const options = { trivial: 'local,mid', localContext: 1099 };
    expect(run(TEN, options).groups[0]!.key).toBe('trivial: mid');
    expect(run(TEN, { ...options, localContext: 1100 }).groups[0]!.key).toBe('trivial: local');
    expect(run(TEN, { ...options, localContext: 0 }).groups[0]!.key).toBe('trivial: local');
    const reserving = TEN.map((parts) => ({ ...parts, maxOutputTokens: 4000 }));
    expect(run(reserving, { ...options, localContext: 4999 }).groups[0]!.key).toBe('trivial: mid');
  });

  test('metrics are there only where a candidate is local', () => {
    expect(run(TEN, { trivial: 'mid' }).metrics).toEqual([]);
    expect(metric(run(TEN, { trivial: 'mid', tasks: 'x=local' }), 'localCalls')).toBe(0);
  });

  test('the range doubles and halves the server', () => {
    const choice = choose(router, { trivial: 'local', localUsdPerMonth: 0.2 });
    const context = contextOf(fakePrompts([]).prompts, MODELS);
    const [result] = replayCalls([choice], context, inOrder(TEN), { ranges: true }).strategies;
    // A tenth of the calls is paid again, $0.0028.
    expect(result!.range!.pessimisticUsd).toBeCloseTo(0.028 - 0.04 - 0.0028, 12);
    expect(result!.range!.optimisticUsd).toBeCloseTo(0.028 - 0.01, 12);
  });
});
