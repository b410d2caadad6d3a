/** The part of a list that is on the screen. */
export interface ListWindow {
  /** Position of the chosen row; 0 in an empty list. */
  readonly cursor: number;
  /** Position of the first row that is shown. */
  readonly top: number;
}

export const LIST_START: ListWindow = { cursor: 0, top: 0 };

/** Moves the cursor to a row and the window no further than needed to show it. */
export function moveTo(window: ListWindow, cursor: number, size: number, height: number): ListWindow {
  const row = Math.max(0, Math.min(cursor, size - 1));
  const shown = Math.max(1, height);
  const lowest = Math.max(0, size - shown);
  const top = Math.min(lowest, Math.max(row - shown + 1, Math.min(window.top, row)));
  return { cursor: row, top };
}
