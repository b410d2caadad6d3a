import { expect, test } from 'vitest';
import { RecentlyUsed } from '../../../src/patterns/attempts/recently-used.ts';

test('the longest unused goes first, the latest always stays', () => {
  const kept = new RecentlyUsed<string>(6, (value) => value.length);
  kept.put(1, 'a');
  kept.put(2, 'bb');
  kept.put(3, 'cc');
  kept.put(1, kept.take(1)!);
  expect([1, 2, 3].filter((key) => kept.has(key))).toEqual([1, 2, 3]);
  kept.put(4, 'dd');
  expect([1, 2, 3, 4].filter((key) => kept.has(key))).toEqual([1, 4]);
  kept.put(5, 'longer than all');
  expect([1, 4, 5].filter((key) => kept.has(key))).toEqual([5]);
  kept.put(6, 'f');
  expect([5, 6].filter((key) => kept.has(key))).toEqual([6]);
  expect(kept.take(6)).toBe('f');
  expect(kept.take(6)).toBeUndefined();
});
