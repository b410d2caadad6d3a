import { expect, test } from 'vitest';
import { embedTexts, type TextToEmbed } from '../../src/embeddings/embed-texts.ts';
import type { Wire } from '../../src/embeddings/embedding-endpoint.ts';
import { answer, type Misbehave, toyEndpoint, toyVector } from './toy-endpoint.ts';

const wire: Wire = { fetch: (url, init) => fetch(url, init), sleep: async () => {}, now: () => 0 };

async function run(count: number, misbehave?: Misbehave, tokens = 10) {
  const endpoint = await toyEndpoint(misbehave);
  const saved = new Map<number, readonly number[]>();
  const texts = Array.from({ length: count }, (_, segment) => ({ segment, tokens }));
  const textOf = (segment: number) => `text number ${segment}`;
  const save = (batch: readonly TextToEmbed[], vectors: readonly Float32Array[]) =>
    batch.forEach(({ segment }, i) => {
      saved.set(segment, [...vectors[i]!]);
    });
  const done = embedTexts({ url: endpoint.url, model: 'toy' }, texts, { textOf, save }, wire);
  return { done, saved, endpoint, textOf };
}

test('300 texts are three requests, each vector saved with its text', async () => {
  const { done, saved, endpoint, textOf } = await run(300);
  expect(await done).toEqual({ embedded: 300, refused: 0, tokens: Number.NaN });
  expect(endpoint.asked.map(({ input }) => input.length)).toEqual([128, 128, 44]);
  expect([...saved]).toEqual(
    Array.from({ length: 300 }, (_, segment) => [segment, toyVector(textOf(segment))]),
  );
});

test('long texts make small batches: 50,000 tokens at most, one text at least', async () => {
  const { done, endpoint } = await run(5, undefined, 20_000);
  await done;
  expect(endpoint.asked.map(({ input }) => input.length)).toEqual([2, 2, 1]);
  const longer = await run(2, undefined, 90_000);
  await longer.done;
  expect(longer.endpoint.asked.map(({ input }) => input.length)).toEqual([1, 1]);
});

test('a text that is refused is found by halves and left out', async () => {
  const refusing: Misbehave = ({ input }, response) =>
    input.includes('text number 5') && answer(response, 400, { error: { message: 'too long' } });
  const { done, saved, endpoint } = await run(8, refusing);
  expect(await done).toEqual({ embedded: 7, refused: 1, tokens: Number.NaN });
  expect([...saved.keys()].sort()).toEqual([0, 1, 2, 3, 4, 6, 7]);
  // 8; 4 of which pass, 4; 2, of which one passes and one does not; 2.
  expect(endpoint.asked.map(({ input }) => input.length)).toEqual([8, 4, 4, 2, 1, 1, 2]);
});

test('where everything is refused it is not the texts: it ends soon, with the reason', async () => {
  const { done, endpoint } = await run(1000, (_, response) =>
    answer(response, 400, { error: { message: 'no model toy' } }),
  );
  await expect(done).rejects.toThrow(/^embeddings: 127\.0\.0\.1:\d+ answered 400 \(no model toy\)$/);
  expect(endpoint.asked.length).toBeLessThan(30);
});

test('a failure keeps what was saved before it', async () => {
  const { done, saved } = await run(
    300,
    (_, response, request) => request > 2 && answer(response, 401, { error: 'gone' }),
  );
  await expect(done).rejects.toThrow('answered 401 (gone)');
  expect(saved.size).toBe(256);
});
