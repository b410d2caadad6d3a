import { type DetectorRun, defineDetector, type FindingSink } from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { combine52, hash52 } from '../model/hash.ts';
import { billedTokens } from '../model/usage.ts';
import { type FailureCause, failureCause } from '../patterns/attempts/failure-cause.ts';
import { modelAsked } from '../patterns/attempts/request-identity.ts';
import { Names } from '../patterns/columns/names.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';
import { ADVICE } from './failures/failure-advice.ts';

/** Calls that failed, and what of them was billed. */
export const failedCalls = defineDetector({
  id: 'failed-calls',
  title: 'Failed calls',
  describe:
    'Calls that the log says failed, and calls whose answer a content filter or a refusal took away, whose tool call the provider ' +
    'threw away as invalid, or whose stream broke off, by cause, status and model. Avoidable: all tokens that the log says were used ' +
    '(rate limits and errors before the first token are not billed; filtered prompts, timeouts and broken streams mostly are). ' +
    'A failure without logged tokens is counted and costs nothing. For review: a refusal before any output, which some providers do not ' +
    'bill, and filtered or broken answers whose tokens had to be estimated.',
  why: 'Tokens that were processed before a call failed are billed although nobody can use them.',
  basis: 'measured',
  needs: ['status'],
  options: {},
  columns: [
    { key: 'cause', label: 'Cause', kind: 'text' },
    { key: 'status', label: 'Status', kind: 'text' },
    { key: 'error', label: 'Error', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'billed', label: 'Billed', kind: 'count' },
    { key: 'unbilled', label: 'Not billed', kind: 'count' },
    { key: 'latency', label: 'Mean time lost', kind: 'ms' },
    { key: 'share', label: "Of the model's calls", kind: 'percent' },
  ],
  fix: () =>
    'Validate requests before they are sent, keep below rate limits, give long answers time or stream them, and retry only what can succeed, with backoff; each group says what its cause asks for.',
  start: (_context, _options, sink) => new FailedCallsRun(sink),
});

interface Group {
  readonly cause: FailureCause;
  readonly status: number;
  readonly model: number;
  readonly isReview: boolean;
  /** The first error or reason that was logged. */
  error: string;
  calls: number;
  billed: number;
  timed: number;
  latency: number;
}

class FailedCallsRun implements DetectorRun {
  readonly #sink: FindingSink;
  readonly #models = new Names();
  readonly #callsOfModel = new NumberColumn();
  readonly #numbers = new Map<number, number>();
  readonly #groups: Group[] = [];

  constructor(sink: FindingSink) {
    this.#sink = sink;
  }

  see(call: Call): void {
    if (call.cacheHit) return;
    const model = this.#models.id(modelAsked(call));
    this.#callsOfModel.add(model, 1);
    const cause = failureCause(call);
    if (cause === undefined) return;
    const isBilled = billedTokens(call.usage) > 0;
    const number = this.#group(call, cause, model, isBilled && isUncertain(call));
    const group = this.#groups[number]!;
    if (group.error === '') group.error = call.error === '' && !call.failed ? call.finishReason : call.error;
    group.calls++;
    if (isBilled) group.billed++;
    if (call.latencyMs >= 0) {
      group.timed++;
      group.latency += call.latencyMs;
    }
    this.#sink.add(number, call.index, isBilled ? 'all' : {});
  }

  finish(): void {}

  describe(number: number): ReturnType<DetectorRun['describe']> {
    const { cause, status, model, isReview, error, calls, billed, timed, latency } = this.#groups[number]!;
    const name = this.#models.name(model);
    const code = status > 0 ? String(status) : '';
    return {
      id: [cause, code, name, ...(isReview ? ['review'] : [])].join('/'),
      label: `${code === '' ? cause : `${code} ${cause}`}, ${name === '' ? 'unknown model' : name}`,
      columns: {
        cause,
        status: code === '' ? null : code,
        error: error === '' ? null : error,
        model: name,
        billed,
        unbilled: calls - billed,
        latency: timed === 0 ? null : latency / timed,
        share: calls / this.#callsOfModel.get(model),
      },
      fix: ADVICE[cause],
    };
  }

  #group(call: Call, cause: FailureCause, model: number, isReview: boolean): number {
    // A filtered answer comes with a status that says nothing of it.
    const status = call.failed ? call.status : 0;
    const key = combine52(combine52(combine52(hash52(cause), status), model), isReview ? 1 : 0);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      const basis = call.usageBasis === 'estimated' ? 'estimated' : 'measured';
      number = this.#sink.group({ review: isReview, basis });
      this.#numbers.set(key, number);
      this.#groups[number] = {
        cause,
        status,
        model,
        isReview,
        error: '',
        calls: 0,
        billed: 0,
        timed: 0,
        latency: 0,
      };
    }
    return number;
  }
}

/**
 * Whether the tokens may not have been billed: counted from the text, or a model's refusal before the first token (Claude's are not
 * in some categories, by reports of its users).
 */
function isUncertain({ usageBasis, usage, failed, finishReason }: Call): boolean {
  if (usageBasis === 'estimated') return true;
  return !failed && usage.output === 0 && /refusal/i.test(finishReason);
}
