import { expect, test } from 'vitest';
import { likelyWishes } from '../../../src/tui/what-if/likely-wishes.ts';
import { optionRows } from '../../../src/tui/what-if/option-rows.ts';
import { wishedStrategies } from '../../../src/tui/what-if/wish-strategies.ts';
import { madeUpStrategies } from '../made-up-strategies.ts';

const known = ['cache', 'router', 'compression'];
const wish = { strategies: ['cache', 'router'], settings: {} };
const strategies = wishedStrategies(wish, known, wish);

test('first the switch under the cursor, then the option one step either way, then the neighbours', () => {
  const [info] = madeUpStrategies;
  const row = optionRows(info!, wish, wish).find(({ name }) => name === 'ttl')!;
  const wishes = likelyWishes(wish, { strategies, at: 0, option: { info: info!, row }, known });
  expect(wishes).toEqual([
    { strategies: ['router'], settings: {} },
    { ...wish, settings: { cache: { ttl: '7d' } } },
    { ...wish, settings: { cache: { ttl: '1h' } } },
    { strategies: ['cache'], settings: {} },
  ]);
});

test('nothing without strategies, and no option where none is chosen', () => {
  expect(likelyWishes(wish, { strategies: [], at: -1, option: undefined, known })).toEqual([]);
  const wishes = likelyWishes(wish, { strategies, at: 1, option: undefined, known });
  expect(wishes.map(({ strategies: ids }) => ids)).toEqual([
    ['cache'],
    ['cache', 'router', 'compression'],
    ['router'],
  ]);
});
