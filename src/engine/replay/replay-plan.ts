import type { SentTokens } from '../../contracts/strategy.ts';
import type { Call, ServiceTier } from '../../model/call.ts';
import type { TokenCounts } from '../../model/usage.ts';

/** A call on its way through the strategies; one object serves all calls, so that a replay allocates nothing per call. */
export interface Plan {
  original: Call;
  model: string;
  provider: string;
  tier: ServiceTier;
  usage: TokenCounts;
  /** US dollars as things stand; finite. */
  costUsd: number;
  dropped: boolean;
  hasOtherPrompt: boolean;
  sentTokens: SentTokens | undefined;
  /** Bits by position in RISKS. */
  risks: number;
}

export function newPlan(call: Call, costUsd: number): Plan {
  const { model, provider, tier, usage } = call;
  return {
    original: call,
    model,
    provider,
    tier,
    usage,
    costUsd,
    dropped: false,
    hasOtherPrompt: false,
    sentTokens: undefined,
    risks: 0,
  };
}

export function resetPlan(plan: Plan, call: Call, costUsd: number): void {
  plan.original = call;
  plan.model = call.model;
  plan.provider = call.provider;
  plan.tier = call.tier;
  plan.usage = call.usage;
  plan.costUsd = costUsd;
  plan.dropped = false;
  plan.hasOtherPrompt = false;
  plan.sentTokens = undefined;
  plan.risks = 0;
}

export function copyPlan(from: Plan, to: Plan): void {
  to.original = from.original;
  to.model = from.model;
  to.provider = from.provider;
  to.tier = from.tier;
  to.usage = from.usage;
  to.costUsd = from.costUsd;
  to.dropped = from.dropped;
  to.hasOtherPrompt = from.hasOtherPrompt;
  to.sentTokens = from.sentTokens;
  to.risks = from.risks;
}

/** Nothing that a strategy sees of a call has been changed. */
export function isUntouched(plan: Plan, untouched: Plan): boolean {
  return (
    plan.usage === untouched.usage &&
    plan.model === untouched.model &&
    plan.provider === untouched.provider &&
    plan.tier === untouched.tier &&
    plan.costUsd === untouched.costUsd &&
    plan.hasOtherPrompt === untouched.hasOtherPrompt
  );
}

/** The same of the call as it was, which costs `usd` US dollars. */
export function isAsLogged(plan: Plan, usd: number): boolean {
  const { original } = plan;
  return (
    plan.usage === original.usage &&
    plan.model === original.model &&
    plan.provider === original.provider &&
    plan.tier === original.tier &&
    plan.costUsd === usd &&
    !plan.hasOtherPrompt
  );
}
