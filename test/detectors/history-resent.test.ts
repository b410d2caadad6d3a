import { describe, expect, test } from 'vitest';
import type { Models } from '../../src/contracts/models.ts';
import { Random } from '../../src/demo/random.ts';
import { historyResent } from '../../src/detectors/history-resent.ts';
import type { Segment } from '../../src/model/segment.ts';
import { inOrder } from '../support/calls.ts';
import { assistant, promptTrie, system, user } from '../support/prompts.ts';
import { avoidable, type FoundGroup, models, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

/** Cached tokens cost a tenth; `auto` caches by itself in steps of 128, `paid` for a write of 1.25, `plain` not at all. */
const priced: Models = {
  ...models,
  info: (model, provider) =>
    model === 'unknown'
      ? undefined
      : {
          ...models.info('gpt-4.1', provider, 0)!,
          id: model,
          tokenizerFamily: model === 'paid' ? 'claude' : 'o200k_base',
          cacheMinTokens: 1024,
          cacheStepTokens: model === 'auto' ? 128 : 1,
        },
  cost: ({ model, usage }) => {
    if (model === 'unknown' || (model === 'plain' && usage.cacheRead > 0)) return Number.NaN;
    if (model === 'auto' && usage.cacheWrite5m + usage.cacheWrite1h > 0) return Number.NaN;
    return (
      usage.input +
      usage.cacheRead / 10 +
      usage.cacheWrite5m * 1.25 +
      usage.cacheWrite1h * 2 +
      usage.output * 4
    );
  },
};

const rules = system('You talk.');
const MINUTE = 60_000;
const START = Date.UTC(2026, 8, 1);
/** Any call that reads from a cache shows that this log would tell. */
const telling: Asked = { segments: [user('?')], model: 'auto', usage: { input: 10, cacheRead: 2048 } };

interface Asked extends Parts {
  readonly segments: readonly Segment[];
}

/** The prompts of a conversation: questions and answers one after another, the first `turns` of them. */
function talk(turns: number, head: readonly Segment[] = [rules], name = 'q'): Segment[][] {
  const pairs = Array.from({ length: turns }, (_, i) => [
    user(`${name} question ${i}`),
    assistant(`Answer ${i}`),
  ]);
  return pairs.map((_, i) => [...head, ...pairs.slice(0, i).flat(), user(`${name} question ${i}`)]);
}

function find(asked: readonly Asked[], settings = {}): FoundGroup[] {
  const { prompts, nodes } = promptTrie(asked.map(({ segments }) => segments));
  const parts = asked.map(({ segments: _segments, ...part }, i) => ({
    model: 'paid',
    feature: 'talks',
    ...part,
    prompt: nodes[i]!,
  }));
  return runDetector(historyResent, inOrder(parts), prompts, settings, priced);
}

/** Turn by turn of 2,000, 4,000, 6,000 ... tokens, a minute apart. */
const turns = (count: number, part: Parts = {}, head?: readonly Segment[], name?: string): Asked[] =>
  talk(count, head, name).map((segments, i) => ({
    segments,
    time: START + i * MINUTE,
    usage: { input: 2000 * (i + 1) },
    ...part,
  }));

/** Tokens of what stands before the conversation in a call that bills this many for its prompt. */
function headOf(segments: readonly Segment[], prompt: number): number {
  const { prompts, nodes } = promptTrie([segments]);
  return Math.ceil((prompts.tokens(prompts.template(nodes[0]!)) * prompt) / prompts.tokens(nodes[0]!));
}

test('what an earlier call sent is claimed at what the cache saves, less what its writes cost', () => {
  const asked = turns(3);
  const [group, ...others] = find(asked);
  expect(others).toEqual([]);
  expect(group!.review).toBe(false);
  const heads = asked.map(({ segments, usage }) => headOf(segments, usage!.input!));
  const resent = [2000 - heads[1]!, 4000 - heads[2]!];
  expect([...group!.waste]).toEqual([
    [1, { input: resent[0] }],
    [2, { input: resent[1] }],
  ]);
  // Written once each: the first prompt's messages, then what is new in the second and in the third.
  const written = 2000 - heads[0]! + 2000 + 2000;
  const gross = 0.9 * (resent[0]! + resent[1]!);
  const share = 0.9 * (1 - (0.25 * written) / gross);
  expect(group!.saved.get(1)).toBeCloseTo(share, 10);
  expect(group!.saved.get(2)).toBeCloseTo(share, 10);
  expect(group!.columns).toMatchObject({
    kind: 'cacheable',
    model: 'paid',
    conversations: 1,
    turns: 3,
    mostTurns: 3,
    resent: resent[0]! + resent[1]!,
    truncated: 0,
  });
  expect(group!.fix).toContain('cache_control');
});

test('automatic caches write for nothing and serve whole steps', () => {
  const asked = turns(2, { model: 'auto' });
  const [group] = find([telling, ...asked]);
  expect(group!.review).toBe(false);
  const head = headOf(asked[1]!.segments, 4000);
  expect([...group!.waste]).toEqual([[2, { input: 1920 - head }]]);
  expect(group!.saved.get(2)).toBeCloseTo(0.9, 10);
  expect(group!.fix).toContain('prompt_cache_key');
});

describe('no waste', () => {
  test('first turns, and prompts that only begin alike', () => {
    expect(find(turns(1))).toEqual([]);
    const shared = [user('The same long text.')];
    const asked = [[], [user('One?')], [user('Two?')]].map((rest, i) => ({
      segments: [rules, ...shared, ...rest],
      time: START + i * MINUTE,
      usage: { input: 3000 },
    }));
    expect(find(asked)).toEqual([]);
  });
  test('examples of answers that no call of this log got', () => {
    const shots = [user('In?'), assistant('Out.'), user('In again?'), assistant('Out again.')];
    const asked = Array.from({ length: 9 }, (_, i) => ({
      segments: [rules, ...shots, user(`Real ${i}`)],
      usage: { input: 90_000 },
    }));
    expect(find(asked)).toEqual([]);
  });
  test('a history that was read from or written to the cache', () => {
    const read = turns(3).map((call, i) => ({
      ...call,
      usage: { input: 100, cacheRead: 2000 * (i + 1) - 100 },
    }));
    const written = turns(3).map((call, i) => ({
      ...call,
      usage: { input: 100, cacheWrite5m: 2000 * (i + 1) - 100 },
    }));
    expect(find(read)).toEqual([]);
    expect(find(written)).toEqual([]);
  });
  test('a prefix below the minimum, or little sent again', () => {
    const sized = (first: number) =>
      turns(2, {}, []).map((call, i) => ({
        ...call,
        model: 'auto',
        usage: { input: i === 0 ? first : 8000 },
      }));
    expect(find([telling, ...sized(1023)])).toEqual([]);
    expect(avoidable(find([telling, ...sized(1024)]))).toEqual([2]);
    expect(find([telling, ...sized(1024)], { minTokens: 1100 })).toEqual([]);
  });
  test("calls answered by the caller's own cache, without usage, or without a time", () => {
    expect(find(turns(2, { cacheHit: true }))).toEqual([]);
    expect(find(turns(2, { usage: { input: 0 } }))).toEqual([]);
    expect(find(turns(2, { time: Number.NaN }), { keepTokens: 0 })).toEqual([]);
  });
  test('conversations whose writes cost more than their reads save', () => {
    const single = Array.from({ length: 20 }, (_, i) => turns(1, {}, [rules], `other ${i}`)).flat();
    expect(avoidable(find(turns(3)))).toEqual([1, 2]);
    expect(find([...single, ...turns(3)])).toEqual([]);
    const unwritten = single.map((call) => ({ ...call, usage: { input: 1000 } }));
    expect(find([...turns(3), ...unwritten])[0]!.saved).toEqual(find(turns(3))[0]!.saved);
  });
  test('a model without a known price', () => {
    expect(find(turns(3, { model: 'unknown' }), { keepTokens: 0 })).toEqual([]);
  });
});

describe('under review', () => {
  const only = (groups: readonly FoundGroup[]) => {
    expect(groups.map(({ review }) => review)).toEqual([true]);
    return groups[0]!;
  };

  test('a gap beyond the lifetime: what truncation would leave out', () => {
    const late = (call: Asked, i: number) => ({ ...call, time: START + i * 5.5 * MINUTE });
    const slow = turns(2, { usage: { input: 20_000 } }).map(late);
    const group = only(find(slow));
    expect(group.columns.kind).toBe('too late for the cache');
    const { input } = group.waste.get(1) as { input: number };
    expect(input).toBe((group.columns.resent as number) - 8000);
    expect(group.saved.get(1)).toBe(1);
    expect(only(find(slow, { keepTokens: 0 })).columns.truncated).toBe(group.columns.resent);
    expect(find(slow, { keepTokens: 20_000 })).toEqual([]);
  });
  test('the lifetime of automatic caches is an option, and renewed by each use', () => {
    const slow = turns(2, { model: 'auto' }).map((call, i) => ({ ...call, time: START + i * 8 * MINUTE }));
    expect(avoidable(find([telling, ...slow]))).toEqual([]);
    expect(avoidable(find([telling, ...slow], { lifetime: 8 }))).toEqual([2]);
    const [first, second] = turns(2, { model: 'auto' });
    const again = [
      first!,
      second!,
      { ...second!, time: START + 5 * MINUTE },
      { ...second!, time: START + 9 * MINUTE },
    ];
    expect(avoidable(find([telling, ...again]))).toEqual([2, 3, 4]);
  });
  test('another model', () => {
    const mixed = turns(2, { usage: { input: 20_000 } }).map((call, i) => ({
      ...call,
      model: i === 0 ? 'auto' : 'paid',
    }));
    expect(only(find(mixed)).columns.kind).toBe('other model');
  });
  test('a model that has no price for cached tokens', () => {
    expect(only(find(turns(2, { model: 'plain', usage: { input: 20_000 } }))).columns.kind).toBe(
      'no cache price',
    );
  });
  test('a beginning that changes from turn to turn', () => {
    const dated = talk(3).map((segments, i) => ({
      segments: [system(`It is ${i} o'clock.`), ...segments.slice(1)],
      time: START + i * MINUTE,
      usage: { input: 20_000 },
    }));
    const group = only(find(dated));
    expect(group.columns).toMatchObject({ kind: 'changed beginning', conversations: null });
    expect([...group.waste.keys()]).toEqual([1, 2]);
  });
  test('usage counted from the text knows nothing of caching', () => {
    expect(only(find(turns(3, { usageBasis: 'estimated' }))).columns.kind).toBe(
      'cacheable, usage not logged',
    );
  });
  test('an automatic cache in a log that never tells of caching', () => {
    const group = only(find(turns(3, { model: 'auto' })));
    expect(group.columns.kind).toBe('cacheable, caching not logged');
    expect(avoidable(find([telling, ...turns(3, { model: 'auto' })]))).toEqual([2, 3]);
  });
});

test('groups are by feature, or template, and by model; ids are made of names', () => {
  const asked = [
    ...turns(2, {}, [rules], 'a'),
    ...turns(2, { feature: 'chat' }, [rules], 'b'),
    ...turns(2, { feature: '' }, [rules], 'c'),
  ].sort((a, b) => a.time! - b.time!);
  const groups = find(asked);
  expect(groups.map(({ id }) => id).slice(0, 2)).toEqual([
    'cacheable/feature/talks/openai/paid',
    'cacheable/feature/chat/openai/paid',
  ]);
  expect(groups[2]!.label).toContain('You talk.');
});

test('random conversations: claims are what a slow replay of the log finds', () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = new Random(seed);
    const asked: Asked[] = [telling];
    const open = Array.from({ length: 4 }, (_, c) =>
      talk(6, random.next() < 0.5 ? [rules] : [], `talk ${c}`),
    );
    const next = open.map(() => 0);
    let time = START;
    for (let i = 0; i < 16; i++) {
      const c = random.between(0, 3);
      const turn = next[c]!;
      if (turn === 6) continue;
      next[c] = turn + 1;
      time += random.between(0, 3) * MINUTE;
      asked.push({
        segments: open[c]![turn]!,
        model: 'auto',
        time,
        usage: { input: 900 * (turn + 1) + random.between(0, 300) },
      });
    }
    const expected = asked.map((call, i) => {
      const text = JSON.stringify(call.segments).slice(0, -1);
      const earlier = asked
        .slice(0, i)
        .filter(({ segments }) => text.startsWith(`${JSON.stringify(segments).slice(0, -1)},`));
      const last = earlier.at(-1);
      if (last === undefined || call.time! - last.time! > 5 * MINUTE) return 0;
      const prefix = Math.min(last.usage!.input!, call.usage!.input!);
      const cached = prefix < 1024 ? 0 : prefix - (prefix % 128);
      const tokens = cached - headOf(call.segments, call.usage!.input!);
      return tokens < 200 ? 0 : tokens;
    });
    const claimed = asked.map(() => 0);
    for (const { waste, review } of find(asked)) {
      if (!review) for (const [i, part] of waste) claimed[i] = (part as { input: number }).input;
    }
    expect(claimed).toEqual(expected);
  }
});
