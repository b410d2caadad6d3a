import { describe, expect, test } from 'vitest';
import {
  CLAUDE,
  metric,
  type Parts,
  replayAll,
  replayed,
  said,
  saved,
  system,
} from './prompt-caching/caching-log.ts';

const HEAD = system('rules', 2000);
const ask = (text: string, tokens = 100): Parts => ({ prompt: [HEAD, said(text, tokens)] });
const onClaude = (parts: readonly Parts[]): Parts[] => parts.map((part) => ({ ...CLAUDE, ...part }));

describe('a cache that works by itself', () => {
  test('S2-12: a static prompt of 2,000 tokens is read but for the last step', () => {
    const prompt = [HEAD];
    // 2,000 at 10 against 2,000 at 1: steps of 100.
    expect(saved([{ prompt }, { prompt }])).toBeCloseTo(2000 * 9, 6);
    const odd = [system('odd', 2050)];
    expect(saved([{ prompt: odd }, { prompt: odd }])).toBeCloseTo(2000 * 9, 6);
  });

  test('the shared prefix is read, what follows is not; the first call pays in full', () => {
    const result = replayed([ask('a'), ask('b'), ask('c')]);
    expect(result.savedUsd * 1e6).toBeCloseTo(2 * 2000 * 9, 6);
    expect(result).toMatchObject({ status: 'found', basis: 'estimated', callsChanged: 2 });
    expect(result.groups).toMatchObject([{ key: 'auto: caches by itself', calls: 2 }]);
    expect(metric(result, 'prefixSegments')).toBeCloseTo(2 / 6, 12);
    expect(metric(result, 'prefixTokens')).toBeCloseTo(4000 / 6300, 12);
  });

  test('below the minimum nothing is read', () => {
    const prompt = [system('short', 999)];
    expect(saved([{ prompt }, { prompt }])).toBe(0);
  });

  test('every read renews; at the end of its lifetime a prefix is gone', () => {
    expect(
      saved([
        { ...ask('a'), at: 0 },
        { ...ask('b'), at: 299 },
        { ...ask('c'), at: 598 },
      ]),
    ).toBeCloseTo(36000, 6);
    expect(
      saved([
        { ...ask('a'), at: 0 },
        { ...ask('b'), at: 300 },
      ]),
    ).toBe(0);
    const late = [
      { ...ask('a'), at: 0 },
      { ...ask('b'), at: 3000 },
    ];
    expect(saved(late, { unstatedLifetime: '1h' })).toBeCloseTo(18000, 6);
    expect(saved(late, { ttl: 'unlimited' })).toBeCloseTo(18000, 6);
  });

  test('what a call sends can be read once its answer has begun, or is complete', () => {
    const slow = { ...ask('a'), latencyMs: 2000, timeToFirstTokenMs: 500 };
    expect(saved([slow, ask('b')])).toBeCloseTo(18000, 6);
    expect(saved([slow, ask('b')], { readable: 'complete' })).toBe(0);
  });

  test('another model has another cache', () => {
    expect(saved([ask('a'), { ...ask('b'), model: 'unstated' }])).toBe(0);
    expect(saved([ask('a'), { ...ask('b'), model: 'plain' }])).toBe(0);
  });

  test('where no minimum is stated, the option is one', () => {
    const parts = [ask('a'), ask('b')].map((part) => ({ ...part, model: 'unstated' }));
    expect(saved(parts)).toBe(0);
    expect(saved(parts, { unstatedMinimum: 1024 })).toBeCloseTo(18000, 6);
  });

  test('logged reads stay, more is added, and a difference within the error of sizes is not', () => {
    const logged = (cacheRead: number): Parts => ({
      ...ask('b'),
      usage: { input: 2100 - cacheRead, cacheRead },
    });
    expect(saved([ask('a'), logged(1000)])).toBeCloseTo(9000, 6);
    expect(saved([ask('a'), logged(1850)])).toBe(0);
    expect(saved([logged(2100)])).toBe(0);
  });

  test('an estimate of usage is no bill: its reads are counted only on request', () => {
    const parts = [ask('a'), { ...ask('b'), usageBasis: 'estimated' as const }];
    const result = replayed(parts);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(result.assumptions.join()).toContain(
      '1 calls are left as they are although a cache holds 2000 more',
    );
    expect(saved(parts, { counted: 'all' })).toBeCloseTo(18000, 6);
    expect(saved([ask('a'), ask('b')], { counted: 'explicit' })).toBe(0);
  });

  test('failed calls, batches, embeddings, unknown times and unknown prompts neither read nor leave anything', () => {
    const others: Partial<Parts>[] = [
      { failed: true },
      { endpoint: 'embedding' },
      { usageBasis: 'none' },
      { time: Number.NaN },
      { cacheHit: true },
      { tier: 'batch' },
    ];
    for (const other of others) {
      expect(saved([{ ...ask('a'), ...other }, ask('b')])).toBe(0);
      expect(saved([ask('a'), { ...ask('b'), ...other }])).toBe(0);
    }
    expect(saved([ask('a'), { ...ask('b'), time: Number.NaN }], { ttl: 'unlimited' })).toBeCloseTo(18000, 6);
  });

  test('calls without a price are seen, not priced', () => {
    const result = replayed([ask('a'), ask('b')].map((part) => ({ ...part, model: 'unknown' })));
    expect(result).toMatchObject({ status: 'clean', savedUsd: 0 });
    expect(metric(result, 'prefixSegments')).toBe(0.25);
    expect(metric(result, 'tokensRead')).toBe(0);
    expect(metric(replayed([{ ...ask('a'), failed: true }]), 'prefixTokens')).toBeNull();
  });

  test('images count in no prefix: only the text is scaled', () => {
    const usage = { input: 10_000 };
    expect(
      saved([
        { ...ask('a'), usage },
        { ...ask('b'), usage },
      ]),
    ).toBeCloseTo(18000, 6);
  });
});

describe('a cache that is paid for', () => {
  test('always: every breakpoint is written, 2,100 at 12.5, then read to the end of the system prompt', () => {
    const parts = onClaude([ask('a'), ask('b')]);
    // Each call writes what it does not read: 2,100 tokens, then 100; 2,000 are read.
    expect(saved(parts, { writes: 'always' })).toBeCloseTo(2000 * 9 - 2100 * 2.5 - 100 * 2.5, 6);
    expect(saved(parts, { writes: 'always', breakpoints: 'system' })).toBeCloseTo(2000 * 9 - 2000 * 2.5, 6);
    expect(saved(parts, { writes: 'always', breakpoints: 'last' })).toBeCloseTo(-2 * 2100 * 2.5, 6);
  });

  test('learned: the first call writes nothing; the second shows that the system prompt is sent again', () => {
    const parts = onClaude([ask('a'), ask('b'), ask('c')]);
    expect(saved(parts)).toBeCloseTo(2000 * 9 - 2000 * 2.5, 6);
    const result = replayed(parts);
    expect(result.groups.map(({ key, calls }) => [key, calls])).toEqual([
      ['claude: read', 1],
      ['claude: written for later calls', 1],
    ]);
  });

  test('hindsight: the first call writes the system prompt, and nobody what is not read again', () => {
    expect(saved(onClaude([ask('a'), ask('b'), ask('c')]), { writes: 'hindsight' })).toBeCloseTo(
      2 * 2000 * 9 - 2000 * 2.5,
      6,
    );
    expect(saved(onClaude([ask('a')]), { writes: 'hindsight' })).toBe(0);
  });

  test('a conversation reads what the turn before wrote at the end of its last message', () => {
    const turns = [
      said('q1', 100),
      said('a1', 300, 'assistant'),
      said('q2', 100),
      said('a2', 300, 'assistant'),
    ];
    const parts = onClaude([1, 3].map((n) => ({ prompt: [HEAD, ...turns.slice(0, n)] })));
    expect(saved(parts, { writes: 'always' })).toBeCloseTo(2100 * 9 - 2100 * 2.5 - 400 * 2.5, 6);
    expect(saved(parts, { writes: 'hindsight' })).toBeCloseTo(2100 * 9 - 2100 * 2.5, 6);
  });

  test('documents before the question are a breakpoint of their own', () => {
    const about = (text: string): Parts => ({ prompt: [HEAD, said('document', 5000), said(text, 100)] });
    expect(saved(onClaude([about('a'), about('b')]), { writes: 'always' })).toBeCloseTo(
      7000 * 9 - 7100 * 2.5 - 100 * 2.5,
      6,
    );
  });

  test('an hour costs twice the input and needs two reads', () => {
    const parts = onClaude([0, 1000, 2000].map((at) => ({ ...ask(`at ${at}`), at })));
    expect(saved(parts, { ttl: '1h', writes: 'hindsight' })).toBeCloseTo(2 * 2000 * 9 - 2000 * 10, 6);
    expect(saved(parts.slice(0, 2), { ttl: '1h', writes: 'hindsight' })).toBe(0);
    expect(saved(parts, { ttl: '5m', writes: 'hindsight' })).toBe(0);
    expect(saved(parts, { writes: 'hindsight' })).toBe(0);
  });

  test('a provider with one lifetime keeps it, whatever is chosen', () => {
    const parts = [0, 1700].map((at) => ({ ...ask(`at ${at}`), at, model: 'half-hour' }));
    for (const ttl of ['provider', '5m', '1h'])
      expect(saved(parts, { ttl, writes: 'hindsight' })).toBeCloseTo(2000 * 9 - 2000 * 2.5, 6);
  });

  test('what the log wrote and read stays; a later call reads it where the log did not', () => {
    const first = { ...ask('a'), usage: { input: 100, cacheWrite5m: 2000 } };
    expect(saved(onClaude([first]), { writes: 'always' })).toBe(0);
    expect(saved(onClaude([first, ask('b')]), { writes: 'hindsight' })).toBeCloseTo(18000, 6);
    const again = { ...ask('b'), usage: { input: 100, cacheWrite5m: 2000 } };
    // The second write becomes a read.
    expect(saved(onClaude([first, again]), { writes: 'hindsight' })).toBeCloseTo(2000 * 11.5, 6);
  });

  test('estimated usage of a request that asks for caching stays', () => {
    const part = { ...ask('a'), usageBasis: 'estimated' as const };
    expect(saved(onClaude([part, { ...part, ...ask('b') }]), { writes: 'hindsight' })).toBeCloseTo(13000, 6);
    const asking = { ...part, cacheTtl: '5m' as const };
    expect(saved(onClaude([asking, asking]), { writes: 'always' })).toBe(0);
  });
});

test('calls at the same time all pay for what they write: it is learned that this does not pay', () => {
  // Ten at once, then one that reads; again and again after the cache has forgotten.
  const rounds = Array.from({ length: 8 }, (_, round) =>
    Array.from({ length: 11 }, (_, i) => ({
      ...ask(`${round} ${i}`),
      at: 1200 * round + (i < 10 ? 0 : 60),
      latencyMs: 8000,
    })),
  ).flat();
  expect(saved(onClaude(rounds), { writes: 'always' })).toBeLessThan(0);
  expect(saved(onClaude(rounds))).toBe(0);
});

describe('the range: every breakpoint paid at one end, hindsight at the other', () => {
  test('where nothing is read again, who writes always pays', () => {
    const apart = [ask('a'), ask('b')].map((part, i) => ({ ...part, at: 400 * i }));
    const result = replayAll(onClaude(apart), {}, true).strategies[0]!;
    expect(result.range?.pessimisticUsd).toBeCloseTo((-2 * 2100 * 2.5) / 1e6, 12);
    expect(result.range?.optimisticUsd).toBe(0);
  });

  test('it holds the expected figure: who writes always saves more here than who learns first', () => {
    const result = replayAll(onClaude([ask('a'), ask('b'), ask('c')]), {}, true).strategies[0]!;
    expect(result.savedUsd).toBeCloseTo((18000 - 5000) / 1e6, 12);
    expect(result.range?.pessimisticUsd).toBeCloseTo((18000 - 5000) / 1e6, 12);
    expect(result.range?.optimisticUsd).toBeCloseTo((2 * 18000 - 5000) / 1e6, 12);
  });
});
