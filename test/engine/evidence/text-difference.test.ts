import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textDifference } from '../../../src/engine/evidence/text-difference.ts';

const marked = (before: string, after: string) =>
  textDifference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join('');

test('words that changed, whole words only', () => {
  expect(marked('Today is Monday, be kind.', 'Today is Tuesday, be kind.')).toBe(
    'Today is [-Monday-]{+Tuesday+}, be kind.',
  );
});

test('a text that only grew', () => {
  expect(marked('Sum 3 and 4', 'Sum 3 and 4 please')).toBe('Sum 3 and 4{+ please+}');
  expect(marked('', 'All of it')).toBe('{+All of it+}');
  expect(marked('All of it', '')).toBe('[-All of it-]');
});

test('equal texts have no difference', () => {
  expect(textDifference('a b', 'a b')).toEqual([{ kind: 'same', text: 'a b' }]);
  expect(textDifference('', '')).toEqual([]);
});

test('of long equal text only what stands beside a difference is kept', () => {
  const long = 'word '.repeat(1000);
  const parts = textDifference(`${long}old ${long}`, `${long}new ${long}`);
  expect(parts.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
  for (const { text } of parts) expect(text.length).toBeLessThan(100);
});

test('lines are compared where there are many', () => {
  const lines = (word: string) => Array.from({ length: 60 }, (_, i) => `${word} ${i * 7919}`);
  const before = ['x', ...lines('line'), 'y'].join('\n');
  const after = ['z', ...lines('line').filter((_, i) => i !== 30), 'w'].join('\n');
  expect(textDifference(before, after)).toContainEqual({ kind: 'removed', text: 'line 237570\n' });
});

test('texts with nothing in common are shown whole, cut, and cost no quadratic time', () => {
  const start = performance.now();
  const numbers = (seed: number) => Array.from({ length: 300_000 }, (_, i) => (i * seed) % 999_983).join(' ');
  const parts = textDifference(numbers(7919), numbers(104_729));
  expect(performance.now() - start).toBeLessThan(3000);
  expect(parts.filter(({ kind }) => kind !== 'same').map(({ kind }) => kind)).toEqual(['removed', 'added']);
  for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(601);
});

test('short texts: the old and the new one can be read off the parts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀', 'é'), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = textDifference(before, after);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
      for (const part of parts) expect(part.text).not.toMatch(/\p{Cs}/u);
    }),
  );
});
