import { RISKS } from '../../model/replayed.ts';
import type { Totals } from '../../model/report.ts';
import { count, counted, percent, usd } from '../../report/format.ts';
import { isAllUnpriced, unserved } from '../../report/money.ts';
import { RISK_LABELS } from '../../report/risk-text.ts';
import type { Row } from '../rows.tsx';
import type { WhatIfState } from '../what-if-store.ts';

/** What comes of it all: the total, and what callers notice. Two rows, always. */
export function summaryRows(state: WhatIfState, totals: Totals, isLate: boolean): readonly Row[] {
  const total = [...totalRow(state, totals, isLate), ...monthSpans(state, totals, isLate)];
  return [total, noticedRow(state, totals)];
}

/** The money before and after, and what is saved. */
export function totalRow({ answer, isPending }: WhatIfState, totals: Totals, isLate: boolean): Row {
  if (isAllUnpriced(totals)) {
    return [{ text: ' What it would have cost cannot be said without prices for the models in the log.' }];
  }
  const { beforeUsd, afterUsd, savedUsd, share } = answer.combined;
  const saved =
    savedUsd === 0
      ? 'nothing saved'
      : `${usd(Math.abs(savedUsd), 11)} ${savedUsd > 0 ? 'saved' : 'more'} (${percent(Math.abs(share))})`;
  return [
    { text: `${isPending ? '…' : ' '}${usd(beforeUsd, 11)} → ` },
    { text: usd(afterUsd, 11), tone: isLate ? 'dim' : 'bold' },
    { text: '  ' },
    { text: saved, tone: isLate ? 'dim' : 'accent' },
  ];
}

function monthSpans({ answer: { monthly } }: WhatIfState, totals: Totals, isLate: boolean): Row {
  if (monthly === null || isAllUnpriced(totals)) return [];
  const text = `  a month ${usd(monthly.beforeUsd, 11)} → ${usd(monthly.afterUsd, 11)}`;
  return [{ text, tone: isLate ? 'dim' : 'plain' }];
}

function noticedRow({ answer, error }: WhatIfState, totals: Totals): Row {
  if (error !== undefined) return [{ text: ` No answer: ${error}`, tone: 'bold' }];
  const { risk, unservedUsd } = answer.combined;
  const parts = [
    ...(unservedUsd > 0 ? [unserved(unservedUsd)] : []),
    risk.calls === 0
      ? 'Callers notice nothing.'
      : `${percent(risk.share)} of calls notice it: ${RISKS.filter((kind) => risk.kinds[kind] > 0)
          .sort((a, b) => risk.kinds[b] - risk.kinds[a])
          .map((kind) => `${RISK_LABELS[kind]} ${count(risk.kinds[kind], 8)}`)
          .join(' · ')}`,
    ...(totals.unpricedCalls > 0 && !isAllUnpriced(totals)
      ? [`${counted(totals.unpricedCalls, 'call')} without a price left out.`]
      : []),
  ];
  return [{ text: ` ${parts.join(' ')}`, tone: 'dim' }];
}
