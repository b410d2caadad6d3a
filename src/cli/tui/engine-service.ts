import type { MessagePort, TransferListItem } from 'node:worker_threads';
import type { WhatIfWish } from '../../contracts/explorer.ts';
import type { AuditHooks } from '../../engine/audit-request.ts';
import { Exploration } from '../../engine/exploration.ts';
import { isExpected, messageOf } from '../errors.ts';
import { type EngineError, type EngineSetup, type Question, type Reply, URGENT } from './engine-messages.ts';

/** Answers one question after the other; between them works out what is expected to be asked. */
export function serveEngine(
  port: MessagePort,
  { request, urgent }: EngineSetup,
  hooks: Pick<AuditHooks, 'now' | 'stdin'>,
): void {
  const service = new EngineService(new Exploration(request, hooks), new Int32Array(urgent), port);
  port.on('message', (question: Question) => service.take(question));
}

class EngineService {
  readonly #exploration: Exploration;
  readonly #urgent: Int32Array;
  readonly #port: MessagePort;
  /** Questions that wait for those before them. */
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #expected: readonly WhatIfWish[] = [];
  #isOpen = false;
  #isIdleSoon = false;

  constructor(exploration: Exploration, urgent: Int32Array, port: MessagePort) {
    this.#exploration = exploration;
    this.#urgent = urgent;
    this.#port = port;
  }

  take(question: Question): void {
    if (question.ask === 'close') {
      this.#exploration.close();
      this.#port.close();
      return;
    }
    if (question.ask === 'expect') {
      this.#expected = question.wishes;
      this.#whenIdle();
      return;
    }
    this.#waiting++;
    const answered = this.#queue.then(() => this.#answer(question));
    // The models are worked out beside all that is asked meanwhile.
    this.#queue = (question.ask === 'models' ? this.#queue : answered).then(() => {
      this.#waiting--;
      this.#whenIdle();
    });
  }

  async #answer(question: Question): Promise<void> {
    const { job } = question;
    try {
      const answer = await this.#work(question);
      this.#reply({ job, answer }, buffersIn(answer));
    } catch (error) {
      this.#reply({ job, error: engineError(error) });
    }
  }

  async #work(question: Question): Promise<unknown> {
    const tell = (told: unknown): void => this.#reply({ job: question.job, told });
    switch (question.ask) {
      case 'open':
        return this.#open(tell);
      case 'whatIf':
        return this.#exploration.whatIf(
          question.wish,
          () => Atomics.load(this.#urgent, URGENT.wish) !== question.number,
        );
      case 'models':
        return this.#exploration.models(tell, nextTurn);
      case 'calls':
        return this.#exploration.calls(question.what);
      case 'call':
        return this.#exploration.call(question.index);
      case 'expect':
      case 'close':
        return undefined;
      default:
        return question satisfies never;
    }
  }

  async #open(tell: (told: unknown) => void): Promise<unknown> {
    const opened = await this.#exploration.open(tell);
    this.#isOpen = true;
    // Replayed once, so that the first change finds everything at hand.
    if (this.#expected.length === 0) this.#expected = [opened.wish];
    return opened;
  }

  /** Takes up what is expected as soon as nothing waits; what is broken off is taken up again. */
  #whenIdle(): void {
    if (!this.#isOpen || this.#isIdleSoon) return;
    this.#isIdleSoon = true;
    setImmediate(async () => {
      this.#isIdleSoon = false;
      if (await this.#workAhead()) this.#whenIdle();
    });
  }

  /** First what is expected, then what any question about calls needs; false when there is nothing to do, or someone waits. */
  async #workAhead(): Promise<boolean> {
    if (this.#waiting > 0) return false;
    const expected = this.#expected;
    const [wish, ...later] = expected;
    const asked = Atomics.load(this.#urgent, URGENT.questions);
    const isStale = (): boolean => Atomics.load(this.#urgent, URGENT.questions) !== asked;
    try {
      if (wish === undefined) return await this.#exploration.lookAhead();
      if ((await this.#exploration.whatIf(wish, isStale, true)) === undefined) return false;
    } catch {
      // Who wishes it is told.
      if (wish === undefined) return false;
    }
    if (this.#expected === expected) this.#expected = later;
    return true;
  }

  #reply(reply: Reply, transfer: readonly TransferListItem[] = []): void {
    this.#port.postMessage(reply, transfer);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Columns go over whole, without a copy. */
function buffersIn(answer: unknown): readonly ArrayBuffer[] {
  if (answer === null || typeof answer !== 'object') return [];
  const columns = Object.values(answer).filter((value) => ArrayBuffer.isView(value));
  return [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))];
}

function engineError(error: unknown): EngineError {
  const isInput = isExpected(error);
  const stack = !isInput && error instanceof Error ? error.stack : undefined;
  return { message: messageOf(error), isInput, ...(stack !== undefined && { stack }) };
}
