import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownIds, moved, toggled, wishedStrategies } from '../../../src/tui/what-if/wish-strategies.ts';

const known = ['a', 'b', 'c', 'd', 'e'];
const home = { strategies: ['a', 'b', 'd'], settings: {} };
const wish = (...strategies: string[]) => ({ strategies, settings: {} });

test('what the report replayed and the registry does not know stands where it stood', () => {
  expect(knownIds([{ id: 'a' }, { id: 'b' }], wish('x', 'a', 'y'))).toEqual(['x', 'a', 'y', 'b']);
});

test('a strategy that is switched on goes to its place among the others, whatever their order', () => {
  expect(toggled(wish('a', 'd'), 'b', known).strategies).toEqual(['a', 'b', 'd']);
  expect(toggled(wish('d', 'b'), 'c', known).strategies).toEqual(['d', 'b', 'c']);
  expect(toggled(wish('d', 'b'), 'a', known).strategies).toEqual(['a', 'd', 'b']);
  expect(toggled(wish('a', 'b'), 'b', known).strategies).toEqual(['a']);
});

test('toggling twice changes nothing as long as the order is that of the registry', () => {
  fc.assert(
    fc.property(fc.subarray(known), fc.constantFrom(...known), (ids, id) => {
      const once = toggled(wish(...ids), id, known);
      expect(toggled(once, id, known).strategies).toEqual(ids);
    }),
  );
});

test("the report's own strategies keep their row when they are off; others that are off stand below", () => {
  const ids = (...on: string[]) => wishedStrategies(wish(...on), known, home).map(({ id }) => id);
  expect(ids('a', 'b', 'd')).toEqual(['a', 'b', 'd', 'c', 'e']);
  expect(ids('a', 'd')).toEqual(['a', 'b', 'd', 'c', 'e']);
  expect(ids('d')).toEqual(['a', 'b', 'd', 'c', 'e']);
  expect(ids('d', 'e')).toEqual(['a', 'b', 'd', 'e', 'c']);
  expect(wishedStrategies(wish('a'), known, home).filter(({ isBelow }) => isBelow)).toHaveLength(2);
});

test('every strategy is in the list once, and those that are on in their order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(known), (on) => {
      const list = wishedStrategies(wish(...on), known, home);
      expect(list.map(({ id }) => id).sort()).toEqual(known);
      expect(list.filter(({ isOn }) => isOn).map(({ id }) => id)).toEqual(on);
    }),
  );
});

test('a strategy moves past its neighbour, and not past the ends', () => {
  expect(moved(wish('a', 'b', 'd'), 'b', -1)?.strategies).toEqual(['b', 'a', 'd']);
  expect(moved(wish('a', 'b', 'd'), 'b', 1)?.strategies).toEqual(['a', 'd', 'b']);
  expect(moved(wish('a', 'b'), 'a', -1)).toBeUndefined();
  expect(moved(wish('a', 'b'), 'b', 1)).toBeUndefined();
  expect(moved(wish('a', 'b'), 'c', 1)).toBeUndefined();
});
