import type { Totals } from '../../model/report.ts';
import { counted, percent, rate, tokens, usd } from '../../report/format.ts';
import { change, cost } from '../../report/money.ts';
import type { ModelCost } from '../explorer.ts';
import { costShare } from './compared-cost.ts';
import type { ModelCostsState } from './model-costs-store.ts';
import { modelName } from './model-list.ts';

/** What the figures of the list mean: two lines. */
export function headLines({ costs, isRunning, error }: ModelCostsState, totals: Totals): readonly string[] {
  const known = isRunning ? `${counted(costs.length, 'model')} so far …` : counted(costs.length, 'model');
  return [
    ` ${cost(totals)} spent; the same prompts and answers on one model each: ${error === undefined ? known : `no answer: ${error}`}`,
    ' Tokens converted (estimated), quality not judged. • yours  ≥ calls left out',
  ];
}

/** One model in words: two lines. */
export function modelLines(model: ModelCost): readonly string[] {
  const { calls, costUsd, beforeUsd, ownCalls, unpricedCalls, tooLong } = model;
  const share = costShare(model);
  const compared =
    calls === 0
      ? 'no call can be compared'
      : `${counted(calls, 'call')} at ${usd(beforeUsd)} would be ${usd(costUsd)} (${change(beforeUsd - costUsd)}${Number.isNaN(share) ? '' : `, ${percent(share)} of now`})`;
  const out = [
    ...(unpricedCalls > 0 ? [`${counted(unpricedCalls, 'call')} without a price there at that time`] : []),
    ...(tooLong > 0
      ? [`${counted(tooLong, 'call')} that ${tooLong === 1 ? 'does' : 'do'} not fit its context`]
      : []),
  ];
  return [
    ` ${modelName(model)}: ${compared}`,
    ` ${[
      out.length === 0 ? '' : `left out: ${out.join(', ')}`,
      model.provider,
      `in ${rate(model.inputUsd)}, out ${rate(model.outputUsd)} per 1M`,
      `context ${tokens(model.contextWindow, 7)}`,
      ownCalls > 0 ? `${counted(ownCalls, 'call')} of yours` : '',
    ]
      .filter((part) => part !== '')
      .join(' · ')}`,
  ];
}
