import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  readonly model: string;
  readonly input: readonly string[];
  readonly authorization: string | undefined;
  readonly path: string;
}

/** What an answer is made by; undefined leaves it to the toy model. */
export type Misbehave = (asked: Asked, response: ServerResponse, request: number) => boolean;

export interface ToyEndpoint {
  readonly url: string;
  readonly asked: Asked[];
  /** All texts, in the order they came. */
  texts(): string[];
}

const DIMENSIONS = 64;

/** A vector that counts words by a hash of each: texts are alike as far as they share words, whatever their order. */
export function toyVector(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? ['']) {
    let hash = 7;
    for (const char of word) hash = (hash * 31 + char.charCodeAt(0)) % 1_000_003;
    vector[hash % DIMENSIONS]! += 1;
  }
  return vector;
}

/** An OpenAI-compatible embeddings server on this machine. `misbehave` answers itself where it returns true. */
export async function toyEndpoint(misbehave: Misbehave = () => false): Promise<ToyEndpoint> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { model, input } = JSON.parse(body) as { model: string; input: string[] };
      const { authorization } = request.headers;
      const one: Asked = { model, input, authorization, path: request.url ?? '' };
      asked.push(one);
      if (misbehave(one, response, asked.length)) return;
      answer(response, 200, { data: input.map((text, index) => ({ index, embedding: toyVector(text) })) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    texts: () => asked.flatMap(({ input }) => input),
  };
}

export function answer(response: ServerResponse, status: number, body: unknown, headers = {}): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
  return true;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
