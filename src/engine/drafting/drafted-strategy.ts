import type { StrategyResult } from '../../model/report.ts';
import type { DraftedStrategy } from '../../model/scenario-draft.ts';
import { strategies } from '../../strategies/index.ts';

/** A replayed strategy with the options that are worth a line: tried at other values, or not the default. */
export function draftedStrategy(result: StrategyResult): DraftedStrategy {
  const { strategy: id, options, sweep } = result;
  const specs = strategies.find((known) => known.id === id)!.options;
  const drafted = Object.entries(options)
    .map(([name, value]) => ({
      name,
      value,
      others: sweep
        .filter(({ option, value: tried }) => option === name && tried !== value)
        .map(({ value: tried, savedUsd }) => ({ value: tried, savedUsd })),
    }))
    .filter(({ name, value, others }) => others.length > 0 || value !== specs[name]?.default);
  return { result, options: drafted };
}
