import { fillTo, safeText } from '../../report/safe-text.ts';
import { optionText } from '../../report/table/what-if/step-tables.ts';
import type { Row } from '../rows.tsx';
import type { OptionRow } from './option-rows.ts';
import { stepFrom } from './option-steps.ts';

const NAME = 20;
const VALUE = 26;

/** The options as they stand; `‹` and `›` stand where the arrow keys lead to another value. */
export function optionList(
  rows: readonly OptionRow[],
  chosen: string | undefined,
  width: number,
): readonly Row[] {
  const value = Math.max(8, Math.min(VALUE, width - NAME - 8));
  return rows.map((row): Row => {
    const isChosen = row.name === chosen;
    const [less, more] = [-1 as const, 1 as const].map((by) => stepFrom(row.steps, row.value, by));
    const text = [
      ` ${isChosen ? '›' : ' '} ${fillTo(safeText(row.name), NAME)}`,
      `${less === undefined ? ' ' : '‹'} ${fillTo(safeText(valueText(row)), value)} ${more === undefined ? ' ' : '›'}`,
    ].join(' ');
    return [
      { text, tone: isChosen ? 'chosen' : row.steps.length === 0 ? 'dim' : 'plain' },
      { text: `  ${besides(row)}`, tone: 'dim' },
    ];
  });
}

function valueText({ name, value, isSet }: OptionRow): string {
  if (value === '') return name === 'preset' ? 'none' : '""';
  return optionText(value) + (isSet ? ' *' : '');
}

/** The values there are to choose from, where they are words. */
function besides({ steps }: OptionRow): string {
  if (steps.length === 0) return 'a text; the command line sets it';
  const isNumbers = steps.every((step) => typeof step === 'number');
  return isNumbers ? '' : steps.map((step) => (step === '' ? 'none' : String(step))).join(' ');
}
