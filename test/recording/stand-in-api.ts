import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ANSWERS, type Asked, ERRORS, type StreamEvent } from './answers.ts';

/** A local stand-in of the APIs of OpenAI and Anthropic. */
export interface StandInApi {
  /** Without a path, as `ANTHROPIC_BASE_URL` has it; `OPENAI_BASE_URL` is this and `/v1`. */
  readonly url: string;
  /** How many answers it gave, by status; a connection that it broke has status 0. */
  readonly given: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

/**
 * Answers as the APIs do, in gzip where that is accepted, streams piece by piece. A word in the prompt makes it answer otherwise: `busy` 429
 * the first time, `wrong` 400, `page` a proxy's 502 that is no JSON, `gone` a broken connection, `endless` a stream that does not end.
 */
export async function standInApi(): Promise<StandInApi> {
  const given = new Map<number, number>();
  const wasBusy = new Set<string>();
  let serial = 0;
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const status = statusFor(body, wasBusy);
    given.set(status, (given.get(status) ?? 0) + 1);
    if (status === 0) request.socket.destroy();
    else if (status === 502) response.writeHead(502, { 'content-type': 'text/html' }).end('<p>Bad gateway');
    else if (status !== 200) sendJson(request, response, status, ERRORS[status]);
    else await answer(request, response, body, ++serial);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, given, close: () => closed(server) };
}

type Status = 200 | 400 | 429 | 502 | 0;

function statusFor(body: string, wasBusy: Set<string>): Status {
  if (body.includes('gone')) return 0;
  if (body.includes('page')) return 502;
  if (body.includes('wrong')) return 400;
  if (!body.includes('busy') || wasBusy.has(body)) return 200;
  wasBusy.add(body);
  return 429;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  serial: number,
): Promise<void> {
  const given = ANSWERS[request.url ?? '']?.(JSON.parse(body) as Asked, serial);
  if (given === undefined) response.writeHead(404).end();
  else if (Array.isArray(given)) await sendStream(response, given, body.includes('endless'));
  else sendJson(request, response, 200, given);
}

function sendJson(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  const isPacked = String(request.headers['accept-encoding']).includes('gzip');
  if (isPacked) response.setHeader('content-encoding', 'gzip');
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
  response.end(isPacked ? gzipSync(JSON.stringify(body)) : JSON.stringify(body));
}

async function sendStream(
  response: ServerResponse,
  events: readonly StreamEvent[],
  isEndless: boolean,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const event of isEndless ? events.slice(0, 2) : events) {
    const name = event.type === undefined ? '' : `event: ${event.type}\n`;
    response.write(`${name}data: ${JSON.stringify(event)}\n\n`);
    await setTimeout(1);
  }
  if (isEndless) return;
  response.end(events.some(({ type }) => type !== undefined) ? '' : 'data: [DONE]\n\n');
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request) text += String(piece);
  return text;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
