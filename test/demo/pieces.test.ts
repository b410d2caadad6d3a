import { expect, test } from 'vitest';
import { inPieces } from '../../src/demo/demo-log.ts';

test('a log comes in pieces, since a long one is longer than any string', () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `${i} ${'x'.repeat(1000)}`);
  const pieces = [...inPieces(lines)];
  expect(pieces.length).toBeGreaterThan(3);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2 ** 21);
  expect(pieces.join('')).toBe(`${lines.join('\n')}\n`);
});

test('a short one is one piece, none is nothing', () => {
  expect([...inPieces(['a', 'b'])]).toEqual(['a\nb\n']);
  expect([...inPieces([])]).toEqual([]);
});
