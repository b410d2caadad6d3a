import type { GroupDescription } from '../../contracts/detector.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { billedTokens } from '../../model/usage.ts';
import { modelAsked } from './request-identity.ts';

/** Longer runs are judged by their first gaps, so that a run of any length stays small. */
const GAPS_KEPT = 1000;
/** Exponential backoff doubles its waits; 1.5 leaves room for jitter of a quarter in both directions (0.75 x 2 = 1.5). */
const GROWTH = 1.5;

/** What is shown of one run of attempts at the same request: failed ones and their retries, or a loop of successes. */
export class AttemptRun {
  readonly kind: 'retries' | 'loop';
  attempts = 0;
  failed = 0;
  /** Failed attempts for which the log has no tokens: they cost nothing as far as is known. */
  unbilled = 0;
  /** Tokens of all failed attempts, the first one included. */
  failedTokens = 0;
  readonly #node: number;
  readonly #trace: string;
  readonly #model: string;
  readonly #firstTime: number;
  #lastTime: number;
  #lastGap = Number.NaN;
  readonly #gaps: number[] = [];
  // Almost every call opens a run that nothing ever joins: what only some need is made when it is needed.
  #statuses: Map<string, number> | undefined;
  #firstAnswer = 0;
  #answers: Set<number> | undefined;

  constructor(kind: 'retries' | 'loop', first: Call) {
    this.kind = kind;
    this.#node = first.prompt;
    this.#trace = first.trace;
    this.#model = modelAsked(first);
    this.#firstTime = first.time;
    this.#lastTime = first.time;
    this.add(first, Number.NaN);
  }

  /** `gap` is the wait before the attempt in milliseconds, NaN for the first. */
  add(call: Call, gap: number): void {
    this.attempts++;
    this.#lastTime = call.time;
    if (!Number.isNaN(gap)) {
      this.#lastGap = gap;
      if (this.#gaps.length < GAPS_KEPT) this.#gaps.push(gap);
    }
    if (call.failed) {
      const tokens = billedTokens(call.usage);
      this.failed++;
      this.failedTokens += tokens;
      if (tokens === 0) this.unbilled++;
      const status = call.status > 0 ? String(call.status) : call.error || 'failed';
      this.#statuses ??= new Map();
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    } else if (this.#firstAnswer === 0) this.#firstAnswer = call.response;
    else if (call.response !== 0) {
      this.#answers ??= new Set([this.#firstAnswer]);
      this.#answers.add(call.response);
    }
  }

  describe(prompts: Prompts): GroupDescription {
    const hasPrompt = this.#node >= 0;
    const request = hasPrompt ? prompts.key(this.#node) : this.#trace;
    return {
      id: [this.kind, request, this.#model, this.#trace, this.#firstTime].join('/'),
      label: hasPrompt ? prompts.facts(prompts.segment(this.#node)).preview : `trace ${this.#trace}`,
      columns: {
        kind: this.kind,
        model: this.#model,
        attempts: this.attempts,
        failed: this.failed,
        statuses: statusText(this.#statuses),
        backoff: this.kind === 'loop' ? null : backsOff(this.#gaps),
        firstGap: this.#gaps[0] ?? null,
        lastGap: Number.isNaN(this.#lastGap) ? null : this.#lastGap,
        span: this.#lastTime - this.#firstTime,
        failedTokens: this.failedTokens,
        unbilled: this.unbilled,
        answers: this.#firstAnswer === 0 ? null : (this.#answers?.size ?? 1),
      },
    };
  }
}

function statusText(statuses: ReadonlyMap<string, number> | undefined): string | null {
  if (statuses === undefined) return null;
  return [...statuses].map(([name, count]) => `${name} x${count}`).join(', ');
}

/**
 * Whether waits grow: the mean of the later half of the gaps is at least GROWTH times that of the earlier half
 * (the middle one of an odd number belongs to neither). One gap alone says nothing: null.
 */
export function backsOff(gaps: readonly number[]): boolean | null {
  if (gaps.length < 2) return null;
  const half = Math.floor(gaps.length / 2);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const later = sum(gaps.slice(-half));
  return later > 0 && later >= GROWTH * sum(gaps.slice(0, half));
}
