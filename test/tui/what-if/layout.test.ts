import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whatIfLayout } from '../../../src/tui/what-if/layout.ts';

test('a small screen shows most of a list and some options, a large one the whole list', () => {
  expect(whatIfLayout(80, 20, 16)).toMatchObject({ list: 9, panel: 8, hasNotesBeside: false });
  expect(whatIfLayout(160, 46, 16)).toMatchObject({ list: 16, panel: 27, hasNotesBeside: true });
});

test('the parts fill the height and no more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 90 }), fc.integer({ min: 2, max: 40 }), (height, rows) => {
      const { list, panel } = whatIfLayout(80, height, rows);
      expect(list + panel).toBe(height - 3);
      expect(list).toBeGreaterThan(0);
      expect(panel).toBeGreaterThanOrEqual(0);
    }),
  );
});
