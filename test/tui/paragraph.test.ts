import { expect, test } from 'vitest';
import { textWidth } from '../../src/report/safe-text.ts';
import { named, paragraph } from '../../src/tui/paragraph.tsx';

test('a text is broken at spaces, and what does not fit is marked', () => {
  expect(paragraph('one two three four', 9, 5)).toEqual(['one two', 'three', 'four']);
  expect(paragraph('one two three four', 9, 2)).toEqual(['one two', 'three fo…']);
  expect(paragraph('', 9, 2)).toEqual([]);
  expect(paragraph('one', 0, 2)).toEqual([]);
});

test('a text of any length is shown at once, in its columns, harmless', () => {
  const lines = paragraph(`${'模型 '.repeat(50_000)}\u001b[2J`, 21, 3);
  expect(lines).toHaveLength(3);
  expect(lines.every((line) => textWidth(line) <= 21)).toBe(true);
  expect(paragraph('a\u001b[2Jb', 21, 3)).toEqual(['a␛[2Jb']);
});

test('lines of a named paragraph stand under its text', () => {
  expect(named('Fix', 'one two three', 12, 3).map(({ text }) => text)).toEqual([
    ' Fix one two',
    '     three',
  ]);
});
