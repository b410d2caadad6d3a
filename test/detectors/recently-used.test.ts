import { expect, test } from 'vitest';
import { RecentlyUsed } from '../../src/detectors/recently-used.ts';

test('the longest unused goes first, the latest always stays', () => {
  const kept = new RecentlyUsed<string>(5, (value) => value.length);
  kept.put(1, 'aa');
  kept.put(2, 'bb');
  kept.put(1, kept.take(1)!);
  kept.put(3, 'cc');
  expect([1, 2, 3].filter((key) => kept.has(key))).toEqual([1, 3]);
  kept.put(4, 'longer than all');
  expect([1, 2, 3, 4].filter((key) => kept.has(key))).toEqual([4]);
  kept.put(5, 'e');
  expect([4, 5].filter((key) => kept.has(key))).toEqual([5]);
  expect(kept.take(5)).toBe('e');
  expect(kept.take(5)).toBeUndefined();
});
