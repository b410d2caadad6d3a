import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import { optionsOf } from '../../src/engine/options-of.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import { promptTokens, type TokenCounts } from '../../src/model/usage.ts';
import truncation from '../../src/strategies/truncation.ts';
import type { FakeSegment } from './fake-prompts.ts';
import { CLAUDE, logOf, MODELS, type Parts, system } from './prompt-caching/caching-log.ts';
import { choose, contextOf, replayCalls } from './run.ts';
import { slowTruncation } from './truncating/slow-truncation.ts';

function run(parts: readonly Parts[], options: AnyOptionValues = { limit: 1000 }): StrategyResult {
  const { calls, prompts } = logOf(parts);
  const chosen = choose({ ...truncation, sweeps: [] }, options);
  return replayCalls([chosen], contextOf(prompts, MODELS), calls).strategies[0]!;
}

const saved = (parts: readonly Parts[], options?: AnyOptionValues): number =>
  Math.round(run(parts, options).savedUsd * 1e12) / 1e6;

const HEAD = system('rules', 300);
const schema: FakeSegment = { text: 'tool', kind: 'tool', role: '', tokens: 200 };
const said = (role: string, text: string, tokens: number, names: string[] = []): FakeSegment => ({
  text,
  role,
  tokens,
  names,
});
const user = (text: string, tokens = 200): FakeSegment => said('user', text, tokens);
const answer = (text: string, tokens = 200): FakeSegment => said('assistant', text, tokens);
const calling = (text: string, tokens = 100): FakeSegment => said('assistant', text, tokens, ['look']);
const result = (text: string, tokens = 400): FakeSegment => said('tool', text, tokens);

describe('which messages go', () => {
  test('the oldest, until the rest fits', () => {
    // 1,500 tokens: 400 of the first two messages and 200 of the third go.
    const prompt = [HEAD, schema, user('a'), answer('b'), user('c'), answer('d'), user('e')];
    expect(saved([{ prompt }])).toBeCloseTo(600 * 10, 6);
    const whole = run([{ prompt }]);
    expect(whole).toMatchObject({ basis: 'estimated', callsChanged: 1, risks: { lessContext: 1 } });
    expect(whole.metrics.map(({ value }) => value)).toEqual([3, 600, 0]);
  });

  test('exactly at the limit nothing goes', () => {
    expect(saved([{ prompt: [HEAD, user('a'), user('b', 500)] }])).toBe(0);
    expect(saved([{ prompt: [HEAD, user('a'), user('b', 501)] }])).toBeCloseTo(2000, 6);
  });

  test("never the system prompt, tools, the user's last message or what follows it", () => {
    const prompt = [HEAD, schema, user('a', 700), calling('b'), result('c')];
    const kept = run([{ prompt }]);
    expect(kept).toMatchObject({ callsChanged: 0, savedUsd: 0 });
    expect(kept.assumptions.join()).toContain('1 calls stay above 1000 tokens');
    expect(saved([{ prompt: [user('old', 50), system('late', 900), user('new', 100)] }])).toBeCloseTo(500, 6);
  });

  test('a call of tools and its results go together', () => {
    const turns = [user('a', 100), calling('b'), result('c'), result('d'), user('e')];
    // 1,500 tokens: 100 do not suffice, then the call goes with both results: 1,000.
    expect(saved([{ prompt: [HEAD, ...turns] }])).toBeCloseTo(1000 * 10, 6);
    const atOnce = [calling('b1'), calling('b2'), result('c', 200), result('d', 600), user('e')];
    expect(saved([{ prompt: [HEAD, ...atOnce] }])).toBeCloseTo(1000 * 10, 6);
  });

  test("results that are sent as the user's go with their call, and the last ones stay with theirs", () => {
    const turns = [user('a', 100), calling('b'), user('results', 300), calling('c'), user('more', 300)];
    // 1,200 tokens: the question and then the first call with its results.
    expect(saved([{ prompt: [HEAD, ...turns] }])).toBeCloseTo(500 * 10, 6);
    expect(saved([{ prompt: [HEAD, calling('c', 500), user('more', 300)] }])).toBe(0);
  });

  test('the fifth article: 4,000 tokens', () => {
    const { limit } = optionsOf(truncation, { truncation: { preset: 'fifth-article' } });
    expect(limit).toBe(4000);
    expect(saved([{ prompt: [user('a', 1000), user('b', 3500)] }], { limit: 4000 })).toBeCloseTo(10_000, 6);
  });

  test('what was billed far beyond the text is in no message and stays: images, turns that the provider keeps', () => {
    const hidden = { prompt: [user('a', 300), user('b', 500)], usage: { input: 20_800 } };
    const result = run([hidden]);
    expect(result.savedUsd * 1e6).toBeCloseTo(3000, 6);
    expect(result.metrics.map(({ value }) => value)).toEqual([1, 300, 1]);
  });

  test('without a user the last message stays; unknown and hashed prompts stay whole', () => {
    expect(saved([{ prompt: [answer('a', 800), answer('b', 800)] }])).toBeCloseTo(8000, 6);
    const block: FakeSegment = { text: 'x', kind: 'block', role: '', tokens: 800 };
    const hashed = run([{ prompt: [block, { ...block, text: 'y' }] }]);
    expect(hashed.savedUsd).toBe(0);
    expect(hashed.assumptions.join()).toContain('1 calls above 1000 tokens have no known messages');
  });

  test('tokens are shares of what was billed', () => {
    // 1.5 billed tokens for each of the text: 1,200, of which 450 and 750.
    const usage = { input: 1200 };
    expect(saved([{ prompt: [user('a', 300), user('b', 500)], usage }])).toBeCloseTo(4500, 6);
    expect(saved([{ prompt: [user('a', 800), user('b', 500)], usage, usageBasis: 'estimated' }])).toBeCloseTo(
      738 * 10,
      6,
    );
    expect(saved([{ prompt: [user('a', 300), user('b', 500)], usage: { input: 0 }, failed: true }])).toBe(0);
  });
});

describe("the provider's cache", () => {
  const turns = [user('a', 500), answer('b', 500), user('c', 100), answer('d', 100), user('e', 100)];

  test('reads behind the first message that goes are billed in full', () => {
    const prompt = [system('long', 1200), ...turns];
    const usage = { input: 100, cacheRead: 2400 };
    // Left are 1,500: the head is read, 300 are not.
    expect(saved([{ prompt, usage }], { limit: 1500 })).toBeCloseTo(2400 + 1000 - (1200 + 3000), 6);
  });

  test('what is left of a prefix below the minimum is not read at all', () => {
    const usage = { input: 100, cacheRead: 1500 };
    expect(saved([{ prompt: [HEAD, ...turns], usage }], { limit: 600 })).toBeCloseTo(1500 + 1000 - 6000, 6);
  });

  test('a request that asks for caching writes again what it no longer reads', () => {
    const prompt = [system('long', 1200), ...turns];
    const usage = { input: 0, cacheRead: 2400, cacheWrite5m: 100 };
    expect(saved([{ ...CLAUDE, prompt, usage }], { limit: 1500 })).toBeCloseTo(
      2400 + 1250 - (1200 + 3750),
      6,
    );
    const hour = { input: 0, cacheRead: 2400, cacheWrite1h: 100 };
    expect(saved([{ ...CLAUDE, prompt, usage: hour }], { limit: 1500 })).toBeCloseTo(4400 - (1200 + 6000), 6);
  });

  test('a call that cuts what the one before cut reads on, within the lifetime of the cache', () => {
    const prompt = [system('long', 1200), ...turns];
    const next = [...prompt, answer('f', 100), user('g', 100)];
    const usage = { input: 200, cacheRead: 2500 };
    const second = (at: number): number =>
      saved(
        [
          { prompt, at: 0 },
          { prompt: next, usage, at },
        ],
        { limit: 1800 },
      ) - saved([{ prompt, at: 0 }], { limit: 1800 });
    // Both lose the first two messages; of the second call 1,500 are still read and 200 billed.
    expect(second(10)).toBeCloseTo(1000 * 1, 6);
    expect(second(400)).toBeCloseTo(2500 + 2000 - (1200 + 5000), 6);
  });
});

const segment: fc.Arbitrary<FakeSegment> = fc.oneof(
  fc.constantFrom(
    user('a', 300),
    user('b', 120),
    answer('c', 250),
    calling('d', 90),
    calling('e', 210),
    result('f', 400),
    result('g', 77),
    system('late', 60),
  ),
);

test('equal to a slow truncation that takes one unit after the other from a list', () => {
  const tokens = fc.nat(1500);
  const usage: fc.Arbitrary<Partial<TokenCounts>> = fc.record({
    input: tokens,
    cacheRead: tokens,
    cacheWrite5m: tokens,
  });
  const prompt = fc
    .tuple(fc.constantFrom([], [HEAD], [schema, HEAD]), fc.array(segment, { minLength: 1, maxLength: 12 }))
    .map(([head, rest]) => [...head, ...rest]);
  fc.assert(
    fc.property(prompt, usage, fc.integer({ min: 1, max: 2500 }), (segments, counts, limit) => {
      const { calls, prompts } = logOf([{ ...CLAUDE, prompt: segments, usage: counts }]);
      const call = calls[0]!;
      const lane = truncation.start(contextOf(prompts, MODELS), { limit });
      const { model, provider, tier, usage: before } = call;
      const after =
        lane.change({ original: call, model, provider, tier, usage: before, costUsd: 1 })?.usage ?? before;
      expect(after).toEqual(slowTruncation(segments, before, limit, 1000));
      expect(Object.values(after).every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
      expect(promptTokens(after)).toBeLessThanOrEqual(promptTokens(before));
    }),
    { numRuns: 500 },
  );
});
