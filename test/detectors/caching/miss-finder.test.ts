import { expect, test } from 'vitest';
import { assistant, promptTrie, system, user } from '../../support/prompts.ts';
import { prose } from './cache-models.ts';
import { ask, auto, causes, DESK, FIXED, run } from './miss-log.ts';

const HEAD = promptTrie([[DESK]]);
const SIZE = HEAD.prompts.tokens(HEAD.nodes[0]!);
/** What an automatic cache serves of the fixed part, in its steps. */
const SERVED = SIZE - (SIZE % 128);

test('an automatic cache that serves four calls of five works: the others are for review', () => {
  const parts = (misses: number) =>
    Array.from({ length: 12 }, (_, i) =>
      ask(i, { ...auto, usage: { cacheRead: i === 0 || i > 11 - misses ? 0 : SERVED } }),
    );
  expect(run(parts(2)).groups.map(({ review }) => review)).toEqual([true]);
  expect(run(parts(3)).groups.map(({ review }) => review)).toEqual([false]);
});

test('what is billed beyond the text (images) makes no prefix longer', () => {
  const short = system(prose(500));
  const parts = [0, 1, 2].map((i) => ask(i, { says: [short, user(`Question ${i}`)] }));
  expect(run(parts, {}, 2000).groups).toEqual([]);
  const long = run(
    [0, 1, 2].map((i) => ask(i)),
    {},
    5000,
  );
  expect([...long.groups[0]!.waste.values()]).toEqual([{ input: long.fixed }, { input: long.fixed }]);
});

test('names in front of equal text, who come again after the lifetime: to move them is better than to keep prompts longer', () => {
  const parts = Array.from({ length: 12 }, (_, i) =>
    ask(i, {
      ...auto,
      at: 3 * i,
      says: [system(`You talk with ${['Anna', 'Ben', 'Eva'][i % 3]}.\n\n${FIXED}`), user(`Question ${i}`)],
      usage: { cacheRead: i === 5 ? 1024 : 0 },
    }),
  );
  expect(causes(run(parts).groups)).toEqual(['varying text']);
});

test('one call behind other text may be the first of a new version', () => {
  const says = (i: number) => [
    system(`Version ${i < 3 ? 'one' : 'two'}.\n\n${FIXED}`),
    user(`Question ${i}`),
  ];
  const parts = [0, 1, 2, 3, 4, 5].map((i) =>
    ask(i, { ...auto, says: says(i), usage: { cacheRead: i % 3 === 0 ? 0 : SERVED } }),
  );
  expect(run(parts).groups).toEqual([]);
});

test('a conversation outgrows the minimum by itself', () => {
  const parts = Array.from({ length: 11 }, (_, i) => {
    const opening = [system('Help.'), user(`Case ${i}. ${prose(530)}`)];
    return [
      ask(i, { ...auto, says: opening }),
      ask(i, { ...auto, says: [...opening, assistant(prose(300)), user('Why?')] }),
      ask(i, {
        ...auto,
        says: [...opening, assistant(prose(300)), user('Why?'), assistant('So.'), user('How?')],
      }),
    ];
  }).flat();
  const short = run(parts).groups.filter(({ columns }) => columns.cause === 'below the minimum');
  expect(short.map(({ columns }) => columns.where)).toEqual([]);
});
