import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutCommands } from '../../../../src/report/check/words/ci-commands.ts';

test.each([
  ['::error::x', '\\u{3a}:error::x'],
  ['  ::set-output name=a::b', '  \\u{3a}:set-output name=a::b'],
  ['a\n\u00a0\u3000::x::', 'a\n\u00a0\u3000\\u{3a}:x::'],
  ['\u001b[1m::x::', '\u001b[1m\\u{3a}:x::'],
  [':::note', '\\u{3a}::note'],
  ['a ##[error]b', 'a #\\u{23}[error]b'],
  ['###[group]', '##\\u{23}[group]'],
  ['##VSO[task.complete]', '#\\u{23}VSO[task.complete]'],
  ['std::vector ## [x] # ::', 'std::vector ## [x] # ::'],
])('%j', (text, expected) => {
  expect(withoutCommands(text)).toBe(expected);
});

describe('any text', () => {
  test('holds no command afterwards, and is the same when it is done again', () => {
    const parts = fc.constantFrom(
      ':',
      '::',
      '#',
      '##',
      '[',
      'vso',
      '\n',
      ' ',
      '\t',
      'x',
      '\u2003',
      '\u001b[31m',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (of) => {
        const text = withoutCommands(of.join(''));
        expect(text).not.toMatch(/##[a-z]*\[/i);
        for (const line of text.split('\n')) {
          expect(line.replace(/^(?:\s|\u001b\[\d*m)*/, '').startsWith('::')).toBe(false);
        }
        expect(withoutCommands(text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
