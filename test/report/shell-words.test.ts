import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWords } from '../../src/report/shell-words.ts';

test.each([
  [['logs/a-1.jsonl', '--since', '7d'], 'logs/a-1.jsonl --since 7d'],
  [['a b', '', "it's", 'x=y'], `'a b' '' 'it'\\''s' 'x=y'`],
  [[], ''],
])('%j', (words, expected) => {
  expect(shellWords(words)).toBe(expected);
});

test('a shell reads the words that they were', () => {
  const word = fc.string({ unit: fc.constantFrom(...` a='"\\$\`!*?~;&|<>(){}[]#%@:,./-\n\té費`) });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
      const read = execFileSync('sh', ['-c', `printf '%s\\0' ${shellWords(words)}`], { encoding: 'utf8' });
      expect(read.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 30 },
  );
});
