import type { StrategyResult } from '../../model/report.ts';
import { count, counted, usd } from '../../report/format.ts';
import { change } from '../../report/money.ts';
import { riskSentences } from '../../report/risk-text.ts';
import { safeText } from '../../report/safe-text.ts';
import { whyLeftOut } from '../../report/table/replayed-steps.ts';
import { valueText } from '../../report/value-text.ts';
import { paragraph } from '../paragraph.tsx';
import type { Row } from '../rows.tsx';

/** Lines of one text; what is longer is no sentence. */
const LONGEST = 12;

/** All that is known of one strategy besides its options. */
export interface StrategyNotes {
  readonly title: string;
  readonly describe: string;
  /** Undefined where it is off, or not yet answered. */
  readonly result: StrategyResult | undefined;
  /** Calls of the log. */
  readonly calls: number;
  readonly isUnpriced: boolean;
}

/** A strategy in words and figures: what it does, what it did to these calls, what it assumes. Rows of at most `width` columns. */
export function noteRows(notes: StrategyNotes, width: number): readonly Row[] {
  const { describe, result, calls, isUnpriced } = notes;
  const say = (text: string, first = ' ', next = ' '): Row[] =>
    paragraph(text, width - next.length - 1, LONGEST).map((line, i) => [
      { text: (i === 0 ? first : next) + line },
    ]);
  const section = (title: string, rows: readonly Row[]): readonly Row[] =>
    rows.length === 0 ? [] : [[], [{ text: ` ${title}`, tone: 'bold' }], ...rows];
  const list = (title: string, texts: readonly string[]): readonly Row[] =>
    section(
      title,
      texts.flatMap((text) => say(text, ' - ', '   ')),
    );
  if (result === undefined) return say(describe);
  const why = whyLeftOut(result);
  return [
    ...say(describe),
    ...section(
      'Here',
      (why === undefined ? sentences(result, isUnpriced) : [`It ${why}.`]).flatMap((text) => say(text)),
    ),
    ...list('Callers notice', riskSentences(result.risks, calls)),
    ...section('Figures', figureRows(result)),
    ...section('What it did', isUnpriced ? [] : groupRows(result)),
    ...list('Assumed', result.assumptions),
  ];
}

function sentences(result: StrategyResult, isUnpriced: boolean): readonly string[] {
  const { savedUsd, ownCostUsd, callsChanged, basis } = result;
  const saved =
    savedUsd < 0 ? `costs ${usd(-savedUsd)} more` : `saves ${savedUsd === 0 ? 'nothing' : usd(savedUsd)}`;
  return [
    isUnpriced
      ? `It changes ${counted(callsChanged, 'call')}.`
      : `It ${saved} in its place (${basis}) and changes ${counted(callsChanged, 'call')}.`,
    ...(ownCostUsd > 0 && !isUnpriced ? [`It costs ${usd(ownCostUsd)} itself, already taken off.`] : []),
  ];
}

function figureRows({ metrics }: StrategyResult): Row[] {
  return metrics.map(({ label, kind, value }) => [
    { text: ` ${safeText(label)}: ` },
    { text: value === null ? usd(null) : valueText(value, kind), tone: 'bold' },
  ]);
}

function groupRows({ groups }: StrategyResult): Row[] {
  return groups.map(({ key, calls, savedUsd }) => [
    { text: ` ${change(savedUsd, 11).padStart(11)}  ${count(calls, 8).padStart(8)} calls  ` },
    { text: key === '' ? '(others)' : key },
  ]);
}
