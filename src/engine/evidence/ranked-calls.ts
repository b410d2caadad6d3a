import type { Call } from '../../model/call.ts';
import type { Totals } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { TotalsCounter } from '../totals/totals.ts';
import type { Members } from './members.ts';
import type { SettledClaims } from './settled-claims.ts';

interface Costed {
  readonly members: Members;
  readonly settled: SettledClaims;
  callAt(index: number): Call;
  costOf(call: Call): number;
  /** Told of each member in time order. */
  see(call: Call, costUsd: number): void;
}

/** What a subject's calls come to, and in which order they are worth looking at. */
export interface RankedCalls {
  readonly totals: Totals;
  /** The calls with the most avoidable money first, then those that cost most; equal ones in time order. */
  readonly order: Uint32Array;
  readonly promptSizes: Float64Array;
  readonly outputSizes: Float64Array;
}

export function rankCalls({ members, settled, callAt, costOf, see }: Costed): RankedCalls {
  const counter = new TotalsCounter();
  const indices = new Uint32Array(members.size);
  const costs = new Float64Array(members.size);
  const wasted = new Float64Array(members.size);
  const promptSizes = new Float64Array(members.size);
  const outputSizes = new Float64Array(members.size);
  let n = 0;
  let row = 0;
  for (let index = 0; index < members.mask.length; index++) {
    if (members.mask[index] === 0) continue;
    const call = callAt(index);
    const costUsd = costOf(call);
    counter.add(call, costUsd);
    see(call, costUsd);
    indices[n] = index;
    costs[n] = Number.isNaN(costUsd) ? 0 : costUsd;
    promptSizes[n] = promptTokens(call.usage);
    outputSizes[n] = call.usage.output;
    for (; row < settled.size && settled.callAt(row) <= index; row++) wasted[n]! += settled.usdAt(row);
    n++;
  }
  const order = Uint32Array.from(indices, (_, i) => i);
  order.sort((a, b) => wasted[b]! - wasted[a]! || costs[b]! - costs[a]! || a - b);
  return { totals: counter.totals(), order: order.map((i) => indices[i]!), promptSizes, outputSizes };
}
