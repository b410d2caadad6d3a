import type { StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { type BurstRule, OfflineWork } from '../../patterns/offline/offline-work.ts';
import { GrowingThreads } from './growing-threads.ts';

/** What the whole log tells of who waits for which answer. */
export interface WaitingCalls {
  /**
   * Nobody waited for it, as the detector of such calls judges with the same rule: the certain ones only. Whether there is a batch
   * rate is not asked here: earlier strategies may have sent the call to another model.
   */
  isFound(call: Call): boolean;
  /** A turn of a conversation or a step of an agent: the next one waits for it. */
  isTurn(call: Call): boolean;
}

const KNOWN = new WeakMap<StrategyContext, Map<string, WaitingCalls>>();

/** Worked out once for all runs over a log. */
export function waitingCalls(context: StrategyContext, rule: BurstRule): WaitingCalls {
  let known = KNOWN.get(context);
  if (known === undefined) {
    known = new Map();
    KNOWN.set(context, known);
  }
  const key = `${rule.minCalls} ${rule.window} ${rule.pause}`;
  let calls = known.get(key);
  if (calls === undefined) {
    calls = judge(context, rule);
    known.set(key, calls);
  }
  return calls;
}

function judge(context: StrategyContext, rule: BurstRule): WaitingCalls {
  const work = new OfflineWork(context, rule, () => 1);
  const threads = new GrowingThreads();
  /** 1 by index. */
  const found = new NumberColumn();
  for (const call of context.calls()) {
    work.see(call);
    threads.see(call);
  }
  work.finish(({ isReview, calls }) => {
    if (!isReview) for (const index of calls) found.set(index, 1);
  });
  return {
    isFound: (call) => found.get(call.index) === 1,
    isTurn: (call) => (call.prompt >= 0 ? work.turns.isTurn(call.prompt) : threads.isTurn(call)),
  };
}
