import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeText, textWidth } from '../../../src/report/safe-text.ts';
import { fittingColumns, listLine, widest } from '../../../src/tui/list/list-columns.ts';

const COLUMNS = [
  { label: 'name' },
  { label: 'calls', width: 9, align: 'right', drop: 2 },
  { label: 'tokens', width: 9, align: 'right', drop: 1 },
  { label: 'cost', width: 11, align: 'right' },
] as const;

test('the open column takes what the others leave', () => {
  expect(fittingColumns(COLUMNS, 80).map(({ size }) => size)).toEqual([45, 9, 9, 11]);
});

test('when the open column would be narrow, columns go, the least needed first', () => {
  expect(fittingColumns(COLUMNS, 50).map(({ label }) => label)).toEqual(['name', 'tokens', 'cost']);
  expect(fittingColumns(COLUMNS, 30).map(({ label }) => label)).toEqual(['name', 'cost']);
});

test('figures stand on the right, and cut texts say so', () => {
  expect(listLine(fittingColumns(COLUMNS, 34), ['a name that is too long for it', '1', '2', '$3.00'])).toBe(
    'a name that is too l…        $3.00',
  );
});

test('a line is as wide as asked, whatever stands in its cells', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }),
      fc.integer({ min: 34, max: 120 }),
      (cells, width) => {
        expect(textWidth(listLine(fittingColumns(COLUMNS, width), cells))).toBe(width);
      },
    ),
  );
});

test('the widest of some texts is measured as it is shown', () => {
  expect(widest(['ab', '日本', 'a\tb'], 3)).toBe(4);
  expect(widest(['a\u202eb'])).toBe(textWidth(safeText('a\u202eb')));
});
