import { expect, test } from 'vitest';
import { assistant, system, tool, user } from '../support/prompts.ts';
import { prose } from './caching/cache-models.ts';
import { ask, auto, causes, DESK, FIXED, MINUTE, type Parts, run } from './caching/miss-log.ts';
import { avoidable } from './run-detector.ts';

const three = [0, 1, 2].map((i) => ask(i));

test('an equal prefix that nobody asked to cache: all but the first, the first reader paying the write', () => {
  const { groups, fixed } = run(three);
  expect(causes(groups)).toEqual(['caching not asked for']);
  expect([...groups[0]!.waste]).toEqual([
    [1, { input: fixed }],
    [2, { input: fixed }],
  ]);
  // A read saves 9 of 10; the write costs 2.5 of 10 more, once.
  expect(groups[0]!.saved.get(1)).toBeCloseTo(0.9 - 0.25, 6);
  expect(groups[0]!.saved.get(2)).toBeCloseTo(0.9, 6);
  expect(groups[0]!.kept).toEqual([0]);
  expect(groups[0]!.columns.missed).toBeCloseTo(2 / 3);
});

test.each<[string, Parts[]]>([
  ['longer apart than the lifetime and the hour', [0, 1, 2].map((i) => ask(i, { at: i * 61 }))],
  ['sent before the first answer began', [ask(0, { latencyMs: 5 * MINUTE }), ask(1)]],
  ['the first one failed', [ask(0, { failed: true }), ask(1)]],
  ['no time', three.map((part) => ({ ...part, time: Number.NaN }))],
  ['no price', three.map((part) => ({ ...part, model: 'unheard-of' }))],
  ['no price for cached tokens', three.map((part) => ({ ...part, model: 'bare' }))],
  ['batches', three.map((part) => ({ ...part, tier: 'batch' as const }))],
  ['answers from the own cache', three.map((part) => ({ ...part, cacheHit: true }))],
  ['another model', [ask(0), ask(1, { model: 'claude-other' })]],
  ['below the minimum', [0, 1, 2].map((i) => ask(i, { says: [system(prose(500)), user(`Question ${i}`)] }))],
  [
    'below the largest minimum where none is known',
    [0, 1, 2].map((i) =>
      ask(i, { model: 'claude-other', says: [system(prose(1500)), user(`Question ${i}`)] }),
    ),
  ],
  ['no prompt in common', [0, 1, 2].map((i) => ask(i, { says: [system(prose(2500, i + 2)), user('Why?')] }))],
])('no miss: %s', (_, parts) => {
  expect(avoidable(run(parts).groups)).toEqual([]);
});

test('what was read is no miss, and what was read of it is left out', () => {
  const { fixed } = run(three);
  expect(run([ask(0), ask(1, { usage: { cacheRead: fixed } })]).groups).toEqual([]);
  const half = Math.floor(fixed / 2);
  const { groups } = run([
    ask(0, { cacheTtl: '5m' }),
    ask(1, { cacheTtl: '5m', usage: { cacheRead: half } }),
  ]);
  expect(causes(groups)).toEqual(['breakpoint too early']);
  expect(groups[0]!.waste.get(1)).toEqual({ input: fixed - half });
});

test('less than minTokens, or than a tenth of the prefix, may be an error of the scale', () => {
  const { fixed } = run(three);
  const near = [ask(0), ask(1, { usage: { cacheRead: fixed - 255 } })];
  expect(run(near).groups).toEqual([]);
  expect(
    run([ask(0), ask(1, { usage: { cacheRead: Math.ceil(fixed * 0.91) } })], { minTokens: 1 }).groups,
  ).toEqual([]);
});

test('the history of a conversation is a prefix, too', () => {
  const first = [DESK, user('One?')];
  const second = [...first, assistant(prose(300, 9)), user('Two?')];
  const { groups, tokensOf } = run([ask(0, { says: first }), ask(1, { says: second })]);
  expect(groups[0]!.waste.get(1)).toEqual({ input: tokensOf(0) });
});

test('written again instead of read: the tokens were billed as writes', () => {
  const { fixed } = run(three);
  const { groups } = run([0, 1].map((i) => ask(i, { usage: { cacheWrite5m: fixed }, cacheTtl: '5m' })));
  expect(causes(groups)).toEqual(['identical, not served']);
  expect(groups[0]!.waste.get(1)).toEqual({ cacheWrite5m: fixed });
  // 12.5 became 1, and the first call's bill holds its write.
  expect(groups[0]!.saved.get(1)).toBeCloseTo(11.5 / 12.5, 6);
});

test('a gap between the lifetime and the hour: the hour is dearer to write, and pays from the second read on', () => {
  const { fixed } = run(three);
  const parts = [0, 20, 40].map((at, i) => ask(i, { at, usage: { cacheWrite5m: fixed }, cacheTtl: '5m' }));
  const { groups } = run(parts);
  expect(causes(groups)).toEqual(['gap longer than the lifetime']);
  // Written at 12.5, read at 1: 11.5 less the 10 by which the hour's write exceeds input.
  expect(groups[0]!.saved.get(1)).toBeCloseTo(1.5 / 12.5, 6);
  expect(groups[0]!.saved.get(2)).toBeCloseTo(11.5 / 12.5, 6);
  expect(groups[0]!.fix).toContain('"ttl": "1h"');
});

test('an hour that does not pay is not claimed', () => {
  // Plain input at 10 became 1, but the hour's write costs 10 more.
  expect(run([ask(0, { at: 0 }), ask(1, { at: 20 })]).groups).toEqual([]);
});

test('an automatic cache of which the log shows no read is for review; after a read it counts', () => {
  const silent = run([0, 1, 2].map((i) => ask(i, auto)));
  expect(silent.groups.map(({ review }) => review)).toEqual([true]);
  const steps = silent.fixed - (silent.fixed % 128);
  expect(silent.groups[0]!.waste.get(1)).toEqual({ input: steps });
  expect(silent.groups[0]!.saved.get(1)).toBeCloseTo(0.5, 6);
  const told = run([ask(0, auto), ask(1, auto), ask(2, { ...auto, usage: { cacheRead: steps } })]);
  expect(told.groups.map(({ review, basis }) => [review, basis])).toEqual([[false, 'measured']]);
  expect(avoidable(told.groups)).toEqual([1]);
});

test('usage that is not logged says nothing about the cache: review', () => {
  const { groups } = run(three.map((part) => ({ ...part, usageBasis: 'estimated' as const })));
  expect(groups.map(({ review, columns }) => [review, columns.cause])).toEqual([[true, 'usage not logged']]);
});

test('a model that changes within a session bills its history again', () => {
  const first = [system('Be brief.'), user(prose(6000, 5))];
  const says = [...first, assistant('Yes.'), user('And then?')];
  const parts = [
    ask(0, { says: first, session: 's', model: 'claude' }),
    ask(1, { says, session: 's', model: 'claude-other' }),
  ];
  const { groups, tokensOf } = run(parts);
  expect(causes(groups)).toEqual(['model changed']);
  expect(groups[0]!.waste.get(1)).toEqual({ input: tokensOf(0) });
  expect(run(parts.map((part) => ({ ...part, session: '' }))).groups).toEqual([]);
  expect(run(parts.map((part, i) => ({ ...part, session: `s${i}` }))).groups).toEqual([]);
});

const stamped = (i: number, before: string, after = FIXED): Parts =>
  ask(i, { ...auto, says: [system(`${before}\n\n${after}`), user(`Question ${'abcdefgh'[i]}`)] });

test.each<[string, (i: number) => string]>([
  ['date or time', (i) => `It is 2026-09-01 10:0${i}, a fine day at the desk.`],
  ['identifier', (i) => `Request 8f3a21c0-77e${i}-4c1a of the desk follows.`],
  ['varying text', (i) => `You talk to ${['Anna', 'Bert', 'Cleo'][i]} of the harbour office.`],
])('what varies in front of equal text: %s', (cause, before) => {
  const { groups, fixed } = run([0, 1, 2].map((i) => stamped(i, before(i))));
  expect(causes(groups)).toEqual([cause]);
  expect(groups[0]!.basis).toBe('estimated');
  expect([...groups[0]!.waste.keys()]).toEqual([1, 2]);
  const { input = 0 } = groups[0]!.waste.get(1) as { input?: number };
  expect(input % 128).toBe(0);
  expect(input).toBeGreaterThan(fixed - 128 - 100);
  expect(input).toBeLessThanOrEqual(fixed);
  expect(groups[0]!.columns).toMatchObject({ where: 'system prompt' });
  expect(groups[0]!.saved.get(1)).toBeCloseTo(0.5, 6);
});

test('no claim for what varies behind the fixed text, nor for a day that stays the same', () => {
  expect(avoidable(run([0, 1, 2].map((i) => stamped(i, FIXED, `It is 10:0${i}.`))).groups)).toEqual([]);
  expect(avoidable(run([0, 1, 2].map((i) => stamped(i, 'It is 2026-09-01.'))).groups)).toEqual([]);
});

test('what varies, but not within the lifetime', () => {
  expect(run([0, 1, 2].map((i) => ({ ...stamped(i, `It is 10:0${i}.`), at: 6 * i }))).groups).toEqual([]);
});

test('a varying part that is written to the cache each time: the write could have been a read', () => {
  const { fixed } = run([stamped(0, 'It is 10:00.')]);
  const parts = [0, 1].map((i) => ({
    ...stamped(i, `It is 10:0${i}.`),
    model: 'claude',
    provider: 'anthropic',
    usage: { cacheWrite5m: fixed },
  }));
  const { groups } = run(parts);
  expect(causes(groups)).toEqual(['date or time']);
  expect(Object.keys(groups[0]!.waste.get(1)!)).toEqual(['cacheWrite5m']);
  expect(groups[0]!.saved.get(1)).toBeCloseTo(11.5 / 12.5, 6);
});

test('the history behind a varying system prompt could be cached as well', () => {
  const opening = user(prose(400, 3));
  const turn = [system(`It is 10:00.\n\n${FIXED}`), opening];
  const next = [system(`It is 10:01.\n\n${FIXED}`), opening, assistant(prose(900, 4)), user('And?')];
  const last = [system(`It is 10:02.\n\n${FIXED}`), ...next.slice(1), assistant('No.'), user('Why?')];
  const { groups, tokensOf } = run([turn, next, last].map((says, i) => ask(i, { ...auto, says })));
  const { input = 0 } = groups[0]!.waste.get(2) as { input?: number };
  expect(input).toBeGreaterThan(tokensOf(1) - 128 - 100);
  expect(input).toBeLessThanOrEqual(tokensOf(1));
});

test('tools in another order, and content in another order', () => {
  const tools = Array.from({ length: 12 }, (_, i) =>
    tool({
      type: 'function',
      function: { name: `tool_${'abcdefghijkl'[i]}`, description: prose(120, i + 20) },
    }),
  );
  const shuffled = [tools, tools.toReversed(), [...tools.slice(6), ...tools.slice(0, 6)]];
  const ofTools = run(shuffled.map((list, i) => ask(i, { ...auto, says: [...list, user(`Question ${i}`)] })));
  expect(causes(ofTools.groups)).toEqual(['tools in another order']);
  expect(avoidable(ofTools.groups)).toEqual([1, 2]);
  const lines = FIXED.match(/.{1,400}/g)!.map(
    (line, i) => `${'abcdefghijklmnopqrstuvwxyz'[i % 26]}: ${line.trim()}`,
  );
  const orders = [lines, lines.toReversed(), [...lines.slice(9), ...lines.slice(0, 9)]];
  const ofLines = run(orders.map((order, i) => stamped(i, 'Facts:', order.join('\n'))));
  expect(causes(ofLines.groups)).toEqual(['same content in another order']);
});

test('retrieved passages are no template: what only some prompts share is not claimed', () => {
  const documents = Array.from({ length: 8 }, (_, i) => prose(500, i + 40));
  const parts = Array.from({ length: 12 }, (_, i) => {
    const picked = [documents[(i * 3) % 8], documents[(i * 5 + 1) % 8], documents[(i * 7 + 2) % 8]];
    return ask(i, {
      ...auto,
      says: [system('Answer from the documents.'), user(`${picked.join('\n\n')}\n\nQuestion ${i}`)],
    });
  });
  expect(avoidable(run(parts).groups)).toEqual([]);
  const inSystem = parts.map(({ says, ...part }, i) => {
    const passages = says[1]!.strings[0]!.split('\n\n').slice(0, 3).join('\n\n');
    return { ...part, says: [system(`Answer from these.\n\n${passages}`), user(`Question ${i}`)] };
  });
  const few = inSystem.filter((_, i) => i % 4 === 0);
  expect(avoidable(run(few).groups)).toEqual([]);
});

test('fixed instructions behind varying text in the message itself, once five messages have shown them', () => {
  const parts = Array.from({ length: 8 }, (_, i) =>
    ask(i, {
      ...auto,
      says: [system('Do as told.'), user(`Text: ${prose(60, i + 70)}\n\nRules:\n${FIXED}`)],
    }),
  );
  const { groups } = run(parts);
  expect(avoidable(groups)).toEqual([4, 5, 6, 7]);
  expect(groups[0]!.columns).toMatchObject({ cause: 'varying text', where: 'user message' });
});

test('a prefix a little below the minimum is named, without money', () => {
  const short = system(prose(530));
  const parts = Array.from({ length: 11 }, (_, i) =>
    ask(i, { cacheTtl: '5m', says: [short, user(`Question ${i}`)] }),
  );
  const { groups, fixed } = run(parts);
  expect(fixed).toBeLessThan(1024);
  expect(fixed).toBeGreaterThan(768);
  expect(groups.map(({ review, columns }) => [review, columns.cause])).toEqual([[true, 'below the minimum']]);
  expect([...groups[0]!.waste.values()]).toEqual(Array(10).fill({}));
  expect(groups[0]!.fix).toContain(`${1024 - fixed} more fixed tokens`);
  expect(run(parts.slice(0, 10)).groups).toEqual([]);
});

test('group ids are made of content and names', () => {
  const [group] = run(three.map((part) => ({ ...part, feature: 'desk' }))).groups;
  expect(group!.id).toBe('not-asked/feature/desk/anthropic/claude');
  const [other] = run(three).groups;
  expect(other!.id).toMatch(/^not-asked\/[0-9a-f]{32}\/anthropic\/claude$/);
});
