import { expect, test } from 'vitest';
import { AttemptChains } from '../../../src/patterns/attempts/attempt-chains.ts';
import { inOrder } from '../../support/calls.ts';

const MINUTES_5 = 300_000;
const failed = { failed: true, status: 503, prompt: 0, latencyMs: 0 };
const answered = { prompt: 0, latencyMs: 0 };

function chains(parts: Parameters<typeof inOrder>[0]) {
  const calls = inOrder(parts);
  const found = new AttemptChains(calls, MINUTES_5);
  const numbers = calls.map(({ index }) => found.of(index));
  return { numbers, answered: numbers.map((chain) => chain > 0 && found.isAnswered(chain)) };
}

test('a failure, its retries and the success that ends them', () => {
  expect(chains([answered, failed, failed, answered, answered, failed])).toEqual({
    numbers: [0, 1, 1, 1, 0, 2],
    answered: [false, true, true, true, false, false],
  });
});

test('each attempt is followed by the next of its chain, a fallback by none', () => {
  const parts = [failed, failed, { ...answered, model: 'other' }, failed, { ...failed, prompt: 1 }, answered];
  const calls = inOrder(parts.map((part, i) => ({ ...part, time: i })));
  const found = new AttemptChains(calls, MINUTES_5);
  const never = Number.POSITIVE_INFINITY;
  expect(calls.map(({ index }) => found.nextAfter(index))).toEqual([1, never, never, 5, never, never]);
});

test('requests are told apart by prompt and caller, joined by a trace', () => {
  const other = { ...failed, user: 'u' };
  expect(chains([failed, other, failed, { ...other, prompt: 1 }]).numbers).toEqual([1, 2, 1, 3]);
  const traced = { ...failed, trace: 't' };
  expect(chains([traced, { ...traced, model: 'fallback' }, { ...answered, trace: 't' }]).numbers).toEqual([
    1, 1, 1,
  ]);
});

test('without a prompt the numbers of the attempts decide, where there are any', () => {
  const of = (attempt: number) => ({ ...failed, prompt: -1, trace: 't', attempt });
  expect(chains([of(1), of(2), of(1), of(2)]).numbers).toEqual([1, 1, 2, 2]);
  expect(chains([of(0), of(0), { ...of(0), failed: false }, { ...of(0), failed: false }]).numbers).toEqual([
    1, 1, 1, 0,
  ]);
});

test('nothing to go by, no time or an answer from a cache: no chain', () => {
  expect(chains([{ ...failed, prompt: -1 }, { ...failed, time: Number.NaN }, failed]).numbers).toEqual([
    0, 0, 1,
  ]);
  expect(chains([failed, { ...answered, cacheHit: true }, failed]).numbers).toEqual([1, 0, 1]);
});

test('very many open requests are let go when their time is over', () => {
  const parts = Array.from({ length: 5000 }, (_, i) => ({ ...failed, user: `u${i % 2500}`, time: i * 1000 }));
  const { numbers } = chains(parts);
  // Each comes again after 2,500 s, far beyond the window.
  expect(new Set(numbers).size).toBe(5000);
});
