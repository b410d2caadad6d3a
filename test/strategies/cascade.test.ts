import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import cascade from '../../src/strategies/cascade.ts';
import { DealtShares, escalated, weightsFor } from '../../src/strategies/routing/dealt-shares.ts';
import { inOrder } from '../support/calls.ts';
import { type FakeModel, fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const LADDER: readonly FakeModel[] = [
  { model: 'gpt-4.1', input: 2, output: 8, batch: 0.5 },
  { model: 'nano', input: 0.1, output: 0.4, contextWindow: 4000 },
  { model: 'mini', input: 0.4, output: 1.6 },
  { model: 'thinker', input: 0.1, output: 0.4, reasoning: true },
  { model: 'dear', input: 20, output: 80 },
  { model: 'claimed', input: 0.01, output: 0.04, isClaim: true },
];

type Parts = Parameters<typeof inOrder>[0][number];

function run(parts: readonly Parts[], options: AnyOptionValues = {}, models = LADDER): StrategyResult {
  const context = contextOf(fakePrompts([]).prompts, fakeModels(models));
  const set = { tiers: 'nano,mini,keep', ...options };
  return replayCalls([choose(cascade, set)], context, inOrder(parts)).strategies[0]!;
}

const many = (count: number, parts: Parts = {}): Parts[] => Array.from({ length: count }, () => parts);
const groupsOf = ({ groups }: StrategyResult) =>
  Object.fromEntries(groups.map(({ key, calls }) => [key, calls]));

describe('claims', () => {
  const tiers: readonly FakeModel[] = [
    { model: 'gpt-4o', input: 2.5, output: 10 },
    { model: 'first', input: 0, output: 0.01 },
    { model: 'second', input: 0, output: 0.25 },
    { model: 'third', input: 0, output: 2.5 },
  ];
  /** A million output tokens over 20 calls. */
  const million = many(20, { model: 'gpt-4o', usage: { input: 0, output: 50_000 } });
  const chain = { tiers: 'first,second,third' };

  test('S2-02: 75/20/5 at $0.01, $0.25 and $2.50 is $0.1825 a million paid once, $0.1975 as a cascade', () => {
    const result = run(million, chain, tiers);
    expect(result.beforeUsd).toBeCloseTo(10, 12);
    expect(result.afterUsd).toBeCloseTo(0.1975, 12);
    expect(result.savedUsd / result.beforeUsd).toBeCloseTo(0.98, 3);
    expect(result.ownCostUsd).toBeCloseTo(0.25 * 0.01 + 0.05 * 0.25, 12);
    expect(groupsOf(result)).toEqual({
      'first at once': 15,
      'second, after 1 cheaper': 4,
      'third, after 2 cheaper': 1,
    });
    expect(run(million, { ...chain, failedOutput: 0 }, tiers).afterUsd).toBeCloseTo(0.1825, 12);
  });

  test('S2-04: an answer of 10 to 500 characters fails both gates and is paid three times, $2.76 instead of $0.01', () => {
    const of = (answerLength: number): number =>
      run(
        million.map((parts) => ({ ...parts, answerLength })),
        { ...chain, gate: 'answers' },
        tiers,
      ).afterUsd;
    expect(of(10)).toBeCloseTo(2.76, 12);
    expect(of(500)).toBeCloseTo(2.76, 12);
    expect(of(501)).toBeCloseTo(0.01, 12);
    expect(of(9)).toBeCloseTo(2.76, 12);
  });
});

test('shares that leave no room beyond can be replayed at either end', () => {
  for (let first = 1; first < 100; first++) {
    for (let second = 0; second <= 100 - first; second += 7) {
      const text = escalated(`${first}/${second}/${100 - first - second}`, 1.5);
      expect(run([{}], { shares: text }).status).not.toBe('failed');
    }
  }
});

describe('what is paid', () => {
  test('the answer of the call’s own model is not paid twice', () => {
    const dearer = { allowDearer: true, shares: '0/100' };
    for (const tiers of ['gpt-4.1,keep', 'keep,nobody'])
      expect(run([{}], { ...dearer, tiers })).toMatchObject({ ownCostUsd: 0, savedUsd: 0, callsChanged: 0 });
    // Asked in vain and followed by another model it is paid: 1,000 x 2 + 100 x 8 per million.
    expect(run([{}], { ...dearer, tiers: 'keep,nano' }).ownCostUsd).toBeCloseTo(0.0028, 12);
  });

  test('a try at each tier before the one that answers, by hand', () => {
    // On gpt-4.1 $0.0028, nano $0.00014, mini $0.00056.
    const [at, after, kept] = ['1', '0/1', '0/0/1'].map((shares) => run([{}], { shares }));
    expect(at).toMatchObject({ ownCostUsd: 0, callsChanged: 1 });
    expect(at!.afterUsd).toBeCloseTo(0.00014, 12);
    expect(after!.ownCostUsd).toBeCloseTo(0.00014, 12);
    expect(after!.afterUsd).toBeCloseTo(0.0007, 12);
    expect(kept).toMatchObject({ callsChanged: 0, metrics: [{ key: 'failedAttempts', value: 2 }] });
    expect(kept!.afterUsd).toBeCloseTo(0.0028 + 0.0007, 12);
  });

  test('a failed answer of another length', () => {
    // 1,000 x 0.1 + 50 x 0.4 and 1,000 x 0.4 + 100 x 1.6 per million
    expect(run([{}], { shares: '0/1', failedOutput: 0.5 }).afterUsd).toBeCloseTo(0.00012 + 0.00056, 12);
  });

  test('an answer of another model is a risk, one after cheaper tries comes later', () => {
    expect(run([{}], { shares: '1' }).risks).toMatchObject({ otherModel: 1, delayed: 0 });
    expect(run([{}], { shares: '0/0/1' }).risks).toMatchObject({ otherModel: 0, delayed: 1 });
  });

  test('a claimed price is said', () => {
    expect(run([{}], { tiers: 'claimed,keep', shares: '1' }).assumptions.join()).toContain(
      'a reseller claims',
    );
  });
});

describe('where a call ends', () => {
  test('shares are exact after as many calls as they sum to, whatever the log is long', () => {
    expect(groupsOf(run(many(100)))).toEqual({
      'nano at once': 75,
      'mini, after 1 cheaper': 20,
      'kept, after 2 cheaper': 5,
    });
    expect(groupsOf(run(many(1)))).toEqual({ 'nano at once': 1 });
  });

  test('only calls that the cascade takes are dealt', () => {
    const parts = many(8).flatMap((part) => [part, { ...part, model: 'nano' }, { ...part, failed: true }]);
    expect(groupsOf(run(parts, { shares: '50/50' }))).toEqual({
      'nano at once': 4,
      'mini, after 1 cheaper': 4,
    });
  });

  test('further shares go to the last tier, missing ones are none', () => {
    expect(weightsFor([75, 20, 5], 2)).toEqual([75, 25]);
    expect(weightsFor([75, 25], 3)).toEqual([75, 25, 0]);
    expect(groupsOf(run(many(4), { tiers: 'nano,keep' }))).toEqual({
      'nano at once': 3,
      'kept, after 1 cheaper': 1,
    });
  });

  test('gates are reached or not; the last gate holds for further tiers', () => {
    const at = (answerLength: number, gates: string): string =>
      Object.keys(groupsOf(run([{ answerLength }], { gate: 'answers', gates })))[0]!;
    expect(at(100, '0.7/0.9')).toBe('nano at once');
    expect(at(100, '0.71/0.7')).toBe('mini, after 1 cheaper');
    expect(at(100, '0.8')).toBe('kept, after 2 cheaper');
    expect(at(9, '0.1/0')).toBe('mini, after 1 cheaper');
  });

  test('a refusal scores 0.3 however long it is', () => {
    const parts = { answerLength: 900, finishReason: 'content_filter' };
    expect(groupsOf(run([parts], { gate: 'answers', gates: '0.31/0.3' }))).toEqual({
      'mini, after 1 cheaper': 1,
    });
  });

  test('without an answer, or with one that calls tools, a call stays', () => {
    const parts = [{}, { answerLength: 0, toolsCalled: '["f"]' }];
    const result = run(parts, { gate: 'answers' });
    expect(result).toMatchObject({ status: 'clean', groups: [] });
    expect(result.assumptions.join()).toContain('2 calls have no answer');
  });
});

describe('calls and tiers that are left out', () => {
  test.each([
    ['failed', { failed: true }],
    ['embedding', { endpoint: 'embedding' as const }],
    ['batch', { tier: 'batch' as const }],
    ['from the own cache', { cacheHit: true }],
    ['unpriced', { model: 'unknown' }],
    ['on the first tier already', { model: 'nano' }],
  ])('%s', (_, parts) => {
    expect(run([parts], { shares: '0/1' })).toMatchObject({ callsChanged: 0, savedUsd: 0, ownCostUsd: 0 });
  });

  test('a tier that the call does not fit is passed over, the next answers', () => {
    const result = run([{ usage: { input: 5000 } }], { shares: '1' });
    expect(groupsOf(result)).toEqual({ 'mini at once': 1 });
    expect(result.assumptions.join()).toContain('1 times a tier is passed over');
  });

  test('a model that starts to reason only when allowed, with what it writes then', () => {
    expect(run([{}], { tiers: 'thinker,keep' }).status).toBe('clean');
    // 1,000 x 0.1 + 300 x 0.4 per million
    const allowed = run([{}], { tiers: 'thinker,keep', allowReasoning: true, reasoningFactor: 3 });
    expect(allowed.afterUsd).toBeCloseTo(0.00022, 12);
  });

  test('the model a call has ends its cascade before a tier that costs no less', () => {
    const chain = { tiers: 'nano,dear,mini', shares: '0/0/1' };
    const result = run([{}], chain);
    expect(groupsOf(result)).toEqual({ 'kept, after 1 cheaper': 1 });
    expect(result.assumptions.join()).toContain('1 calls end on the model they have');
    expect(groupsOf(run([{}], { ...chain, allowDearer: true }))).toEqual({ 'mini, after 2 cheaper': 1 });
  });

  test('a first tier that costs the same is not asked', () => {
    const same = [...LADDER, { model: 'same', input: 2, output: 8 }];
    expect(run([{}], { tiers: 'same,keep', shares: '1' }, same).status).toBe('clean');
  });

  test('when the last tier cannot take the call its own model answers, after paid tries', () => {
    const result = run([{}], { tiers: 'nano,unknown', shares: '0/1' });
    expect(groupsOf(result)).toEqual({ 'kept, after 1 cheaper': 1 });
    expect(result.ownCostUsd).toBeCloseTo(0.00014, 12);
  });
});

describe('options', () => {
  test.each([
    [{ shares: 'most' }, "shares: 'most'"],
    [{ shares: '0/0' }, 'at least one share'],
    [{ shares: '75//5' }, "shares: '75//5'"],
    [{ gates: '-1' }, "gates: '-1'"],
    [{ tiers: ' , ' }, 'tiers: names no model'],
  ])('%o cannot be replayed', (options, reason) => {
    const result = run([{}], options);
    expect(result.status).toBe('failed');
    expect(result.reason).toContain(reason);
  });

  test('more or fewer calls escalate at the ends of the range', () => {
    expect(escalated('75/20/5', 1.5)).toBe('62.5/30/7.5');
    expect(escalated('75/20/5', 0.5)).toBe('87.5/10/2.5');
    expect(escalated('10/90', 1.5)).toBe('0/100');
    expect(escalated('100', 1.5)).toBe('100');
    expect(escalated('9/1/90', 1.5).startsWith('0/')).toBe(true);
    const context = contextOf(fakePrompts([]).prompts, fakeModels(LADDER));
    const choice = choose(cascade, { tiers: 'nano,mini,keep' });
    const [result] = replayCalls([choice], context, inOrder(many(80)), { ranges: true }).strategies;
    expect(result!.range!.pessimisticUsd).toBeLessThan(result!.savedUsd);
    expect(result!.range!.optimisticUsd).toBeGreaterThan(result!.savedUsd);
  });

  test('dealing is fair at every moment', () => {
    const weights = [7, 3, 2];
    const shares = new DealtShares(weights, 'shares');
    const dealt = [0, 0, 0];
    for (let n = 1; n <= 120; n++) {
      dealt[shares.next()]!++;
      dealt.forEach((calls, at) => {
        expect(calls).toBeLessThan((weights[at]! * n) / 12 + 1);
      });
      if (n % 12 === 0) expect(dealt).toEqual(weights.map((weight) => (weight * n) / 12));
    }
  });
});
