import type { Call } from '../../../src/model/call.ts';

export interface SlowRules {
  readonly maxAttempts: number;
  /** Milliseconds before the n-th retry, from 1. */
  readonly wait: (failures: number) => number;
  readonly breakerFailures: number;
  readonly breakerOpen: number;
  readonly window: number;
  readonly outcome: string;
}

interface Chain {
  readonly calls: Call[];
  /** The attempt that succeeded; a fallback is none. */
  answer?: Call;
  isOver: boolean;
  isAnswered: boolean;
}

const end = (call: Call): number => call.time + (call.latencyMs > 0 ? call.latencyMs : 0);
const lastEnd = ({ calls }: Chain): number => Math.max(...calls.map(end));
const isLasting = ({ status }: Call): boolean =>
  status < 500 && status !== 429 && status !== 408 && status !== 409;

/** Sorts calls with prompts into chains by comparing each with all before it. */
function chainsOf(calls: readonly Call[], window: number): (Chain | undefined)[] {
  const chains: (Chain | undefined)[] = [];
  const failures: { readonly call: Call; readonly chain: Chain }[] = [];
  const sameTrace = (a: Call, b: Call): boolean =>
    a.trace !== '' && a.trace === b.trace && a.prompt === b.prompt;
  const sameCaller = (a: Call, b: Call): boolean =>
    a.prompt === b.prompt && a.user === b.user && a.session === b.session;
  const sameRequest = (a: Call, b: Call): boolean => sameCaller(a, b) && a.model === b.model;
  for (const call of calls) {
    let found: Chain | undefined;
    for (const isSame of [sameTrace, sameRequest]) {
      const latest = failures.findLast((failure) => isSame(failure.call, call))?.chain;
      if (latest !== undefined && !latest.isOver && call.time - lastEnd(latest) <= window) found ??= latest;
    }
    const last = found?.calls.at(-1);
    const isNumbered = last !== undefined && last.attempt > 0 && call.attempt > last.attempt;
    const isApart = found !== undefined && call.time < end(found.calls[0]!) && !isNumbered;
    if (call.failed && !isApart) {
      const chain = found ?? { calls: [], isOver: false, isAnswered: false };
      chain.calls.push(call);
      failures.push({ call, chain });
      chains.push(chain);
      continue;
    }
    chains.push(call.failed || isApart ? undefined : found);
    if (call.failed) continue;
    const answered = failures
      .map(({ chain }) => chain)
      .filter((chain) => {
        const [first] = chain.calls;
        const trace = chain.calls.at(-1)!.trace;
        const gap = call.time - lastEnd(chain);
        const mayBe = trace === '' || call.trace === '' || trace === call.trace;
        return (
          !chain.isOver &&
          sameCaller(first!, call) &&
          first!.model !== call.model &&
          mayBe &&
          gap >= 0 &&
          gap <= window
        );
      });
    if (found !== undefined && !isApart) {
      answered.push(found);
      found.answer = call;
    }
    for (const chain of answered) {
      chain.isOver = true;
      chain.isAnswered = true;
    }
  }
  return chains;
}

interface Event {
  readonly time: number;
  readonly kind: 'failure' | 'answer' | 'probe';
}

/** What becomes of each call: sent as it was, not made, or kept although it would come later or not at all. */
export type Fate = 'sent' | 'dropped' | 'delayed' | 'refused';

export function slowRetries(calls: readonly Call[], rules: SlowRules): Fate[] {
  const chains = chainsOf(calls, rules.window);
  const made = new Map<Chain, { readonly call: Call; readonly sent: number }[]>();
  const events = new Map<string, Event[]>();
  const isOpenAt = (of: Event[], now: number): boolean => {
    const known = of
      .map((event, order) => ({ ...event, order }))
      .filter(({ time }) => time <= now)
      .sort((a, b) => a.time - b.time || a.order - b.order);
    let row = 0;
    let until: number | undefined;
    for (const { time, kind } of known) {
      if (kind === 'answer') {
        row = 0;
        until = undefined;
      } else if (kind === 'probe') until = time + rules.breakerOpen;
      else if (++row >= rules.breakerFailures) until = time + rules.breakerOpen;
    }
    if (until !== undefined && now >= until) of.push({ time: now, kind: 'probe' });
    return until !== undefined && now < until;
  };
  return calls.map((call, i) => {
    const chain = chains[i];
    const tries = chain === undefined ? [] : (made.get(chain) ?? []);
    if (chain !== undefined) made.set(chain, tries);
    const last = tries.at(-1);
    const isGivenUp = last !== undefined && (tries.length >= rules.maxAttempts || isLasting(last.call));
    const ended = last === undefined ? Number.NEGATIVE_INFINITY : last.sent + end(last.call) - last.call.time;
    const allowed = ended + rules.wait(tries.length);
    if (call.failed && isGivenUp) return 'dropped';
    if (call.failed && rules.outcome === 'time' && chain?.isAnswered) {
      const all = chain.answer === undefined ? chain.calls : [...chain.calls, chain.answer];
      const standsFor = all.findLast(({ time }) => time <= allowed);
      if (standsFor !== undefined && all.indexOf(standsFor) > all.indexOf(call)) return 'dropped';
    }
    const key = `${call.provider}/${call.model}`;
    const of = events.get(key) ?? [];
    events.set(key, of);
    if (rules.breakerFailures > 0 && isOpenAt(of, call.time)) return call.failed ? 'dropped' : 'refused';
    of.push({ time: end(call), kind: call.failed && !isLasting(call) ? 'failure' : 'answer' });
    if (call.failed) tries.push({ call, sent: Math.max(call.time, allowed) });
    else if (isGivenUp) return 'refused';
    else if (call.time < allowed) return 'delayed';
    return 'sent';
  });
}
