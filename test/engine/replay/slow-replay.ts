import type { Models } from '../../../src/contracts/models.ts';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { PlannedCall, Strategy } from '../../../src/contracts/strategy.ts';
import type { Call } from '../../../src/model/call.ts';
import type { Risk } from '../../../src/model/replayed.ts';
import { context } from './fake-strategies.ts';

/** What one strategy of a slow replay left. */
export interface SlowStep {
  /** US dollars of all calls and of what the strategies so far cost themselves. */
  readonly after: number;
  readonly own: number;
  readonly changed: number;
  /** Calls by what their callers may notice of this strategy. */
  readonly risks: ReadonlyMap<Risk, ReadonlySet<Call>>;
}

/** One strategy after the other over a list that is kept in full. */
export function slowReplay(
  strategies: readonly Strategy[],
  calls: readonly Call[],
  models: Models,
  options: readonly AnyOptionValues[] = [],
): SlowStep[] {
  const priceOf = ({ model, provider, tier, usage, original }: PlannedCall): number =>
    models.cost({ model, provider, tier, usage, time: original.time });
  let rows: PlannedCall[] = calls
    .map((call) => ({ ...call, original: call, costUsd: models.cost(call) }))
    .filter(({ costUsd }) => !Number.isNaN(costUsd));
  let ownBefore = 0;
  return strategies.map((strategy, i) => {
    const run = strategy.start(context, options[i] ?? {});
    const risks = new Map<Risk, Set<Call>>();
    let own = 0;
    let changed = 0;
    rows = rows.flatMap((row): PlannedCall[] => {
      const change = run.change(row);
      if (change === undefined) return [row];
      const { drop, added = [], addedUsd = 0, billedUsd, group: _, risk, ...parts } = change;
      const cost = addedUsd + added.reduce((sum, billable) => sum + models.cost(billable), 0);
      const next = { ...row, ...parts };
      const isSame =
        next.model === row.model &&
        next.tier === row.tier &&
        JSON.stringify(next.usage) === JSON.stringify(row.usage);
      const costUsd = drop ? 0 : (billedUsd ?? (isSame ? row.costUsd : priceOf(next)));
      if (Number.isNaN(cost) || Number.isNaN(costUsd)) return [row];
      own += cost;
      if (drop || !isSame || costUsd !== row.costUsd) changed++;
      if (risk !== undefined) risks.set(risk, new Set([...(risks.get(risk) ?? []), row.original]));
      return drop ? [] : [{ ...next, costUsd }];
    });
    ownBefore += own;
    return { after: rows.reduce((sum, row) => sum + row.costUsd, 0) + ownBefore, own, changed, risks };
  });
}
