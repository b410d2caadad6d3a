import type { Cause, JudgedGroup, MeasureUnit } from '../../../model/check.ts';
import { percent } from '../../format.ts';
import { groupText } from './budget-sentence.ts';
import { beforeAndAfter, relativeChange } from './figure-text.ts';
import { STATUS_WORDS } from './what-became.ts';

/** `template "…": 120 calls, $0.0344 → $0.0410 (+19.2%), 80.0% of the excess, prompt changed`. */
export function causeText(
  cause: Cause,
  unit: MeasureUnit,
  { exceeded }: Pick<JudgedGroup, 'exceeded'>,
): string {
  const { by, key, label, calls, value, share, status } = cause;
  const relative = relativeChange(value);
  const change = relative === '' || relative === '0%' ? '' : ` (${relative})`;
  const parts = [
    `${beforeAndAfter(calls, 'calls')} calls`,
    beforeAndAfter(value, unit) + change,
    `${percent(share)} of the ${exceeded.every(({ limit }) => limit === 'min') ? 'shortfall' : 'excess'}`,
    status === null ? '' : STATUS_WORDS[status],
  ];
  return `${groupText(by, key, label)}: ${parts.filter((part) => part !== '').join(', ')}`;
}
