import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textPattern } from '../../src/model/text-pattern.ts';

/** What a pattern means, as a regular expression says it. */
function reference(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[\\s\\S]*')}$`).test(text);
}

test('any pattern fits what the regular expression of it fits', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.', '\n'), maxLength: 7 });
  fc.assert(
    fc.property(part, part, (pattern, text) => {
      const plain = text.replaceAll('*', '+');
      expect(textPattern(pattern)(plain)).toBe(reference(pattern, plain));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['search', 'search', true],
  ['search', 'Search', false],
  ['search', 'search-web', false],
  ['search-*', 'search-', true],
  ['*', '', true],
  ['', '', true],
  ['', 'x', false],
  ['a*a', 'a', false],
  ['a*b*a', 'aba', true],
  ['*b*b*', 'ab', false],
  ['[x].*', '[x].y', true],
])('%j and %j: %s', (pattern, text, fits) => {
  expect(textPattern(pattern)(text)).toBe(fits);
});

test('many stars over a long name take no longer than they should', () => {
  const fits = textPattern(`${'a*'.repeat(30)}b*a`);
  expect(fits('a'.repeat(1_000_000))).toBe(false);
  expect(fits(`${'a'.repeat(1_000_000)}ba`)).toBe(true);
});
