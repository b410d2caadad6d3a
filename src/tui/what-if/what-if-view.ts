import { isAllUnpriced } from '../../report/money.ts';
import type { Session } from '../session.ts';
import type { WhatIfState } from '../what-if-store.ts';
import type { StrategyList } from './list-rows.ts';
import type { StrategyNotes } from './notes.ts';
import { type OptionRow, optionRows } from './option-rows.ts';
import { hasSettings } from './option-values.ts';
import { knownIds, type WishedStrategy, wishedStrategies } from './wish-strategies.ts';

/** What the screen shows of a state. */
export interface WhatIfView {
  readonly known: readonly string[];
  readonly strategies: readonly WishedStrategy[];
  /** Position of the chosen strategy, -1 without any. */
  readonly at: number;
  readonly list: StrategyList;
  /** Of the chosen strategy. */
  readonly notes: StrategyNotes;
  readonly options: readonly OptionRow[];
}

/** `chosen` is the strategy under the cursor; the first one where there is none of that name. */
export function whatIfView(
  { report, strategies: infos, wish: home }: Pick<Session, 'report' | 'strategies' | 'wish'>,
  { wish, answer }: WhatIfState,
  chosen: string,
  isLate: boolean,
): WhatIfView {
  const known = knownIds(infos, home);
  const strategies = wishedStrategies(wish, known, home);
  const infoOf = (id: string) => infos.find((info) => info.id === id);
  const resultOf = (id: string) => answer.strategies.find(({ strategy }) => strategy === id);
  const title = (id: string): string =>
    infoOf(id)?.title ?? report.strategies.find(({ strategy }) => strategy === id)?.title ?? id;
  const at =
    strategies.length === 0
      ? -1
      : Math.max(
          0,
          strategies.findIndex(({ id }) => id === chosen),
        );
  const id = strategies[at]?.id ?? '';
  const info = infoOf(id);
  const isUnpriced = isAllUnpriced(report.totals);
  const calls = report.totals.calls;
  return {
    known,
    strategies,
    at,
    list: {
      ...{ strategies, answer, calls, isUnpriced, isLate, title },
      isOnRequest: (other) => infoOf(other)?.isOnRequest === true,
      hasSettings: (other) => hasSettings(wish, other),
    },
    notes: {
      ...{ title: title(id), calls, isUnpriced },
      describe: info?.describe ?? '',
      result: wish.strategies.includes(id) ? resultOf(id) : undefined,
    },
    options: info === undefined ? [] : optionRows(info, wish, home),
  };
}
