import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownName, markdownText } from '../../../src/report/markdown/markdown-text.ts';
import { safeText } from '../../../src/report/safe-text.ts';
import { HOSTILE } from './hostile-names.ts';
import { kindsOf, plainText } from './parsed-markdown.ts';

/** All that a name may become. */
const INERT = ['codespan', 'escape', 'paragraph', 'space', 'text'];

/** Spaces are one where prose is wrapped. */
const flat = (text: string): string => text.replace(/[\p{Zs}]+/gu, ' ').trim();

/** Prose has code in backticks, which become code; a backtick that is left says as little as one that is gone. */
const withoutTicks = (text: string): string => flat(text.replaceAll('`', ''));

describe.each(HOSTILE)('%j', (hostile) => {
  const sent = flat(safeText(hostile));

  test.each([
    ['as prose', markdownText(hostile, 20_000), withoutTicks(sent)],
    ['as a name', markdownName(hostile, 20_000), sent],
    [
      'in a sentence',
      `It is ${markdownText(`${hostile} and more`, 20_000)}`,
      withoutTicks(`It is ${sent} and more`),
    ],
  ])('%s comes back as the same text and nothing else', (how, markdown, expected) => {
    expect(markdown).not.toContain('\n');
    expect(kindsOf(markdown).filter((kind) => !INERT.includes(kind))).toEqual([]);
    const read = flat(plainText(markdown));
    expect(how === 'as a name' ? read : withoutTicks(read)).toBe(expected);
  });
});

test('any text comes back as the same text and nothing else', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(...'`|\\*_[]()<>&#@!~$:/.- \t\n"\'=+^{}'.split('')),
    fc.constantFrom(
      'http://a.bc',
      'www.a.bc',
      '<b>',
      '&amp;',
      '](x)',
      '![',
      '1.',
      '- ',
      'a@b.cd',
      '``',
      '\\|',
    ),
  );
  const noSpace = (text: string): string => text.replace(/[\p{Zs}]/gu, '');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      const [prose, name] = [markdownText(text), markdownName(text, 600)];
      for (const markdown of [prose, name, `${prose} ${name} ${prose}`]) {
        expect(kindsOf(markdown).filter((kind) => !INERT.includes(kind))).toEqual([]);
      }
      expect(noSpace(plainText(name))).toBe(noSpace(safeText(text)));
      expect(withoutTicks(noSpace(plainText(prose)))).toBe(withoutTicks(noSpace(safeText(text))));
    }),
    { numRuns: 500 },
  );
});

test('what platforms link in finished pages stands in code, where they do not look', () => {
  for (const name of [
    '@octocat',
    '#123',
    'acme/app#12',
    'GH-12',
    '!45',
    '~bug',
    'da39a3ee5e6b',
    ':smile:',
    '$x$',
  ]) {
    expect(markdownText(`by ${name} today`), name).toBe(
      name === ':smile:' ? 'by `:smile`: today' : `by \`${name}\` today`,
    );
  }
});

test('ordinary prose and figures are left as they are', () => {
  const prose =
    'Set the limit to 2,000 tokens (93.4% of turns); it costs $1.20, not -$0.05: Retry-After, 14:05, "so-called" and/or.';
  expect(markdownText(prose)).toBe(prose);
  expect(markdownText('less than <0.1% or >-$3.00')).toBe('less than &#60;0.1% or &#62;-$3.00');
});

test('names of options and flags are code', () => {
  expect(markdownText('Give prices (--prices FILE) or cache_control.')).toBe(
    'Give prices (`--prices` FILE) or `cache_control`.',
  );
});

test('code in our own prose stays code, and what belongs together stays together', () => {
  expect(markdownText('Leave it out of `tools`, and set "cache_control": {"type": "ephemeral"} there.')).toBe(
    'Leave it out of `tools`, and set `"cache_control": {"type": "ephemeral"}` there.',
  );
});

test('a command line in our own prose is one piece of code, and plain words beside it are none', () => {
  expect(markdownText('See `llm-cost simulate --strategies router`, for 5 days.')).toBe(
    'See `llm-cost simulate --strategies router`, for 5 days.',
  );
  expect(markdownText('[user] `days` of (`24 hours`) x_y')).toBe('`[user]` `days` of (`24 hours`) `x_y`');
});

test('a long name is cut, also one whose characters take no columns', () => {
  expect(markdownName('x'.repeat(10_000), 20)).toBe(`\`${'x'.repeat(19)}…\``);
  expect(markdownName('\u1100'.repeat(10_000), 20).length).toBeLessThan(100);
  expect(markdownText('e\u0301\u0301\u0301\u0301\u0301'.repeat(10_000), 20).length).toBeLessThan(200);
});
