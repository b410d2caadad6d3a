import type { StrategyResult } from '../model/report.ts';
import { counted, usd } from './format.ts';
import { hasSpan, savedRange } from './money.ts';

/** What a strategy saves in its place and alone, how that is known, and what it costs itself; a sentence each. */
export function moneySentences(step: StrategyResult): string[] {
  const { savedUsd, aloneSavedUsd, ownCostUsd, callsChanged, basis, range } = step;
  const alone = aloneSavedUsd === savedUsd ? 'the same alone' : `${saving(aloneSavedUsd)} alone`;
  return [
    `${capitalised(saving(savedUsd))} in this order, ${alone}; ${basis}; ${counted(callsChanged, 'call')} changed.`,
    ...(hasSpan(range) ? [`Alone, pessimistic .. optimistic: ${savedRange(range)} saved.`] : []),
    ...(ownCostUsd > 0 ? [`It costs ${usd(ownCostUsd)} itself, already taken off.`] : []),
  ];
}

function saving(savedUsd: number): string {
  if (savedUsd === 0) return 'saves nothing';
  return savedUsd > 0 ? `saves ${usd(savedUsd)}` : `costs ${usd(-savedUsd)} more`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
