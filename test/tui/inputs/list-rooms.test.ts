import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listRooms } from '../../../src/tui/inputs/list-rooms.ts';

test('what all need is what they get', () => {
  expect(listRooms([2, 0, 1, 3], 0, 20)).toEqual([4, 1, 3, 5]);
});

test('the active list takes what is left first', () => {
  expect(listRooms([50, 50, 50, 50], 2, 20)).toEqual([4, 4, 8, 4]);
  expect(listRooms([50, 50, 0, 2], 1, 20)).toEqual([4, 11, 1, 4]);
});

test('on a low screen the others are titles, and the last go first', () => {
  expect(listRooms([50, 50, 50, 50], 0, 8)).toEqual([5, 1, 1, 1]);
  expect(listRooms([50, 50, 50, 50], 0, 5)).toEqual([4, 1, 0, 0]);
});

test('never more lines than there are', () => {
  const lists = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lists, fc.nat(5), fc.integer({ min: 4, max: 200 }), (sizes, at, height) => {
      const active = at % sizes.length;
      const rooms = listRooms(sizes, active, height);
      expect(rooms.reduce((sum, room) => sum + room, 0)).toBeLessThanOrEqual(height);
      expect(rooms[active]).toBeGreaterThan(0);
    }),
  );
});
