import type { Report } from '../../model/report.ts';
import { filterText } from '../../report/filter-text.ts';
import { count, counted, duration, percent, usd } from '../../report/format.ts';
import { change, cost, isAllUnpriced } from '../../report/money.ts';
import { fillTo } from '../../report/safe-text.ts';
import { bar } from '../../report/table/bar.ts';
import type { Span } from '../line.tsx';
import type { WhatIfState } from '../what-if-store.ts';

const DAY_MS = 86_400_000;
const NAME_COLUMNS = 10;
const MONEY_COLUMNS = 11;
const BAR_COLUMNS = { narrow: 12, wide: 40 } as const;
const WIDE = 110;

/** One bar of the bill: all have one scale. */
export type BillLine = readonly Span[];

/** What was spent, what of it was avoidable, and what the what-if of all screens would leave. */
export function billLines(report: Report, whatIf: WhatIfState, width: number): readonly BillLine[] {
  const { totals, recoverable } = report;
  const { combined, strategies } = whatIf.answer;
  const isUnknown = isAllUnpriced(totals);
  const scale = Math.max(totals.costUsd, combined.afterUsd);
  const columns = width >= WIDE ? BAR_COLUMNS.wide : BAR_COLUMNS.narrow;
  const line = (name: string, money: string, amountUsd: number, text: string): BillLine => [
    { text: ` ${fillTo(name, NAME_COLUMNS)}` },
    { text: fillTo(money, MONEY_COLUMNS, 'right'), tone: 'bold' },
    { text: `  ${fillTo(bar(scale > 0 ? amountUsd / scale : 0, columns), columns)}  `, tone: 'accent' },
    { text },
  ];
  const isSimulated = strategies.some(({ status }) => status === 'found');
  return [
    line('spent', cost(totals, MONEY_COLUMNS), totals.costUsd, callsText(report)),
    line(
      'avoidable',
      usd(isUnknown ? null : recoverable.usd, MONEY_COLUMNS),
      isUnknown ? 0 : recoverable.usd,
      isUnknown ? 'not known without prices' : avoidableText(report),
    ),
    line(
      'what-if',
      usd(isUnknown ? null : combined.afterUsd, MONEY_COLUMNS),
      isUnknown ? 0 : combined.afterUsd,
      isUnknown ? '' : isSimulated ? leftText(whatIf) : 'no strategy changes anything',
    ),
  ];
}

/** Which part of the logs is looked at, below the bill; '' for all of them. */
export function partText({ filter, timezone }: Report): string {
  return filter === null ? '' : filterText(filter, timezone);
}

/** What stands in place of a bill of no calls. */
export function noCallsText({ filter, timezone }: Report): string {
  if (filter === null || filter.callsLeftOut === 0)
    return 'No calls were found in the logs; Inputs (5) says what was read.';
  return `The filter leaves none of the calls. ${filterText(filter, timezone)}`;
}

/** "72,671 calls in 3.8 days, 885 failed". */
function callsText({ totals, window }: Report): string {
  const time = window.days === null || window.days === 0 ? '' : ` in ${duration(window.days * DAY_MS)}`;
  const failed = totals.failedCalls > 0 ? `, ${count(totals.failedCalls)} failed` : '';
  return `${counted(totals.calls, 'call')}${time}${failed}`;
}

/** "34.1%: $30.00 measured, $12.10 estimated". */
function avoidableText({ recoverable }: Report): string {
  if (recoverable.usd === 0) return 'nothing was found';
  const { measuredUsd, estimatedUsd, assumedUsd } = recoverable;
  const parts = [
    measuredUsd === 0 ? '' : `${usd(measuredUsd)} measured`,
    estimatedUsd === 0 ? '' : `${usd(estimatedUsd)} estimated`,
    assumedUsd === 0 ? '' : `${usd(assumedUsd)} assumed`,
  ].filter((part) => part !== '');
  return `${percent(recoverable.share)}: ${parts.join(', ')}`;
}

/** "would be left: -$533.80, -51.3%, $4,965.20 a month"; an old figure is marked while the new one is worked out. */
function leftText({ answer, isPending, error }: WhatIfState): string {
  if (error !== undefined) return error;
  const { combined, monthly } = answer;
  const month = monthly === null ? '' : `, ${usd(monthly.afterUsd)} a month`;
  const unserved = combined.unservedUsd > 0 ? `, ${usd(combined.unservedUsd)} of it unserved` : '';
  return `left: ${change(combined.savedUsd)} (${percent(Math.abs(combined.share))})${unserved}${month}${isPending ? ' …' : ''}`;
}
