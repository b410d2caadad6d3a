import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/contracts/input-error.ts';
import {
  type EmbeddingEndpoint,
  embed,
  embeddingsUrl,
  RefusedTextsError,
  type Wire,
} from '../../src/embeddings/embedding-endpoint.ts';
import { answer, type Misbehave, toyEndpoint, toyVector } from './toy-endpoint.ts';

const NOW = Date.UTC(2026, 10, 20);

function wire(): Wire & { readonly pauses: number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    fetch: (url, init) => fetch(url, init),
    sleep: async (ms) => void pauses.push(ms),
    now: () => NOW,
  };
}

const KEY = 'sk-very-secret-0123456789';

async function failing(misbehave: Misbehave, texts: readonly string[] = ['a', 'b']): Promise<string> {
  const { url } = await toyEndpoint(misbehave);
  const error: unknown = await embed({ url, model: 'toy', key: KEY }, texts, wire()).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message.replace(/127\.0\.0\.1:\d+/, 'HOST');
}

test('asks as OpenAI is asked, and gives the vectors in the order of the texts', async () => {
  const { url, asked } = await toyEndpoint(({ input }, response) =>
    answer(response, 200, {
      data: input.map((text, index) => ({ index, embedding: toyVector(text) })).reverse(),
      usage: { prompt_tokens: 5, total_tokens: 5 },
    }),
  );
  const { vectors, tokens } = await embed({ url, model: 'toy', key: KEY }, ['one', 'two words'], wire());
  expect(vectors.map((vector) => [...vector])).toEqual([toyVector('one'), toyVector('two words')]);
  expect(tokens).toBe(5);
  expect(asked).toEqual([
    { model: 'toy', input: ['one', 'two words'], authorization: `Bearer ${KEY}`, path: '/v1/embeddings' },
  ]);
});

test('without a key none is sent, and no usage is unknown', async () => {
  const { url, asked } = await toyEndpoint();
  const { tokens } = await embed({ url, model: 'toy' }, ['one'], wire());
  expect([asked[0]!.authorization, tokens]).toEqual([undefined, Number.NaN]);
});

test('reads base64 as OpenAI writes it', async () => {
  const numbers = Float32Array.from([0.25, -1, 3]);
  const { url } = await toyEndpoint((_, response) =>
    answer(response, 200, {
      data: [{ index: 0, embedding: Buffer.from(numbers.buffer).toString('base64') }],
    }),
  );
  expect((await embed({ url, model: 'toy' }, ['one'], wire())).vectors).toEqual([numbers]);
});

describe('waits and tries again', () => {
  const twice =
    (status: number, headers = {}): Misbehave =>
    (_, response, request) =>
      request <= 2 && answer(response, status, { error: { message: 'busy' } }, headers);

  test.each([
    ['429 without a time', twice(429), [1000, 2000]],
    ['429 with seconds', twice(429, { 'retry-after': '7' }), [7000, 7000]],
    [
      '503 with a date',
      twice(503, { 'retry-after': new Date(NOW + 30_000).toUTCString() }),
      [30_000, 30_000],
    ],
    ['500 with nonsense', twice(500, { 'retry-after': 'soon' }), [1000, 2000]],
    [
      'a broken connection',
      ((_, response, request) => request <= 1 && response.destroy() === response) satisfies Misbehave,
      [1000],
    ],
  ])('after %s', async (_, misbehave, pauses) => {
    const { url } = await toyEndpoint(misbehave);
    const line = wire();
    expect((await embed({ url, model: 'toy' }, ['one'], line)).vectors).toHaveLength(1);
    expect(line.pauses).toEqual(pauses);
  });
});

describe('gives up with one line', () => {
  const item = (index: number, embedding: unknown = [1, 2]) => ({ index, embedding });
  const saying =
    (body: unknown): Misbehave =>
    (_, response) =>
      answer(response, 200, body);
  const status =
    (code: number, body: unknown = {}, headers = {}): Misbehave =>
    (_, response) =>
      answer(response, code, body, headers);

  test.each([
    ['a page', saying('<html>\n<h1>Hi'), 'answered with what is not JSON'],
    ['null', saying('null'), 'answered with no list of embeddings'],
    ['too few', saying({ data: [item(0)] }), 'answered with 1 embeddings for 2 texts'],
    [
      'no index',
      saying({ data: [{ embedding: [1] }, item(1)] }),
      'answered with an embedding without its index',
    ],
    ['an index beyond', saying({ data: [item(0), item(2)] }), 'answered with an embedding without its index'],
    ['an index twice', saying({ data: [item(1), item(1)] }), 'answered with two embeddings with one index'],
    [
      'two lengths',
      saying({ data: [item(0), item(1, [1])] }),
      'answered with embeddings of different lengths',
    ],
    ...[[], null, 'x', '####', [1, null], ['1'], [0, 0], [1e39, 1], {}].map(
      (embedding) =>
        [
          JSON.stringify(embedding),
          saying({ data: [item(0, embedding), item(1)] }),
          'answered with an embedding that is no list of numbers',
        ] as const,
    ),
    ['401', status(401, { error: { message: `no such key ${KEY}` } }), 'answered 401 (no such key [key])'],
    ['404 and a page', status(404, '<!doctype html><p>'), 'answered 404 (a page, not JSON)'],
    ['404 and text', status(404, 'model "toy"\nnot found'), 'answered 404 (model "toy" not found)'],
    ['429 for ever', status(429, { error: 'slow down' }), 'answered 429 (slow down), 5 times'],
    ['a day to wait', status(429, {}, { 'retry-after': '86400' }), 'answered 429'],
    [
      'a redirect',
      status(302, '', { location: 'http://127.0.0.1:9/elsewhere' }),
      'answered 302, a redirect, which is not followed: name the address itself',
    ],
  ] as const)('%s', async (_, misbehave, why) => {
    expect(await failing(misbehave)).toBe(`embeddings: HOST ${why}`);
  });

  test('nobody there', async () => {
    const line = wire();
    const refuse = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
    const asked = embed({ url: 'http://localhost:1/v1', model: 'toy' }, ['a'], { ...line, fetch: refuse });
    await expect(asked).rejects.toThrow('embeddings: localhost:1 cannot be reached (ECONNREFUSED)');
    expect(line.pauses).toEqual([]);
  });
});

test.each([400, 413, 422])('%d is about the texts', async (status) => {
  const { url } = await toyEndpoint((_, response) =>
    answer(response, status, { error: { message: 'too long' } }),
  );
  const asked = embed({ url, model: 'toy' } satisfies EmbeddingEndpoint, ['a'], wire());
  await expect(asked).rejects.toThrow(RefusedTextsError);
});

test.each([
  ['http://localhost:11434/v1', 'http://localhost:11434/v1/embeddings'],
  ['http://localhost:11434/v1/', 'http://localhost:11434/v1/embeddings'],
  ['https://x.example/v1/embeddings', 'https://x.example/v1/embeddings'],
  ['https://x.example/d?api-version=1#y', 'https://x.example/d/embeddings?api-version=1'],
])('%s is asked at %s', (base, url) => {
  expect(embeddingsUrl(base).href).toBe(url);
});

test.each(['', 'localhost', 'ftp://x.example', 'file:///etc/passwd', 'https://me:pass@x.example/v1'])(
  '"%s" is no endpoint',
  (base) => {
    expect(() => embeddingsUrl(base)).toThrow(InputError);
  },
);
