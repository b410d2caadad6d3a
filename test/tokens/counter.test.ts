import fc from 'fast-check';
import { getEncoding } from 'js-tiktoken';
import { describe, expect, test } from 'vitest';
import { loadCounter } from '../../src/tokens/counter.ts';
import { ENCODINGS } from '../../src/tokens/encodings.ts';
import { hostileText } from './hostile-text.ts';
import { sharedTexts } from './shared-texts.ts';

const LOGS = ['agent-sessions.jsonl.gz', 'chat-single-turn.jsonl.gz'].map(
  (name) => [name, sharedTexts(name)] as const,
);

describe.each(ENCODINGS)('%s', async (encoding) => {
  const reference = getEncoding(encoding);
  const counter = await loadCounter(encoding);
  const expected = (text: string) => reference.encode(text, [], []).length;

  test('is loaded once', async () => {
    expect(counter.encoding).toBe(encoding);
    expect(await loadCounter(encoding)).toBe(counter);
  });

  test('counts nothing in an empty text', () => {
    expect(counter.count('')).toBe(0);
  });

  test('counts special tokens as ordinary text', () => {
    for (const name of ['endoftext', 'fim_prefix', 'fim_middle', 'fim_suffix', 'endofprompt']) {
      const text = `a<|${name}|> <|${name}|><|${name}|>`;
      expect(counter.count(text)).toBe(expected(text));
      expect(counter.count(text)).toBeGreaterThan(6);
    }
  });

  test('counts a lone surrogate as the replacement character', () => {
    for (const text of [
      '\ud800',
      '\udc00',
      'a\ud83d',
      '\ud83d \ude00',
      '\ude00\ud83d',
      '\ud800'.repeat(50),
    ]) {
      expect(counter.count(text)).toBe(expected(text));
    }
  });

  test('counts random text as js-tiktoken does, on the first and on later sights', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tokens = expected(text);
        expect(counter.count(text)).toBe(tokens);
        expect(counter.count(text)).toBe(tokens);
      }),
      { numRuns: 400, seed: 3 },
    );
  });

  test('counts pieces too long for the short merge as js-tiktoken does', () => {
    const alphabet = fc.constantFrom(
      'ab',
      'abc',
      'etaoin',
      'XYZx',
      '=-#',
      ' ',
      '\n ',
      '中国人',
      '\u0301\u0300',
      '😀❤',
    );
    fc.assert(
      fc.property(alphabet, fc.array(fc.nat(), { minLength: 60, maxLength: 400 }), (letters, picks) => {
        const characters = [...letters];
        const text = picks.map((pick) => characters[pick % characters.length]).join('');
        expect(counter.count(text)).toBe(expected(text));
      }),
      { numRuns: 60, seed: 4 },
    );
  }, 60_000);

  test('counts a text of several windows as js-tiktoken does', () => {
    const words = ['one', ' two', " it's", ' 3', '.\n\n', '  ', ' déjà', '中文', '{"a":', ' 😀'];
    const text = Array.from({ length: 70_000 }, (_, i) => words[(i * i + (i >> 3)) % words.length]).join('');
    expect(counter.count(text)).toBe(expected(text));
  });

  for (const [name, texts] of LOGS) {
    test.skipIf(!texts)(
      `counts every string of ${name} as js-tiktoken does`,
      () => {
        const wrong = texts?.filter((text) => counter.count(text) !== expected(text));
        expect(wrong).toEqual([]);
      },
      60_000,
    );
  }
});

describe('unbroken text of a megabyte and more', async () => {
  const counter = await loadCounter('o200k_base');

  // The longest tokens of these are 8 letters, 128 blanks and one emoji; a quadratic merge would run into the time limit.
  test.each([
    ['letters', 'a', 2 ** 20, 2 ** 20 / 8],
    ['capitals', 'A', 2 ** 20, 2 ** 20 / 8],
    ['blanks', ' ', 2 ** 20, 2 ** 20 / 128],
    ['emoji', '\u{1f600}', 2 ** 18, 2 ** 18],
    ['digits', '7', 3 * 2 ** 18, 2 ** 18],
    ['letters beyond one merge', 'a', 5 * 2 ** 20, (5 * 2 ** 20) / 8],
  ])('%s', (_name, character, times, tokens) => {
    expect(counter.count(character.repeat(times))).toBe(tokens);
  });
});
