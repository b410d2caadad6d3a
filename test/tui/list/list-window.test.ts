import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIST_START, moveTo } from '../../../src/tui/list/list-window.ts';

test('the window moves no further than the cursor needs', () => {
  expect(moveTo({ cursor: 0, top: 0 }, 4, 100, 5)).toEqual({ cursor: 4, top: 0 });
  expect(moveTo({ cursor: 4, top: 0 }, 5, 100, 5)).toEqual({ cursor: 5, top: 1 });
  expect(moveTo({ cursor: 5, top: 1 }, 0, 100, 5)).toEqual({ cursor: 0, top: 0 });
});

test('a list that became shorter, or a screen that became higher, leaves no empty lines', () => {
  expect(moveTo({ cursor: 90, top: 88 }, 90, 50, 5)).toEqual({ cursor: 49, top: 45 });
  expect(moveTo({ cursor: 49, top: 45 }, 49, 50, 20)).toEqual({ cursor: 49, top: 30 });
});

test('the cursor is always a row that is shown, and every line of the window a row', () => {
  const any = fc.integer({ min: -10, max: 200 });
  fc.assert(
    fc.property(fc.array(any), fc.nat(100), fc.integer({ min: 1, max: 50 }), (moves, size, height) => {
      let at = LIST_START;
      for (const move of moves) {
        at = moveTo(at, move, size, height);
        expect(at.cursor).toBe(Math.max(0, Math.min(move, size - 1)));
        expect(at.top).toBeGreaterThanOrEqual(0);
        expect(at.cursor - at.top).toBeGreaterThanOrEqual(0);
        expect(at.cursor - at.top).toBeLessThan(height);
        expect(at.top + Math.min(height, size)).toBeLessThanOrEqual(Math.max(size, 0));
      }
    }),
  );
});
