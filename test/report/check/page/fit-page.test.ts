import { expect, test } from 'vitest';
import { fitPage, type PageBlock } from '../../../../src/report/check/page/fit-page.ts';

const NOTE = 90;

const block = (name: string, rows: number, rank: number): PageBlock => ({
  ...{ head: [`<${name}>`], tail: [`</${name}>`], rowsLeftOut: 0, rank },
  rows: Array.from({ length: rows }, (_, i) => `${name}${i}`),
});

const line = (text: string): PageBlock => ({ head: [text], rows: [], tail: [], rowsLeftOut: 0, rank: 9 });

const fitted = (blocks: readonly PageBlock[], most: number): string =>
  fitPage(blocks, { most, size: (text) => text.length, whole: 'elsewhere is all' });

test('what fits is left as it is', () => {
  expect(fitted([line('a'), block('x', 2, 0), line('z')], 500)).toBe('a\n\n<x>\nx0\nx1\n</x>\n\nz\n');
});

test('rows of the lowest rank go first, the last of the longest list, and a list without rows goes as a whole', () => {
  const blocks = [line('a'), block('keep', 9, 1), block('x', 9, 0), block('y', 3, 0), line('z')];
  const cut = fitted(blocks, 215);
  expect(cut).toContain('keep8');
  expect(cut).toMatch(/<x>\nx0\n/);
  expect(cut).toMatch(/\*\d+ more lines are left out here for the length; elsewhere is all\.\*\n\nz\n$/);
  const shorter = fitted(blocks, 160);
  expect(shorter).not.toMatch(/<\/?[xy]>/);
  expect(shorter).toContain('keep7');
  expect(fitted(blocks, 0)).toBe(
    'a\n\n*21 more lines are left out here for the length; elsewhere is all.*\n\nz\n',
  );
});

test('rows that nobody made are counted too', () => {
  expect(fitted([line('a'), { ...block('x', 1, 0), rowsLeftOut: 7 }, line('z')], 500)).toContain(
    '*7 more lines',
  );
});

test.each([100, 137, 200, 333])('%s characters are never exceeded while rows are left', (most) => {
  const text = fitted([block('x', 40, 0), block('y', 40, 1), line('z')], most + NOTE);
  expect(text.length).toBeLessThanOrEqual(most + NOTE);
});
