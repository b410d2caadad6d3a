import type { DataTable } from '../../report/data/data-table.ts';
import { field, tableOf } from '../../report/data/table-of.ts';
import type { ModelCost } from '../explorer.ts';
import { costShare } from './compared-cost.ts';

/** The models with what the calls would cost on each. */
export function modelsTable(costs: readonly ModelCost[]): DataTable {
  return tableOf<ModelCost>('models', 'The same calls on one model each', costs, [
    field('model', 'model', 'text', ({ model }) => model),
    field('provider', 'provider', 'text', ({ provider }) => provider),
    field('tier', 'tier', 'text', ({ tier }) => tier),
    field('costUsd', 'cost', 'usd', ({ calls, costUsd }) => (calls > 0 ? costUsd : null)),
    field('beforeUsd', 'as billed', 'usd', ({ calls, beforeUsd }) => (calls > 0 ? beforeUsd : null)),
    field('share', 'of what was billed', 'percent', (cost) => {
      const share = costShare(cost);
      return Number.isNaN(share) ? null : share;
    }),
    field('calls', 'calls compared', 'count', ({ calls }) => calls),
    field('unpricedCalls', 'calls without a price there', 'count', ({ unpricedCalls }) => unpricedCalls),
    field('tooLongCalls', 'calls that do not fit', 'count', ({ tooLong }) => tooLong),
    field('ownCalls', 'calls on it in the log', 'count', ({ ownCalls }) => ownCalls),
    field('inputUsd', 'input per 1M tokens', 'usd', ({ inputUsd }) => inputUsd),
    field('outputUsd', 'output per 1M tokens', 'usd', ({ outputUsd }) => outputUsd),
    field('contextWindow', 'context window', 'tokens', ({ contextWindow }) => contextWindow),
  ]);
}
