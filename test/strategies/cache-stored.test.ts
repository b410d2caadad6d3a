import { describe, expect, test } from 'vitest';
import { CALL_USD, HOUR, metric, type Parts, run, START, savedCalls } from './caching/run-cache.ts';

describe('what is stored', () => {
  test('a failed call is never stored, and is not made when its answer is there', () => {
    expect(savedCalls(run([{ text: 'a', failed: true }, { text: 'a' }]))).toBe(0);
    expect(savedCalls(run([{ text: 'a' }, { text: 'a', failed: true }]))).toBe(1);
  });

  test('a broken stream is no answer', () => {
    for (const finishReason of ['aborted', 'MALFORMED_FUNCTION_CALL']) {
      const broken = { text: 'a', finishReason };
      expect(savedCalls(run([broken, broken, { text: 'a' }, broken]))).toBe(1);
    }
  });

  test('an answer that was cut does not stand in for a whole one', () => {
    const ended = (...reasons: string[]) => reasons.map((finishReason) => ({ text: 'a', finishReason }));
    expect(savedCalls(run(ended('length', 'stop')))).toBe(0);
    expect(savedCalls(run(ended('length', 'length')))).toBe(1);
    expect(savedCalls(run(ended('length', 'stop', 'stop', 'length')))).toBe(2);
    expect(savedCalls(run(ended('content_filter', 'content_filter')))).toBe(1);
  });

  test('a call without a price is answered and stored, and only that is said', () => {
    const unpriced = { text: 'a', model: 'own', requestedModel: 'gpt-4.1' };
    const result = run([unpriced, unpriced, { text: 'a' }], { lookupUsd: 0.1 });
    expect(result).toMatchObject({ callsChanged: 1, savedUsd: expect.closeTo(CALL_USD - 0.1, 12) });
    expect(metric(result, 'hits')).toBe(2);
    expect(metric(result, 'hitCostShare')).toBe(1);
    expect(result.assumptions.join()).toContain('2 calls without a price');
  });

  test('calls without a prompt or from the own cache are not looked up; estimated, free and batched ones are', () => {
    const result = run([
      { text: 'a', cacheHit: true },
      { text: 'a', prompt: -1 },
      { text: 'a', usageBasis: 'estimated' },
      { text: 'a', usage: { input: 0, output: 0 }, failed: true },
      { text: 'a', tier: 'batch' },
    ]);
    // The failed attempt was free, and the batched one has no price.
    expect(result).toMatchObject({ callsChanged: 1, savedUsd: 0 });
    expect(metric(result, 'lookUps')).toBe(3);
    expect(metric(result, 'hits')).toBe(2);
  });

  test('every hit is a risk, a failed call that is spared included', () => {
    const result = run([{ text: 'a' }, { text: 'a' }, { text: 'a', failed: true }]);
    expect(result.risks).toMatchObject({ cachedAnswer: 2, otherModel: 0 });
  });

  test('what has expired makes room before what is used', () => {
    const at = (text: string, hours: number): Parts => ({ text, time: START + hours * HOUR });
    // When c comes, a has expired although it was used after b.
    const parts = [at('a', 0), at('b', 0.5), at('a', 0.9), at('c', 1.1), at('b', 1.2)];
    expect(savedCalls(run(parts, { ttl: '1h', capacity: 2 }))).toBe(2);
  });

  test('the least recently used answer goes first', () => {
    const order = (texts: string): Parts[] => [...texts].map((text) => ({ text }));
    expect(savedCalls(run(order('abab'), { capacity: 1 }))).toBe(0);
    expect(savedCalls(run(order('abacb'), { capacity: 2 }))).toBe(1);
    expect(savedCalls(run(order('abaca'), { capacity: 2 }))).toBe(2);
    expect(savedCalls(run(order('abcabc'), { capacity: 0 }))).toBe(3);
  });
});
