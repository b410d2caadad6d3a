import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { promptTokens } from '../../../src/model/usage.ts';
import { CacheRun } from '../../../src/strategies/prompt-caching/cache-run.ts';
import { contextOf } from '../run.ts';
import { CLAUDE, logOf, MODELS, metric, type Parts, replayed, said, system } from './caching-log.ts';
import { always, type SlowCall, slowLearned, slowShared, slowWritten } from './slow-cache.ts';

const WAITS = [0, 1, 60, 150, 299, 300, 301];
/** Most calls come while others are still waited for. */
const CROWDED = [0, 0, 0, 0, 30, 301];

/** Prompts of few segments out of few, so that prefixes are often shared; times that often meet the lifetime exactly. */
const anyLog = (model: object, latency: fc.Arbitrary<number>, waits = WAITS): fc.Arbitrary<Parts[]> =>
  fc
    .array(
      fc.record({
        head: fc.array(fc.constantFrom(system('s', 600), system('t', 400), system('u', 1000)), {
          maxLength: 2,
        }),
        rest: fc.array(fc.constantFrom(said('a', 300), said('b', 700), said('c', 45)), { maxLength: 4 }),
        wait: fc.constantFrom(...waits),
        latencyMs: latency,
        feature: fc.constantFrom('f', 'g'),
      }),
      { maxLength: 25 },
    )
    .map((rows) => {
      let at = 0;
      return rows
        .filter(({ head, rest }) => head.length + rest.length > 0)
        .map(({ head, rest, wait, latencyMs, feature }) => {
          at += wait;
          return { ...model, prompt: [...head, ...rest], at, latencyMs, feature };
        });
    });

const REST = { readable: 'begun', counted: 'logged', unstatedLifetime: '5m', unstatedMinimum: 4096 };
const LATENCY = fc.constantFrom(0, 500, 1000, 60_000, 400_000);
const LIFETIME = 300_000;

function slowLog(parts: readonly Parts[]): SlowCall[] {
  const { calls, prompts } = logOf(parts);
  return calls.map((call, i) => {
    const segments = prompts.path(call.prompt);
    const tokens = segments.map((segment) => prompts.facts(segment).tokens);
    return { call, segments, tokens, head: parts[i]!.prompt.filter(({ kind }) => kind === 'system').length };
  });
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const cost = (call: SlowCall['call'], read: number, written: number): number => {
  const input = promptTokens(call.usage) - read - written;
  const usage = { ...call.usage, input, cacheRead: read, cacheWrite5m: written };
  return MODELS.cost({ ...call, usage });
};

describe('equal to a slow cache that compares every pair of calls', () => {
  test('a cache that keeps everything by itself', () => {
    fc.assert(
      fc.property(anyLog({}, LATENCY), (parts) => {
        const log = slowLog(parts);
        const shared = log.map((_, i) => slowShared(log, i, LIFETIME));
        const held = log.map(({ tokens }, i) => sum(tokens.slice(0, shared[i])));
        const usd = log.map(({ call }, i) => {
          const read = held[i]! < 1000 ? 0 : held[i]! - (held[i]! % 100);
          return cost(call, 0, 0) - cost(call, read, 0);
        });
        const result = replayed(parts);
        expect(result.savedUsd).toBeCloseTo(sum(usd), 10);
        if (log.length === 0) return;
        expect(metric(result, 'prefixSegments')).toBeCloseTo(
          sum(shared) / sum(log.map(({ segments }) => segments.length)),
          12,
        );
        expect(metric(result, 'prefixTokens')).toBeCloseTo(
          sum(held) / sum(log.map(({ call }) => promptTokens(call.usage))),
          12,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a cache that is paid for, every breakpoint written', () => {
    fc.assert(
      fc.property(anyLog(CLAUDE, LATENCY), (parts) => {
        const log = slowLog(parts);
        const usd = slowWritten(log, always(log), LIFETIME, 1000).map(
          ({ read, written }, i) => cost(log[i]!.call, 0, 0) - cost(log[i]!.call, read, written),
        );
        expect(replayed(parts, { writes: 'always' }).savedUsd).toBeCloseTo(sum(usd), 10);
      }),
      { numRuns: 300 },
    );
  });

  test('a cache that is paid for, written where earlier calls show that it pays', () => {
    // Writing costs 2.5 more than plain input, a read saves 9.
    const worth = 2.5 / 9;
    const traffic = fc.oneof(anyLog(CLAUDE, LATENCY), anyLog(CLAUDE, fc.constant(20_000), CROWDED));
    fc.assert(
      fc.property(traffic, (parts) => {
        const log = slowLog(parts);
        const targets = slowLearned(log, LIFETIME, worth);
        const usd = slowWritten(log, targets, LIFETIME, 1000).map(
          ({ read, written }, i) => cost(log[i]!.call, 0, 0) - cost(log[i]!.call, read, written),
        );
        expect(replayed(parts, { writes: 'learned' }).savedUsd).toBeCloseTo(sum(usd), 10);
      }),
      { numRuns: 800 },
    );
  });
});

test('hindsight never costs more than no caching, nor saves less than a cache that everybody always writes', () => {
  fc.assert(
    fc.property(anyLog(CLAUDE, fc.constant(0)), fc.constantFrom('5m', '1h'), (parts, ttl) => {
      const best = replayed(parts, { writes: 'hindsight', ttl }).savedUsd;
      expect(best).toBeGreaterThanOrEqual(-1e-12);
      if (ttl === '5m')
        expect(best).toBeGreaterThanOrEqual(replayed(parts, { writes: 'always', ttl }).savedUsd - 1e-12);
    }),
    { numRuns: 300 },
  );
});

test('whatever the options and the logged usage: whole tokens, none negative, no prompt longer, no read lost', () => {
  const tokens = fc.nat(4000);
  const usage = fc.record({ input: tokens, cacheRead: tokens, cacheWrite5m: tokens, cacheWrite1h: tokens });
  fc.assert(
    fc.property(
      anyLog(CLAUDE, LATENCY),
      fc.array(usage, { minLength: 25, maxLength: 25 }),
      fc.record({
        ttl: fc.constantFrom('provider', '5m', '1h', 'unlimited'),
        writes: fc.constantFrom('learned', 'always', 'hindsight'),
        breakpoints: fc.constantFrom('all', 'system', 'last'),
      }),
      (parts, usages, options) => {
        const { calls, prompts } = logOf(parts.map((part, i) => ({ ...part, usage: usages[i]! })));
        const run = new CacheRun(
          { ...contextOf(prompts, MODELS), calls: () => calls },
          { ...REST, ...options },
        );
        for (const call of calls) {
          const { model, provider, tier, usage: before } = call;
          const after = run.see({ original: call, model, provider, tier, usage: before })?.usage;
          if (after === undefined) continue;
          expect(Object.values(after).every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
          expect(promptTokens(after)).toBe(promptTokens(before));
          expect(after.cacheRead).toBeGreaterThanOrEqual(before.cacheRead);
        }
      },
    ),
    { numRuns: 300 },
  );
});
