import { expect, test } from 'vitest';
import { moveKeys } from '../../../src/tui/keys/move-keys.ts';

test.each([
  ['down', 1, 51],
  ['j', 30, 80],
  ['up', 200, -150],
  ['pagedown', 2, 70],
  ['ctrl-b', 1, 40],
  ['home', 1, 0],
  ['G', 1, 99],
])('%s pressed %d times goes from line 50 to %d', (key, times, to) => {
  const went: number[] = [];
  const moves = moveKeys('move', { at: 50, last: 99, page: 10 }, (at) => went.push(at));
  moves.find(({ keys }) => keys.includes(key))!.run(key, times);
  expect(went).toEqual([to]);
});
