import { describe, expect, test } from 'vitest';
import type { Models } from '../../src/contracts/models.ts';
import { batchable } from '../../src/detectors/batchable.ts';
import { billedTokens } from '../../src/model/usage.ts';
import { inOrder } from '../support/calls.ts';
import { assistant, promptTrie, system, user } from '../support/prompts.ts';
import { avoidable, models, runDetector } from './run-detector.ts';

const rules = system('Describe the item.');
const items = Array.from({ length: 400 }, (_, i) => [rules, user(`Item number ${i}`)]);
const { prompts, nodes } = promptTrie([
  ...items,
  ...items.map((item) => [...item, assistant('It is blue.'), user('And its price?')]),
]);

/** A batch rate of half the standard one, but for cached input; none for `unbatched`, no price for `unknown`. */
const priced: Models = {
  ...models,
  cost: ({ model, tier, usage }) => {
    if (model === 'unknown' || (model === 'unbatched' && tier === 'batch')) return Number.NaN;
    const whole = tier === 'priority' ? 2 : tier === 'batch' ? 0.5 : 1;
    return whole * (billedTokens(usage) - usage.cacheRead) + usage.cacheRead / 10;
  },
};

type Parts = Parameters<typeof inOrder>[0][number];
const HOUR = 3_600_000;
const midnight = Date.UTC(2026, 8, 1);

/** `count` calls, `gap` seconds apart from `hour` of the day on. */
const burst = (count: number, hour: number, gap: number, parts: Parts = {}): Parts[] =>
  Array.from({ length: count }, (_, i) => ({
    time: midnight + hour * HOUR + i * gap * 1000,
    latencyMs: 1000,
    prompt: nodes[i]!,
    ...parts,
  }));
/** Other traffic, so that the log spans a day. */
const day: Parts[] = [0, 23.9].map((hour) => ({
  time: midnight + hour * HOUR,
  user: 'ann',
  feature: 'chat',
}));

const find = (parts: readonly Parts[], settings = {}) => {
  const calls = inOrder([...day, ...parts].toSorted((a, b) => a.time! - b.time!));
  return runDetector(batchable, calls, prompts, settings, priced);
};
const counted = (parts: readonly Parts[], settings = {}) => avoidable(find(parts, settings)).length;
const inReview = (parts: readonly Parts[]) =>
  find(parts)
    .filter(({ review }) => review)
    .reduce((sum, { waste }) => sum + waste.size, 0);

describe('jobs', () => {
  const job = { feature: 'nightly-summary' };

  test('a burst of a job by its name is claimed at the share that the batch rate saves', () => {
    const groups = find(burst(20, 14, 30, job));
    expect(groups).toHaveLength(1);
    expect([...groups[0]!.waste.values()]).toEqual(Array(20).fill('all'));
    expect([...groups[0]!.saved.values()]).toEqual(Array(20).fill(0.5));
    expect(groups[0]).toMatchObject({
      id: 'batch/nightly-summary//gpt-4.1/openai/job/',
      label: 'nightly-summary',
      review: false,
      basis: 'estimated',
      columns: { evidence: 'name', model: 'gpt-4.1', bursts: 1, largest: 20, saved: 0.5 },
    });
    expect(groups[0]!.fix).toContain('/v1/batches');
  });

  test('cached input that has no batch rate, and tiers above the standard, change the share', () => {
    const cached = find(burst(20, 14, 30, { ...job, usage: { input: 500, cacheRead: 5000, output: 500 } }));
    expect([...cached[0]!.saved.values()][0]).toBeCloseTo(1 - 1000 / 1500);
    expect(find(burst(20, 14, 30, { ...job, tier: 'priority' }))[0]!.saved.get(1)).toBe(0.75);
  });

  test('the name of a tag or of a user says it too', () => {
    expect(counted(burst(20, 14, 30, { tags: '{"job":"catalog-backfill"}' }))).toBe(20);
    expect(counted(burst(20, 14, 30, { user: 'svc-nightly-import' }))).toBe(20);
    expect(counted(burst(20, 14, 30, { tags: '{"batch":false,"size":"small"}' }))).toBe(0);
  });

  test('a job may name a person and a session for each call', () => {
    const parts = burst(20, 14, 30, job).map((part, i) => ({ ...part, user: `user-${i}`, session: `s${i}` }));
    expect(counted(parts)).toBe(20);
  });

  test('what trickles is for review', () => {
    expect(counted(burst(30, 1, 1200, job))).toBe(0);
    expect(inReview(burst(30, 1, 1200, job))).toBe(30);
    expect(find(burst(19, 1, 1200, job))).toEqual([]);
  });

  test.each([
    ['streamed', { stream: true }],
    ['failed', { failed: true }],
    ['answered by the own cache', { cacheHit: true }],
    ['at the batch rate', { tier: 'batch' }],
    ['at the flex rate', { tier: 'flex' }],
    ['without tokens', { usage: { input: 0, output: 0 } }],
    ['without a batch rate', { model: 'unbatched' }],
    ['without a price', { model: 'unknown' }],
    ['without a time', { time: Number.NaN }],
  ] as const)('calls that are %s are left out', (_, parts) => {
    expect(find(burst(40, 14, 5, { ...job, ...parts }))).toEqual([]);
  });
});

describe('bursts without a name', () => {
  test('at night, or back to back, of a use that rests else, are certain', () => {
    expect(counted(burst(40, 2, 15))).toBe(40);
    expect(counted(burst(40, 14, 2))).toBe(40);
    expect(counted(burst(40, 14, 11))).toBe(40);
  });

  test('what is over within a minute may be behind one request of a person: for review', () => {
    expect(counted(burst(40, 14, 1))).toBe(0);
    expect(inReview(burst(40, 14, 1))).toBe(40);
    expect(counted(burst(40, 14, 0.1, { feature: 'summarise' }))).toBe(0);
    expect(counted(burst(40, 14, 0.1, { feature: 'nightly-summary' }))).toBe(40);
    expect(counted(burst(40, 14, 1.6))).toBe(40);
  });

  test('calls that come as people do, now and then, are for review also at night', () => {
    // Gaps as of arrivals that know nothing of each other: from 1 to 66 seconds, 15 on average.
    const gaps = Array.from({ length: 60 }, (_, i) => -15 * Math.log((((i * 37) % 60) + 0.7) / 60));
    const times = gaps.map((_, i) => gaps.slice(0, i).reduce((sum, gap) => sum + gap, 0));
    const people = burst(60, 2, 0).map((part, i) => ({ ...part, time: part.time! + 1000 * times[i]! }));
    expect(counted(people)).toBe(0);
    expect(inReview(people)).toBe(60);
    const quicker = people.map((part, i) => ({ ...part, time: midnight + 14 * HOUR + 240 * times[i]! }));
    expect(counted(quicker)).toBe(0);
    expect(inReview(quicker)).toBe(60);
  });

  test('prompts that grow within a session are turns, also where they are not in the log', () => {
    const turns = burst(60, 2, 4, { prompt: -1, session: 's', feature: 'nightly-agent' }).map((part, i) => ({
      ...part,
      usage: { input: 500 + 100 * (i % 20), output: 50 },
    }));
    expect(find(turns)).toEqual([]);
    expect(find(turns.map((part) => ({ ...part, session: '', trace: 't' })))).toEqual([]);
    const job = turns.map((part, i) => ({ ...part, usage: { input: 500 + ((i * 37) % 20), output: 50 } }));
    expect(counted(job)).toBe(60);
  });

  test('spread over the day they are for review at most', () => {
    expect(counted(burst(40, 14, 15))).toBe(0);
    expect(inReview(burst(40, 14, 15))).toBe(40);
    expect(counted(burst(40, 14, 15, { feature: 'weekly-report' }))).toBe(40);
    expect(find(burst(40, 14, 31))).toEqual([]);
  });

  test('density: so many in the window on average, and so many at all', () => {
    expect(counted(burst(19, 2, 4))).toBe(0);
    expect(counted(burst(19, 2, 4), { minCalls: 19 })).toBe(19);
    expect(counted(burst(40, 2, 31))).toBe(0);
    expect(counted(burst(40, 2, 31), { window: 1000 })).toBe(40);
    expect(counted(burst(40, 2, 15), { pause: 10 })).toBe(0);
  });

  test('a service that is always on is no job, however fast its calls come', () => {
    const always = Array.from({ length: 12 }, (_, hour) => burst(40, 8 + hour, 2)).flat();
    expect(find(always)).toEqual([]);
    const alone = runDetector(batchable, inOrder(burst(400, 9, 2)), prompts, {}, priced);
    expect(alone).toEqual([]);
  });

  test('many users or visitors are people, whatever their number', () => {
    const users = burst(200, 2, 2).map((part, i) => ({ ...part, user: `user-${i % 7}` }));
    expect(find(users)).toEqual([]);
    const visitors = burst(200, 2, 2).map((part, i) => ({ ...part, session: `s${i}` }));
    expect(find(visitors)).toEqual([]);
    expect(counted(burst(200, 2, 2, { session: 'import' }))).toBe(200);
  });

  test('a program that names itself as the user is no person; each has its own bursts', () => {
    expect(counted(burst(40, 2, 15, { user: 'svc-catalog' }))).toBe(40);
    const two = burst(24, 2, 2).map((part, i) => ({ ...part, user: `svc-${i % 2}` }));
    expect(find(two)).toEqual([]);
  });

  test('calls that neither feature nor prompt tells apart are no use of a model', () => {
    expect(find(burst(40, 2, 2, { prompt: -1 }))).toEqual([]);
    expect(counted(burst(40, 2, 2, { prompt: -1, feature: 'items' }))).toBe(40);
  });
});

describe('conversations', () => {
  test('calls whose answer stands in a later prompt, and those prompts, are turns', () => {
    const turns = burst(40, 2, 2).flatMap((part, i) => [
      part,
      { ...part, time: part.time! + 60_000, prompt: nodes[400 + i]! },
    ]);
    expect(find(turns)).toEqual([]);
  });

  test('a few that went on are taken out, the others stay', () => {
    const later = burst(5, 3, 2).map((part, i) => ({ ...part, prompt: nodes[400 + i]! }));
    expect(counted([...burst(40, 2, 2), ...later])).toBe(35);
    expect(find([...burst(24, 2, 2), ...later])).toEqual([]);
  });

  test('examples in a prompt are no conversation', () => {
    const examples = burst(40, 2, 2).map((part, i) => ({ ...part, prompt: nodes[400 + i]! }));
    expect(counted(examples)).toBe(40);
  });
});
