/** How the lines of the screen are shared out; none of it depends on answers, so that nothing jumps. */
export interface WhatIfLayout {
  /** Lines of the list of strategies, without its header. */
  readonly list: number;
  /** Lines of the chosen strategy below it, with its title. */
  readonly panel: number;
  /** Columns of the options in the panel; the notes stand beside them where there is room, else below. */
  readonly options: number;
  readonly hasNotesBeside: boolean;
}

/** The summary, and the list's header. */
const ABOVE = 3;
/** A list this long shows the strategies of most reports. */
const LEAST_LIST = 9;
/** Title, options and what they mean: as many lines as are of use. */
const PANEL = 15;
const BESIDE = 120;
const OPTIONS = 78;

/** For a list of `rows` rows. */
export function whatIfLayout(width: number, height: number, rows: number): WhatIfLayout {
  const body = Math.max(0, height - ABOVE);
  const list = Math.min(rows, Math.max(Math.min(LEAST_LIST, body - 5), body - PANEL, 1));
  const hasNotesBeside = width >= BESIDE;
  return { list, panel: body - list, options: hasNotesBeside ? OPTIONS : width, hasNotesBeside };
}
