import { expect, test } from 'vitest';
import { chunkTraits } from '../../../src/ingest/facts/chunk-traits.ts';
import { CHUNK_TRAITS } from '../../../src/model/segment.ts';

const { time, id, number } = CHUNK_TRAITS;
const traits = (text: string): number => chunkTraits(text, 0, text.length);

test.each([
  ['Today is 2026-11-09.', number | time],
  ['It is 14:05 now.', number | time],
  ['Monday, November 9', number | time],
  ['since 9 Nov', number | time],
  ['on 09/11/2026', number | time],
  ['ticket 6f1c2d3e-1111-4222-8333-444455556666', number | id],
  ['request req_8f3a21', number | id],
  ['hash 0123456789abcdef', number | id],
  ['customer 1234567', number | id],
  ['step 3 of 5', number],
  ['version 2.1', number],
])('%s', (text, expected) => expect(traits(text)).toBe(expected));

test('seconds since 1970 are a time, and as long a number may be an id', () => {
  expect(traits('at 1789000000')).toBe(number | time | id);
});

test('a date that the end of a chunk cuts in two is known to both', () => {
  const text = 'The day is 2026-11-09 today.';
  const cut = text.indexOf('-11');
  expect(chunkTraits(text, 0, cut) & time).toBe(time);
});
