import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CL100K_PATTERN, cl100kEnd } from '../../src/tokens/split-cl100k.ts';
import { O200K_PATTERN, o200kEnd } from '../../src/tokens/split-o200k.ts';
import { P50K_PATTERN, p50kEnd } from '../../src/tokens/split-p50k.ts';
import { visitUtf8 } from '../../src/tokens/utf8-text.ts';
import { hostileText } from './hostile-text.ts';

const SPLITTERS = [
  ['o200k', O200K_PATTERN, o200kEnd],
  ['cl100k', CL100K_PATTERN, cl100kEnd],
  ['p50k', P50K_PATTERN, p50kEnd],
] as const;

type PieceEnd = (typeof SPLITTERS)[number][2];

function scanned(text: string, pieceEnd: PieceEnd, window?: number): string[] {
  const pieces: string[] = [];
  const take = (bytes: Uint8Array, length: number) => {
    for (let at = 0; at < length; ) {
      const end = pieceEnd(bytes, at);
      pieces.push(Buffer.from(bytes.subarray(at, end)).toString());
      at = end;
    }
  };
  visitUtf8(text, take, window);
  return pieces;
}

function matched(text: string, pattern: string): string[] {
  return Array.from(text.matchAll(new RegExp(pattern, 'ug')), (match) => Buffer.from(match[0]).toString());
}

/** One character of every kind the patterns tell apart, and those with a meaning of their own. */
const ALPHABET = [
  'a',
  's',
  'S',
  'A',
  'é',
  'ǅ',
  'ʰ',
  '中',
  '\u0301',
  '1',
  '٣',
  ' ',
  '\t',
  '\u3000',
  '\n',
  '\r',
  "'",
  '/',
  '!',
  '😀',
  '\ud800',
];

/** Code points looked at together. */
const BLOCK = 0x1000;

function around(character: string): string {
  return `a${character}A 1${character}${character}`;
}

function everyText(length: number): string[] {
  return length === 0 ? [''] : everyText(length - 1).flatMap((text) => ALPHABET.map((next) => text + next));
}

describe.each(SPLITTERS)('%s pieces', (_name, pattern, pieceEnd) => {
  test('are those of the pattern for every text of up to 4 characters of every kind', () => {
    const wrong = [0, 1, 2, 3, 4]
      .flatMap(everyText)
      .filter(
        (text) => matched(text, pattern).join('\u{10ffff}') !== scanned(text, pieceEnd).join('\u{10ffff}'),
      );
    expect(wrong).toEqual([]);
  });

  test('are those of the pattern around every code point', () => {
    const wrong: string[] = [];
    for (let first = 0; first <= 0x10ffff; first += BLOCK) {
      // Planes 4 to 13 have no characters, 15 and 16 only private ones: the first block of each stands for all.
      const plane = first >> 16;
      if ((plane > 14 || (plane > 3 && plane < 14)) && first % 0x10000 > 0) continue;
      const text = Array.from({ length: BLOCK }, (_, i) => around(String.fromCodePoint(first + i))).join('');
      const expected = matched(text, pattern);
      const actual = scanned(text, pieceEnd);
      if (expected.some((piece, i) => piece !== actual[i])) wrong.push(first.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  test('are those of the pattern for random text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(scanned(text, pieceEnd)).toEqual(matched(text, pattern));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test('do not depend on where a long text is cut into windows', () => {
    const spaced = fc
      .array(fc.oneof(hostileText, fc.constantFrom(' ', ' a', 'b c ', ' \n', "x 's")))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(spaced, fc.integer({ min: 1, max: 20 }), (text, window) => {
        expect(scanned(text, pieceEnd, window)).toEqual(matched(text, pattern));
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});

test('contractions in every case', () => {
  const letters = [..."stmdrvelSTMDRVEL'x "];
  const texts = letters.flatMap((a) =>
    letters.flatMap((b) => [`'${a}${b}`, `I'${a}${b}`, `\u0301'${a}${b}'${b}`]),
  );
  for (const [, pattern, pieceEnd] of SPLITTERS) {
    for (const text of texts) expect(scanned(text, pieceEnd)).toEqual(matched(text, pattern));
  }
});
