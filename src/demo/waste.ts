import type { Random } from './random.ts';
import { type Draft, documents, TASKS, type Task } from './tasks.ts';

/*
 * The waste of the demo, as shares of all tokens: what an audit of a real content pipeline was reported to have found.
 * Repeated calls 34%, oversized contexts 22%, failed calls that were retried without backoff 18%; the rest was needed.
 */
const REPEATED = 0.34;
const OVERSIZED = 0.22;
const FAILED = 0.18;

/** Rate-limited attempts carry no tokens; this share of the lines is theirs. */
const RATE_LIMITED_LINES = 0.03;

/** One request that succeeded, and everything wasteful around it. */
export interface Plan {
  readonly draft: Draft;
  /** Documents that nobody needed, appended to the draft's own. */
  readonly padding: readonly string[];
  /** Statuses of the attempts that failed before the first success. */
  readonly failures: readonly number[];
  readonly repeats: readonly RepeatKind[];
}

export type RepeatKind = 'exact' | 'retyped' | 'politer' | 'loop';

/** Calls of a loop, the first included: an agent that asks the same thing again within seconds. */
export const LOOP_CALLS = 4;

/**
 * Plans about `lines` log lines. Shares of tokens become shares of lines because repeats and failures are spread evenly
 * over the requests of each task; only padding adds tokens without adding lines.
 */
export function planWaste(lines: number, random: Random): Plan[] {
  return TASKS.flatMap((task) => planTask(task, Math.round(lines * task.share), random));
}

function planTask(task: Task, lines: number, random: Random): Plan[] {
  const billed = lines * (1 - RATE_LIMITED_LINES);
  const unpadded = 1 - OVERSIZED;
  const repeats = Math.round((billed * REPEATED) / unpadded);
  const failures = Math.round((billed * FAILED) / unpadded);
  const rateLimited = Math.round(lines * RATE_LIMITED_LINES);
  const requests = Math.max(1, lines - repeats - failures - rateLimited);
  const repeatsOf = spreadRepeats(requests, repeats, random);
  const failuresOf = spreadFailures(requests, failures, rateLimited, random);
  return Array.from({ length: requests }, (_, i) => {
    const draft = task.draft(task, random);
    return { draft, padding: [], failures: failuresOf[i]!, repeats: repeatsOf[i]! };
  });
}

/** A few requests are popular, most are asked once or twice. */
function spreadRepeats(requests: number, repeats: number, random: Random): RepeatKind[][] {
  const of: RepeatKind[][] = Array.from({ length: requests }, () => []);
  for (let left = repeats; left > 0; ) {
    const at = Math.floor(random.next() ** 2 * requests);
    const kind = repeatKind(random);
    const calls = kind === 'loop' ? LOOP_CALLS - 1 : 1;
    if (calls > left) {
      of[at]!.push('exact');
      left--;
    } else {
      of[at]!.push(kind);
      left -= calls;
    }
  }
  return of;
}

function repeatKind(random: Random): RepeatKind {
  const point = random.next();
  return point < 0.78 ? 'exact' : point < 0.9 ? 'retyped' : point < 0.99 ? 'politer' : 'loop';
}

/** Failures come in runs of two or three; a run may begin with rate limiting. */
function spreadFailures(requests: number, failures: number, rateLimited: number, random: Random): number[][] {
  const of: number[][] = Array.from({ length: requests }, () => []);
  const order = random.shuffle(Array.from({ length: requests }, (_, i) => i));
  let limitedLeft = rateLimited;
  let failuresLeft = failures;
  for (let i = 0; failuresLeft + limitedLeft > 0; i = (i + 1) % requests) {
    const run = of[order[i]!]!;
    if (limitedLeft > 0 && random.next() < 0.3) {
      run.unshift(429);
      limitedLeft--;
    }
    for (let n = Math.min(failuresLeft, random.between(2, 3)); n > 0; n--) {
      run.push(random.pick([500, 502, 503, 504]));
      failuresLeft--;
    }
    if (failuresLeft === 0 && limitedLeft > 0) {
      run.unshift(429);
      limitedLeft--;
    }
  }
  return of;
}

/**
 * Pads requests that nobody repeats until the padding is its share of all tokens. Half of them get documents that do not
 * matter, half get their own documents over and over.
 */
export function pad(
  plans: readonly Plan[],
  plainTokens: number,
  count: (text: string) => number,
  random: Random,
): Plan[] {
  let left = (plainTokens * OVERSIZED) / (1 - OVERSIZED);
  const order = random.shuffle(plans.map((_, i) => i));
  const padded = [...plans];
  for (const i of order) {
    const plan = plans[i]!;
    const isFree = plan.repeats.length === 0 && plan.failures.length === 0;
    if (left <= 0 || !isFree || plan.draft.documents.length === 0) continue;
    const padding =
      random.next() < 0.5
        ? documents(random, random.between(25, 45))
        : repeated(plan.draft.documents, random.between(10, 20));
    padded[i] = { ...plan, padding };
    left -= padding.reduce((sum, text) => sum + count(`${text}\n\n`), 0);
  }
  return padded;
}

function repeated(texts: readonly string[], times: number): string[] {
  return Array.from({ length: times }, () => texts).flat();
}
