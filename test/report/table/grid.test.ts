import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth } from '../../../src/report/safe-text.ts';
import { type GridColumn, grid } from '../../../src/report/table/grid.ts';

const columns: GridColumn[] = [
  { label: 'name', min: 6 },
  { label: 'calls', align: 'right', drop: 1 },
  { label: 'cost', align: 'right' },
];
const rows = [
  ['模型-a', '12', '$1.00'],
  ['a rather long name', '1,234', '$12.00'],
];

test('columns are as wide as their widest cell', () => {
  expect(grid(columns, rows, 60)).toEqual([
    'name                calls    cost',
    '模型-a                 12   $1.00',
    'a rather long name  1,234  $12.00',
  ]);
});

test('a column with a minimum is cut before any is dropped', () => {
  expect(grid(columns, rows, 25)).toEqual([
    'name        calls    cost',
    '模型-a         12   $1.00',
    'a rather …  1,234  $12.00',
  ]);
});

test('then columns are dropped, the highest number first', () => {
  expect(grid(columns, rows, 18)).toEqual(['name          cost', '模型-a       $1.00', 'a rather …  $12.00']);
});

test('whatever the cells, no line is too wide and every line is aligned', () => {
  const cellOf = fc.string({ unit: fc.constantFrom('a', '模', ' ', 'é'), maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cellOf, cellOf, cellOf), { maxLength: 6 }),
      fc.integer({ min: 12, max: 90 }),
      (cells, width) => {
        for (const line of grid(columns, cells, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
