import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth } from '../../src/report/safe-text.ts';
import { beside, exactly } from '../../src/tui/rows.tsx';

test('the right column begins in the same place, whatever stands left of it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.integer({ min: 1, max: 40 }),
      (texts, width) => {
        const left = [texts.map((text) => ({ text }))];
        const [row] = beside(left, [[{ text: '|' }], [{ text: '|' }]], width);
        const before = row!.slice(0, -1).map(({ text }) => text);
        expect(textWidth(before.join(''))).toBe(width);
        expect(row!.at(-1)!.text).toBe('|');
      },
    ),
  );
});

test('so many rows and no others', () => {
  const rows = [[{ text: 'a' }], [{ text: 'b' }]];
  expect(exactly(rows, 1)).toEqual([[{ text: 'a' }]]);
  expect(exactly(rows, 3)).toEqual([...rows, []]);
  expect(exactly(rows, -1)).toEqual([]);
});
