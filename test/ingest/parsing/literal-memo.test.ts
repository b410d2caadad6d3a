import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiteralMemo } from '../../../src/ingest/parsing/literal-memo.ts';

const long = fc
  .tuple(
    fc.constantFrom('alpha ', 'β→', '\\"quoted\\" ', 'line\n', '{"a":1}'),
    fc.integer({ min: 30, max: 90 }),
  )
  .map(([part, times]) => part.repeat(times));

/** Values in which long strings recur, as values and as keys, between short ones. */
const anyRecord = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    long,
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 6 }),
  object: fc.dictionary(fc.oneof(fc.string(), long, fc.constant('__proto__')), tie('value'), { maxKeys: 5 }),
})).object;

function parse(memo: LiteralMemo, text: string): unknown {
  const bytes = Buffer.from(`xx${text}yy`);
  return memo.parse(bytes, 2, bytes.length - 2);
}

test('gives what JSON.parse gives, however often the same strings come', () => {
  fc.assert(
    fc.property(
      fc.array(anyRecord, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, 1),
      (records, indent) => {
        const memo = new LiteralMemo();
        for (const record of [...records, ...records]) {
          const text = JSON.stringify({ record, filler: 'f'.repeat(2100) }, null, indent);
          expect(JSON.stringify(parse(memo, text))).toBe(JSON.stringify(JSON.parse(text)));
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a history that is sent again comes out as the very same strings', () => {
  const memo = new LiteralMemo();
  const message = 'What was said before. '.repeat(200);
  const text = (id: number): string => JSON.stringify({ id, messages: [{ role: 'user', content: message }] });
  parse(memo, text(1));
  expect(parse(memo, text(2))).toEqual({ id: 2, messages: [{ role: 'user', content: message }] });
});

test.each([
  '{"a": "',
  '{"a": 1,}',
  `{"a": "${'x'.repeat(3000)}\u0001"}`,
  `["${'y'.repeat(3000)}" 1]`,
  `["${'z'.repeat(3000)}\\"]`,
])('what is not JSON is refused as JSON.parse refuses it: %#', (broken) => {
  const memo = new LiteralMemo();
  parse(memo, JSON.stringify(['x'.repeat(3000), 'y'.repeat(3000), 'z'.repeat(3000)]));
  const padded = broken.padEnd(2500);
  expect(() => parse(memo, padded)).toThrow(SyntaxError);
});

test('a string that looks like a mark stays what it is', () => {
  const memo = new LiteralMemo();
  const record = { marks: Array.from({ length: 300 }, (_, i) => `AAAAAAAAAAAA${i}`), text: 'q'.repeat(4000) };
  for (let i = 0; i < 3; i++) expect(parse(memo, JSON.stringify(record))).toEqual(record);
});

test('nesting of any depth that JSON.parse takes', () => {
  const memo = new LiteralMemo();
  const text = `${'['.repeat(3000)}"${'d'.repeat(3000)}"${']'.repeat(3000)}`;
  parse(memo, text);
  expect(JSON.stringify(parse(memo, text))).toBe(text);
});

test('what is remembered is bounded, and starting anew changes nothing', () => {
  const memo = new LiteralMemo();
  for (let i = 0; i < 40; i++) {
    const record = { text: `${i} `.repeat(150_000), again: 'the same '.repeat(400) };
    expect(parse(memo, JSON.stringify(record))).toEqual(record);
  }
});
