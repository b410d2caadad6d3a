import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cut, cutStart, fillTo, safeText, textWidth, wrap } from '../../src/report/safe-text.ts';

describe('safeText', () => {
  test.each([
    ['\u001b[2Jgone', '␛[2Jgone'],
    ['a\r\nb\tc', 'a␍␊b␉c'],
    ['\u007f\u009b31m', '␡\\u{9b}31m'],
    ['\u202egnp\u202c', '\\u{202e}gnp\\u{202c}'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['a\u2028b', 'a\\u{2028}b'],
    ['\ud800x', '\\u{d800}x'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\udb40\ufe0f\udc41', '\\u{e0041}'],
    ['⚠\ufe0f ok', '⚠ ok'],
    ['plain ✓ 模型 naïve', 'plain ✓ 模型 naïve'],
  ])('%j becomes %j', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  const hostile = fc.string({
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
      fc.constantFrom(
        '\u001b',
        '\n',
        '\u202e',
        '\u200d',
        '\u0301',
        '\ufe0f',
        '👩',
        '\ud83d',
        '\udc69',
        'a',
        ' ',
      ),
    ),
    maxLength: 60,
  });

  test('nothing that a terminal obeys or hides is left, and a second pass changes nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = safeText(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(safeText(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });

  test('cut never exceeds its width, never splits a grapheme, and fit fills it exactly', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 30 }), (text, width) => {
        const safe = safeText(text);
        const short = cut(safe, width);
        const end = cutStart(safe, width);
        expect(textWidth(end)).toBeLessThanOrEqual(width);
        expect(end === safe || safe.endsWith(end.slice(1))).toBe(true);
        expect(textWidth(short)).toBeLessThanOrEqual(width);
        expect(textWidth(fillTo(safe, width))).toBe(width);
        expect(textWidth(fillTo(safe, width, 'right'))).toBe(width);
        if (short === safe) return;
        const kept = short.slice(0, -1);
        const boundaries = [...new Intl.Segmenter('en').segment(safe)].map(({ index }) => index);
        expect(boundaries).toContain(kept.length);
        expect(safe.startsWith(kept)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('wrapped lines fit and lose no character but the spaces they were broken at', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const safe = safeText(text);
        const lines = wrap(safe, width);
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(safe.replaceAll(' ', ''));
      }),
      { numRuns: 500 },
    );
  });
});

test('cut counts wide characters as two columns', () => {
  expect(cut('模型模型', 5)).toBe('模型…');
  expect(cut('模型模型', 8)).toBe('模型模型');
  expect(fillTo('模型模型', 4)).toBe('模… ');
});

test('a path keeps its end', () => {
  expect(cutStart('logs/2026/09/calls.jsonl', 12)).toBe('…calls.jsonl');
  expect(cutStart('calls.jsonl', 12)).toBe('calls.jsonl');
  expect(cutStart('模型模型', 5)).toBe('…模型');
});

test('a stack of marks keeps the first four', () => {
  expect(safeText(`e${'\u0301'.repeat(500)}`)).toBe(`e${'\u0301'.repeat(4)}`);
});

test('a line of letters, bars and dots is as wide as it is long', () => {
  const plain = fc.string({ unit: fc.constantFrom(...' aZ~0·…›≥─│┤▔█▏░▒▓▚'), maxLength: 40 });
  fc.assert(
    fc.property(plain, fc.nat(45), (text, width) => {
      expect(textWidth(text)).toBe(stringWidth(text));
      expect(stringWidth(cut(text, width))).toBe(Math.min(text.length, width));
    }),
  );
});

// What tmux 3.3 and glibc's wcwidth give them.
test.each([
  ['ทำน้ำคำ', 6],
  ['ນ້ຳ', 2],
  ['हिन्दी', 5],
  ['ភាសាខ្មែរ', 8],
  ['বাংলা ভাষা', 10],
  ['👩🏽👍🏿', 8],
  ['🇩🇪🇫🇷', 4],
  ['한국어', 6],
  ['\u1112\u1161\u11ab', 2],
  ['e\u0301\u0302', 1],
])('%s takes %d columns, so that no figure beside it falls off the edge', (text, columns) => {
  expect(textWidth(text)).toBe(columns);
  expect(textWidth(fillTo(text, 12))).toBe(12);
});

test('noncharacters, which terminals draw nothing for, are spelled out', () => {
  expect(safeText('a\ufffe\u{1ffff}b')).toBe('a\\u{fffe}\\u{1ffff}b');
});
