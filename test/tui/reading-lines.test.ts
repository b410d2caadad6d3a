import { expect, test } from 'vitest';
import { textWidth } from '../../src/report/safe-text.ts';
import type { Reading } from '../../src/tui/explorer.ts';
import { readingLines } from '../../src/tui/reading-lines.ts';

const reading: Reading = {
  ...{ phase: 'read', bytesDone: 75e6, bytesTotal: 300e6, calls: 120_000, elapsedMs: 3000 },
  models: [
    { model: 'gpt-4.1', calls: 90_000, tokensIn: 81e6, tokensOut: 4_000_000 },
    { model: '\u001b[2J模型', calls: 30_000, tokensIn: 1e6, tokensOut: 0 },
  ],
  notices: ['one', 'two', 'three', 'four'],
};
const texts = (change: Partial<Reading> = {}, width = 60, height = 20): readonly string[] =>
  readingLines({ ...reading, ...change }, width, height).map(({ text }) => text.trimEnd());

test('how far it is, how fast, what is known, and the last notices', () => {
  expect(texts()).toEqual([
    ' Reading the logs',
    ` ${'█'.repeat(14)}▌${'░'.repeat(43)}`,
    ' 25.0% of 300.0 MB · 120,000 calls · 40,000 calls/s · 9.0 s left',
    '',
    ' so far         calls   tokens in         out',
    ' gpt-4.1       90,000  81,000,000   4,000,000',
    ' ␛[2J模型      30,000   1,000,000           0',
    '',
    ' two',
    ' three',
    ' four',
  ]);
});

test('an unknown size has no share, and no time left is guessed at the beginning', () => {
  expect(texts({ bytesTotal: 0 })[2]).toBe(' 75.0 MB · 120,000 calls · 40,000 calls/s');
  expect(texts({ elapsedMs: 100 })[2]).toBe(' 25.0% of 300.0 MB · 120,000 calls');
});

test('the analysis says what it does', () => {
  expect(texts({ phase: 'analyse' }).slice(0, 3)).toEqual([
    ' Looking for waste and replaying the strategies',
    ` ${'█'.repeat(58)}`,
    ' 120,000 calls · 3.0 s so far',
  ]);
});

test('no more lines than there are, and none wider', () => {
  const models = Array.from({ length: 300 }, (_, i) => ({ ...reading.models[i % 2]!, calls: i }));
  for (const [width, height] of [
    [80, 20],
    [40, 6],
    [20, 2],
  ] as const) {
    const lines = readingLines({ ...reading, models }, width, height);
    expect(lines.length).toBeLessThanOrEqual(height);
    expect(textWidth(lines[1]!.text)).toBeLessThanOrEqual(width);
  }
  expect(texts({ models }, 80, 20)).toContain(' and 290 more models');
});

test('before the first word of the engine', () => {
  expect(readingLines(undefined, 80, 20)).toEqual([{ text: ' Opening the logs ...' }]);
});
