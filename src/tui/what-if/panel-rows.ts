import { safeText, textWidth } from '../../report/safe-text.ts';
import { paragraph } from '../paragraph.tsx';
import { beside, exactly, type Row } from '../rows.tsx';
import type { WhatIfLayout } from './layout.ts';
import { noteRows, type StrategyNotes } from './notes.ts';
import { optionList } from './option-list.ts';
import type { OptionRow } from './option-rows.ts';

/** Lines that say what the strategy, or the chosen option, is. */
const DESCRIBED = 2;

/** Lines of the panel that options can have. */
export function optionRoom({ panel }: WhatIfLayout): number {
  return Math.max(1, panel - 1 - DESCRIBED);
}

/** The chosen strategy: its options from the one at `top` on, what they mean, and notes on it where there is room. */
export function panelRows(
  panel: {
    readonly notes: StrategyNotes;
    readonly options: readonly OptionRow[];
    readonly top: number;
    /** The option that has the keys; undefined while the list of strategies has them. */
    readonly chosen: OptionRow | undefined;
  },
  layout: WhatIfLayout,
  width: number,
): readonly Row[] {
  const { notes, options, top, chosen } = panel;
  const columns = layout.options;
  const described = chosen?.describe ?? notes.describe;
  const texts = paragraph(described, columns - 3, DESCRIBED).map(
    (text): Row => [{ text: ` ${text}`, tone: 'dim' }],
  );
  const room = optionRoom(layout);
  const listed = options.slice(top, top + room);
  const left = [
    ...exactly(texts, DESCRIBED),
    ...(options.length === 0
      ? [[{ text: ' It has no options.' }]]
      : optionList(listed, chosen?.name, columns - 2)),
  ];
  const below = layout.panel - 1 - left.length;
  const body = layout.hasNotesBeside
    ? beside(left, noteRows(notes, width - columns), columns)
    : [...left, ...(below > 3 ? noteRows(notes, width) : [])];
  return exactly([titleRow(notes.title, chosen !== undefined, width), ...body], layout.panel);
}

function titleRow(title: string, isChosen: boolean, width: number): Row {
  const name = safeText(title);
  const rule = '─'.repeat(Math.max(0, width - textWidth(name) - 4));
  return [
    { text: '── ', tone: 'dim' },
    { text: name, tone: isChosen ? 'accent' : 'bold' },
    { text: ` ${rule}`, tone: 'dim' },
  ];
}
