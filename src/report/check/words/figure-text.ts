import type { Change, MeasureUnit } from '../../../model/check.ts';
import {
  allDigits,
  count,
  percent,
  percentChange,
  rounded,
  smallUsd,
  tokens,
  UNKNOWN,
} from '../../format.ts';

type Figure = number | null;

/** Sums of equal money may differ in their last digits. */
const ROUNDING = 1e-9;

const SHOWN = {
  usd: smallUsd,
  tokens: (value) => tokens(value),
  share: percent,
  calls: (value) => count(value),
} as const satisfies Record<MeasureUnit, (value: Figure) => string>;

const EXACT = {
  usd: (value) => (value < 0 ? '-$' : '$') + allDigits(Math.abs(value)),
  tokens: allDigits,
  share: (value) => `${allDigits(value * 100)}%`,
  calls: allDigits,
} as const satisfies Record<MeasureUnit, (value: number) => string>;

/** A figure in the unit of its measure. */
export function figure(value: Figure, unit: MeasureUnit): string {
  return SHOWN[unit](value);
}

/** A limit as it was given: rounded, it would be another one. */
export function limitFigure(value: number, unit: MeasureUnit): string {
  const shown = figure(value, unit);
  const isExact = isSame(Number(shown.replace(/[$,]/g, '')), value);
  return unit === 'usd' && isExact ? shown : EXACT[unit](value);
}

/** What was found and what is allowed, with as many digits as tell the two apart. */
export function foundAndAllowed(
  found: number,
  allowed: number,
  unit: MeasureUnit,
  isGiven: boolean,
): { readonly found: string; readonly allowed: string } {
  const shown = figure(found, unit);
  const isAlike = shown !== UNKNOWN && shown === figure(allowed, unit);
  return {
    found: isAlike ? EXACT[unit](found) : shown,
    allowed: isGiven ? limitFigure(allowed, unit) : isAlike ? EXACT[unit](allowed) : figure(allowed, unit),
  };
}

/** A difference with its sign: +$0.90, -120; of shares in percentage points. However small, it never reads as none. */
export function difference(value: number, unit: MeasureUnit): string {
  const sign = value > 0 ? '+' : '';
  if (unit === 'usd') return sign + figure(value, unit);
  return sign + (unit === 'share' ? `${rounded(value * 100, 1)} points` : rounded(value, 0));
}

/** What an increase may be, as it was given. */
export function allowedDifference(value: number, unit: MeasureUnit): string {
  return unit === 'share' ? `+${allDigits(value * 100)} points` : `+${limitFigure(value, unit)}`;
}

/** `+19.8%`; '' where what it was is 0 or not known: no percentage says that. */
export function relativeChange({ baseline, current }: Change): string {
  if (baseline === null || current === null || baseline === 0) return '';
  return isSame(baseline, current) ? '0%' : percentChange((current - baseline) / Math.abs(baseline));
}

/** `+$0.90 (+22.0%)`, `no change`, '' where one of the two is not known. */
export function changeText(change: Change, unit: MeasureUnit): string {
  const { baseline, current } = change;
  if (baseline === null || current === null) return '';
  if (isSame(baseline, current)) return 'no change';
  const relative = relativeChange(change);
  return difference(current - baseline, unit) + (relative === '' ? '' : ` (${relative})`);
}

/** `$0.0344 → $0.0410`; one figure where both are the same, or where there is but one. */
export function beforeAndAfter({ baseline, current }: Change, unit: MeasureUnit): string {
  if (baseline === null || current === null) return figure(current ?? baseline, unit);
  const [before, after] = [figure(baseline, unit), figure(current, unit)];
  return before === after ? after : `${before} → ${after}`;
}

export function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}
