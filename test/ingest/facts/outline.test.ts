import { expect, test } from 'vitest';
import { outline } from '../../../src/ingest/facts/outline.ts';
import { OUTLINE } from '../../../src/model/segment.ts';

const passages = (text: string): number[] =>
  [...outline(text)].filter((entry) => (entry & OUTLINE.affix) === 0);

test.each([
  ['numbers', 'Grade essay 17 of 40.', 'Grade essay 3 of 1,204.5.'],
  ['dates', 'Today is 2026-11-09.', 'Today is Monday, 9 November 2026 at 10:31 UTC.'],
  ['names', 'You talk to Ana Petra Maria.', 'You talk to Bob.'],
  ['addresses', 'Write to ana@example.org now.', 'Write to https://example.org/a?b now.'],
  ['case and space', 'Answer in  short sentences.', 'answer in short sentences.'],
])('%s are left open', (_, a, b) => {
  expect(passages(a)).toEqual(passages(b));
});

test('other words are another passage', () => {
  expect(passages('Label it as spam or ham.')).not.toEqual(passages('Label it as good or bad.'));
});

test('a passage is found wherever it stands', () => {
  const [instruction] = passages('Rewrite the letter in a formal tone.');
  expect(
    passages('Dear all. We met at noon.\nRewrite the letter in a formal tone.').map(
      (entry) => entry | OUTLINE.delimited,
    ),
  ).toContain(instruction! | OUTLINE.delimited);
});

test('colons, line ends and quotes delimit; questions and openings of people are talk', () => {
  const marks = (text: string): number => passages(text)[0]! & (OUTLINE.delimited | OUTLINE.talk);
  expect(marks('Translate to French: the sea')).toBe(OUTLINE.delimited);
  expect(marks('Translate this text. The sea')).toBe(0);
  expect(marks('How does it work. The sea')).toBe(OUTLINE.talk);
  expect(marks('The sea is near, or not? No')).toBe(OUTLINE.talk);
});

test('the words of a passage are counted, those left open not', () => {
  expect(passages('Grade essay 17 by noon.')[0]! & OUTLINE.words).toBe(4);
});

test('scripts without spaces have passages too', () => {
  expect(passages('请将以下文本翻译成英文：海').length).toBe(2);
});

test('a long text is outlined by its two ends', () => {
  const text = Array.from(
    { length: 500 },
    (_, i) => `${'abcdefghij'[i % 10]}${String.fromCharCode(97 + (i % 26))}x goes by`,
  ).join('.\n');
  expect(outline(text).length).toBeLessThanOrEqual(44);
});

test.each([
  'a'.repeat(500_000),
  '"{['.repeat(200_000),
  '1. '.repeat(200_000),
  'Monday at '.repeat(50_000),
  '\ud800\u0000'.repeat(200_000),
  '',
])('hostile text %# is outlined', (text) => {
  expect(outline(text).length).toBeLessThanOrEqual(44);
});
