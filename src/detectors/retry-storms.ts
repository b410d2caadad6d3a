import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { billedTokens } from '../model/usage.ts';
import { AttemptRun } from '../patterns/attempts/attempt-run.ts';
import { modelAsked, requestIdentity } from '../patterns/attempts/request-identity.ts';
import { anyModelKey, continuesRequest, requestKeys } from '../patterns/attempts/request-keys.ts';

/** Failed attempts that were tried again, and calls sent over and over although they succeeded. */
export const retryStorms = defineDetector({
  id: 'retry-storms',
  title: 'Retry storms and loops',
  describe:
    'Attempts at the same request: the same prompt, model, parameters, user and session, or the same prompt in one trace; ' +
    'without prompt text, the same trace and either rising attempt numbers or the same model and endpoint. ' +
    'Retries: a failed attempt and the attempts that follow it, each within the window, up to the first success. One attempt is needed: ' +
    'the success, or, when none succeeded, the first failure; what the other failed attempts were billed is avoidable; ' +
    'a success with another model within the window, sent after the failure ended by the same user and session and in no other trace, is a success too. ' +
    'Failed attempts without logged tokens count as 0. A failure that nothing followed is no storm. ' +
    'Loops: the same request succeeding several times in a row within minutes; all but the first success are avoidable.',
  why: 'Each attempt that ran is billed again with its whole prompt, and hammering a struggling server makes the next failure likelier.',
  basis: 'measured',
  needs: ['time', 'attempts'],
  options: {
    window: {
      default: 300,
      min: 1,
      describe:
        'Longest wait in seconds between the end of a failed attempt and its retry (5 minutes: the window in which CrashLens looks for retry loops).',
    },
    loopGap: {
      default: 120,
      min: 1,
      describe: 'Longest wait in seconds between two calls of a loop (2 minutes: as CrashLens).',
    },
    loopCalls: {
      default: 3,
      min: 2,
      describe: 'Successes in a row from which they are a loop (3: as CrashLens).',
    },
  },
  columns: [
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'attempts', label: 'Attempts', kind: 'count' },
    { key: 'failed', label: 'Failed', kind: 'count' },
    { key: 'statuses', label: 'Failures', kind: 'text' },
    { key: 'backoff', label: 'Waits grow', kind: 'flag' },
    { key: 'firstGap', label: 'First wait', kind: 'ms' },
    { key: 'lastGap', label: 'Last wait', kind: 'ms' },
    { key: 'span', label: 'First to last', kind: 'ms' },
    { key: 'failedTokens', label: 'Failed tokens', kind: 'tokens' },
    { key: 'unbilled', label: 'Failed without tokens', kind: 'count' },
    { key: 'answers', label: 'Distinct answers', kind: 'count' },
  ],
  fix: (options) =>
    'Retry with exponential backoff and jitter, honour Retry-After, cap the attempts, and do not retry what cannot succeed (4xx other than 408, 409 and 429). ' +
    `Stop loops with a step limit and a check for a request already answered. Found with retries within ${options.window} s, and loops of ${options.loopCalls} or more calls at most ${options.loopGap} s apart.`,
  start: (context, options, sink) => new RetryStormsRun(context, options, sink),
});

interface Options {
  readonly window: number;
  readonly loopGap: number;
  readonly loopCalls: number;
}

interface Open<T> {
  readonly run: AttemptRun;
  /** The call that opened it. */
  readonly first: number;
  /** Prompt, model and parameters of its calls: a loop is one of equal calls, whatever trace it is in. */
  readonly identity: number;
  /** The sink's group, once there is one. */
  group: number | undefined;
  readonly pending: T;
}

/** A request that may still see another attempt. */
interface Request {
  /** Model and trace of its last call; '' when the log has none. */
  model: string;
  trace: string;
  lastEnd: number;
  lastAttempt: number;
  /** Failures not yet followed by a success; pending is the first one, needed unless a success comes. */
  failures: Open<Example> | undefined;
  /** Successes in a row; pending are the avoidable ones, as long as they are too few for a loop. */
  successes: Open<Example[]> | undefined;
}

interface Example {
  readonly index: number;
  readonly isBilled: boolean;
}

class RetryStormsRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #sink: FindingSink;
  readonly #window: number;
  readonly #loopGap: number;
  readonly #loopCalls: number;
  /** By trace and by content. What no attempt can join any more is dropped in one sweep per window of log time. */
  readonly #requests = new Map<number, Request>();
  /** Requests that failed, by prompt and caller, whatever the model. */
  readonly #failing = new Map<number, Set<Request>>();
  readonly #runs = new Map<number, AttemptRun>();
  /** By group, the first failure of a storm that nothing has answered so far. */
  readonly #unanswered = new Map<number, number>();
  #nextSweep = Number.NEGATIVE_INFINITY;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#sink = sink;
    this.#window = options.window * 1000;
    this.#loopGap = options.loopGap * 1000;
    this.#loopCalls = options.loopCalls;
  }

  see(call: Call): void {
    if (Number.isNaN(call.time) || call.cacheHit) return;
    const keys = requestKeys(call);
    if (keys.length === 0) return;
    this.#expire(call.time);
    let request: Request | undefined;
    for (const key of keys) request ??= this.#requests.get(key);
    const isSame =
      request !== undefined && continuesRequest(call, request.lastAttempt, request.failures !== undefined);
    if (request === undefined || !isSame) request = newRequest();
    const gap = Math.max(0, call.time - request.lastEnd);
    if (call.failed) this.#fail(request, call, gap);
    else {
      this.#succeed(request, call, gap);
      this.#answerOthers(request, call);
    }
    const latency = Number.isNaN(call.latencyMs) ? 0 : Math.max(0, call.latencyMs);
    request.lastEnd = Math.max(request.lastEnd, call.time + latency);
    request.lastAttempt = call.attempt;
    request.model = modelAsked(call);
    request.trace = call.trace;
    for (const key of keys) this.#requests.set(key, request);
    if (call.failed && call.prompt >= 0) {
      const key = anyModelKey(call);
      const failing = this.#failing.get(key);
      if (failing === undefined) this.#failing.set(key, new Set([request]));
      else failing.add(request);
    }
  }

  finish(): void {
    this.#requests.clear();
    this.#failing.clear();
    for (const [group, index] of this.#unanswered) this.#sink.keep(group, index);
    this.#unanswered.clear();
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#runs.get(group)!.describe(this.#context.prompts);
  }

  #fail(request: Request, call: Call, gap: number): void {
    request.successes = undefined;
    const { failures } = request;
    const identity = requestIdentity(call.prompt, call);
    if (failures === undefined || gap > this.#window) {
      const run = new AttemptRun('retries', call);
      request.failures = { run, first: call.index, identity, group: undefined, pending: example(call) };
      return;
    }
    failures.run.add(call, gap);
    this.#unanswered.set(this.#claim(failures, example(call)), failures.pending.index);
  }

  #succeed(request: Request, call: Call, gap: number): void {
    const { failures, successes } = request;
    request.failures = undefined;
    if (failures !== undefined && gap <= this.#window) {
      this.#answer(failures, call, gap);
    }
    const identity = requestIdentity(call.prompt, call);
    if (successes === undefined || gap > this.#loopGap || identity !== successes.identity) {
      const first = new AttemptRun('loop', call);
      request.successes = { run: first, first: call.index, identity, group: undefined, pending: [] };
      return;
    }
    successes.run.add(call, gap);
    successes.pending.push(example(call));
    if (successes.run.attempts < this.#loopCalls) return;
    const isNew = successes.group === undefined;
    for (const avoidable of successes.pending.splice(0)) this.#claim(successes, avoidable);
    if (isNew) this.#sink.keep(successes.group!, successes.first);
  }

  /** With the success known, no failure before it was needed. */
  #answer(failures: Open<Example>, success: Call, gap: number): void {
    failures.run.add(success, gap);
    const group = this.#claim(failures, failures.pending);
    this.#unanswered.delete(group);
    this.#sink.keep(group, success.index);
  }

  #claim(open: Open<unknown>, { index, isBilled }: Example): number {
    open.group ??= this.#sink.group();
    this.#runs.set(open.group, open.run);
    this.#sink.add(open.group, index, isBilled ? 'all' : {});
    return open.group;
  }

  /** A success answers what failed with other models before it was sent: a fallback. */
  #answerOthers(request: Request, call: Call): void {
    const failing = call.prompt < 0 ? undefined : this.#failing.get(anyModelKey(call));
    if (failing === undefined) return;
    const model = modelAsked(call);
    for (const other of failing) {
      const gap = call.time - other.lastEnd;
      const isApart = call.trace !== '' && other.trace !== '' && call.trace !== other.trace;
      if (other === request || other.model === model || isApart) continue;
      if (other.failures === undefined || gap < 0 || gap > this.#window) continue;
      this.#answer(other.failures, call, gap);
      other.failures = undefined;
    }
  }

  #expire(now: number): void {
    if (now < this.#nextSweep) return;
    const limit = Math.max(this.#window, this.#loopGap);
    for (const [key, request] of this.#requests) {
      if (now - request.lastEnd > limit) this.#requests.delete(key);
    }
    for (const [key, failing] of this.#failing) {
      for (const request of failing) {
        if (request.failures === undefined || now - request.lastEnd > limit) failing.delete(request);
      }
      if (failing.size === 0) this.#failing.delete(key);
    }
    this.#nextSweep = now + limit;
  }
}

function newRequest(): Request {
  return {
    model: '',
    trace: '',
    lastEnd: Number.NEGATIVE_INFINITY,
    lastAttempt: 0,
    failures: undefined,
    successes: undefined,
  };
}

function example(call: Call): Example {
  return { index: call.index, isBilled: billedTokens(call.usage) > 0 };
}
