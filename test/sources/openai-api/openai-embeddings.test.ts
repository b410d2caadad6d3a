import { expect, test } from 'vitest';
import { openaiEmbeddings } from '../../../src/sources/openai-api/openai-embeddings.ts';

const item = (index: unknown, embedding: unknown = [1]) => ({ object: 'embedding', index, embedding });

test('in the order of the texts, whatever the order of the answer', () => {
  expect(openaiEmbeddings({ input: 'a' }, { data: [item(0, 'x')] })).toEqual(['x']);
  expect(openaiEmbeddings({ input: ['a', 'b'] }, { data: [item(1, [2]), item(0, [1])] })).toEqual([[1], [2]]);
});

test.each([
  ['no request', undefined, { data: [item(0)] }],
  ['no answer', { input: 'a' }, undefined],
  ['token ids', { input: [1, 2] }, { data: [item(0), item(1)] }],
  ['lists of token ids', { input: [[1], [2]] }, { data: [item(0), item(1)] }],
  ['an empty text, which is no segment', { input: ['', 'b'] }, { data: [item(0), item(1)] }],
  ['fewer vectors than texts', { input: ['a', 'b'] }, { data: [item(0)] }],
  ['no index', { input: 'a' }, { data: [item(undefined)] }],
  ['an index beyond', { input: 'a' }, { data: [item(1)] }],
  ['an index that is a name', { input: 'a' }, { data: [item('length')] }],
  ['half an index', { input: 'a' }, { data: [item(0.5)] }],
  ['no object', { input: 'a' }, { data: [null] }],
])('nothing is sure with %s', (_, request, response) => {
  expect(openaiEmbeddings(request, response)).toBeUndefined();
});
