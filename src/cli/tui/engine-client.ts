import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type {
  CallTable,
  ModelCost,
  Opened,
  Reading,
  WhatIfAnswer,
  WhatIfWish,
} from '../../contracts/explorer.ts';
import { InputError } from '../../contracts/input-error.ts';
import type { AuditRequest } from '../../engine/audit-request.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Io } from '../io.ts';
import type { OpenExplorer } from '../use-cases.ts';
import {
  type EngineError,
  type EngineSetup,
  type Question,
  type Reply,
  URGENT,
  URGENT_BYTES,
} from './engine-messages.ts';
import { saveNew } from './save-new.ts';

/** An engine that is at work when the program ends is given so long to put its store away. */
const CLOSING_MS = 500;

type Asked = Question extends infer One ? (One extends unknown ? Omit<One, 'job'> : never) : never;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  tell(told: unknown): void;
}

/** A thread, or what stands for one. */
interface Engine {
  readonly port: Pick<MessagePort, 'postMessage'>;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<unknown>;
}

/** Starts an engine beside the program; it reads standard input where the request says so, and sends nothing. */
export async function openEngine(request: AuditRequest, io: Io): Promise<OpenExplorer> {
  return new EngineClient(request, io);
}

class EngineClient implements OpenExplorer {
  readonly #io: Io;
  readonly #engine: Engine;
  readonly #urgent: Int32Array;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;
  #wishes = 0;
  /** Set when there is nobody left to ask. */
  #end: Error | undefined;

  constructor(request: AuditRequest, io: Io) {
    this.#io = io;
    const urgent = new SharedArrayBuffer(URGENT_BYTES);
    this.#urgent = new Int32Array(urgent);
    const take = (reply: Reply): void => this.#take(reply);
    const fail = (error: Error): void => this.#fail(error);
    this.#engine = startEngine({ request, urgent }, io, take, fail);
  }

  open(watch: (reading: Reading) => void): Promise<Opened> {
    return this.#ask<Opened>({ ask: 'open' }, (told) => watch(told as Reading));
  }

  whatIf(wish: WhatIfWish): Promise<WhatIfAnswer | undefined> {
    const number = ++this.#wishes;
    Atomics.store(this.#urgent, URGENT.wish, number);
    return this.#ask<WhatIfAnswer | undefined>({ ask: 'whatIf', wish, number });
  }

  expect(wishes: readonly WhatIfWish[]): void {
    if (this.#end !== undefined) return;
    Atomics.add(this.#urgent, URGENT.questions, 1);
    this.#engine.port.postMessage({ job: this.#jobs++, ask: 'expect', wishes } satisfies Question);
  }

  models(watch: (costs: readonly ModelCost[]) => void): Promise<void> {
    return this.#ask<void>({ ask: 'models' }, (told) => watch(told as readonly ModelCost[]));
  }

  calls(what: string): Promise<CallTable> {
    return this.#ask<CallTable>({ ask: 'calls', what });
  }

  call(index: number): Promise<Evidence> {
    return this.#ask<Evidence>({ ask: 'call', index });
  }

  save(name: string, text: string): Promise<string> {
    return saveNew(this.#io, name, text);
  }

  async close(): Promise<void> {
    if (this.#end === undefined) {
      this.#fail(new Error('the engine was closed'));
      this.#engine.port.postMessage({ job: this.#jobs++, ask: 'close' } satisfies Question);
      await Promise.race([this.#engine.ended, this.#io.sleep(CLOSING_MS)]);
    }
    await this.#engine.stop();
  }

  #ask<Answer>(asked: Asked, tell: (told: unknown) => void = () => {}): Promise<Answer> {
    const end = this.#end;
    if (end !== undefined) return Promise.reject(end);
    const job = this.#jobs++;
    Atomics.add(this.#urgent, URGENT.questions, 1);
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(job, { resolve: (answer) => resolve(answer as Answer), reject, tell });
      this.#engine.port.postMessage({ job, ...asked });
    });
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.job);
    if (waiting === undefined) return;
    if ('told' in reply) {
      waiting.tell(reply.told);
      return;
    }
    this.#waiting.delete(reply.job);
    if ('error' in reply) waiting.reject(revived(reply.error));
    else waiting.resolve(reply.answer);
  }

  #fail(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** `fail` is told once, of an end that nobody asked for. */
function startEngine(
  setup: EngineSetup,
  io: Io,
  take: (reply: Reply) => void,
  fail: (error: Error) => void,
): Engine {
  const entry = new URL('./engine-thread.js', import.meta.url);
  // Run from TypeScript sources (in tests) there is no compiled thread, and the engine works in this one.
  if (!existsSync(fileURLToPath(entry))) return localEngine(setup, io, take);
  const readsStdin = setup.request.paths.includes('-') && setup.request.isStdinKept !== true;
  const worker = new Worker(entry, { workerData: setup, stdin: readsStdin });
  if (readsStdin) io.stdin.pipe(worker.stdin!);
  worker.on('message', take);
  worker.on('error', (error: Error) => fail(stopped(error.message)));
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      fail(stopped(`it ended with code ${code}`));
      resolve();
    });
  });
  return { port: worker, ended, stop: () => worker.terminate() };
}

function localEngine(setup: EngineSetup, io: Io, take: (reply: Reply) => void): Engine {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', take);
  const ended = new Promise<void>((resolve) => {
    port1.on('close', resolve);
  });
  void import('./engine-service.ts').then(({ serveEngine }) => serveEngine(port2, setup, io));
  return { port: port1, ended, stop: async () => port1.close() };
}

function stopped(why: string): Error {
  return new Error(`the engine stopped: ${why.split('\n', 1)[0]}`);
}

function revived({ message, isInput, stack }: EngineError): Error {
  if (isInput) return new InputError(message);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
