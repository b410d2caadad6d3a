import type { Column, ColumnValue } from '../../model/column.ts';
import { count, percent, UNKNOWN } from '../format.ts';
import { valueText } from '../value-text.ts';
import { bar } from './bar.ts';
import { html, type Markup, name, type Piece } from './markup.ts';
import { ROWS_ADDED } from './script.ts';

/** Rows of a long table that are in the page at first, and on paper; the script takes the rest out of its template. */
const ROWS_SHOWN = 50;

/** The same where many tables follow each other, each with its dearest first. */
export const DEAREST_SHOWN = 10;

/** How a column is set and sorted: a row's name, words, figures, figures with a bar, a bar by itself. */
type Look = 'label' | 'text' | 'number' | 'drawn' | 'picture';

export interface TableColumn {
  readonly label: string;
  readonly look: Look;
}

export interface Cell {
  readonly shown: Piece;
  /** What a column of figures is sorted by; null is unknown and comes last. */
  readonly value?: number | null;
}

export interface Table {
  /** Unique in the page; never from a log. */
  readonly id: string;
  readonly caption: Piece;
  readonly columns: readonly TableColumn[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that are no part of the order: what was cut off, a sum. */
  readonly foot?: readonly (readonly Cell[])[];
  /** False where the order of the rows says something. */
  readonly isSortable?: boolean;
  /** Rows that are shown at first; absent: as many as of any long table. */
  readonly shown?: number;
}

/** A table that sorts by click and key; of a long one the first rows are shown and a button shows more of them. */
export function tableOf(table: Table): Markup {
  const { id, caption, columns, rows, foot = [], isSortable = rows.length > 1, shown = ROWS_SHOWN } = table;
  const lines = (part: readonly (readonly Cell[])[]): Piece => part.map((cells) => row(cells, columns));
  return html`<div class="scroll" role="group" aria-labelledby="${id}-caption" tabindex="0">
<table id="${id}">
<caption id="${id}-caption">${caption}</caption>
<thead><tr>${columns.map((column) => head(column, isSortable))}</tr></thead>
<tbody>
${lines(rows.slice(0, shown))}</tbody>
${foot.length === 0 ? undefined : html`<tfoot>\n${lines(foot)}</tfoot>\n`}</table></div>
${rows.length > shown ? rest({ id, shown, all: rows.length }, lines(rows.slice(shown))) : undefined}`;
}

interface Cut {
  readonly id: string;
  readonly shown: number;
  readonly all: number;
}

function rest({ id, shown, all }: Cut, rows: Piece): Markup {
  const some = all - shown > ROWS_ADDED ? `${count(ROWS_ADDED)} more` : 'all';
  return html`<template id="${id}-rest">${rows}</template>
<p class="more"><span data-shown="${id}">${shown}</span> of ${count(all)} rows are shown. <button type="button" data-more="${id}" aria-describedby="${id}-caption">Show ${some}</button></p>
`;
}

function head({ label, look }: TableColumn, isSortable: boolean): Piece {
  return isSortable
    ? html`<th scope="col" class="${classOf(look)}" aria-sort="none"><button type="button">${label}</button></th>`
    : html`<th scope="col" class="${classOf(look)}">${label}</th>`;
}

function row(cells: readonly Cell[], columns: readonly TableColumn[]): Piece {
  return html`<tr>${cells.map(({ shown, value }, i) => {
    const look = columns[i]?.look ?? 'text';
    if (i === 0) return html`<th scope="row" class="${look}">${shown}</th>`;
    if (value === undefined) return html`<td class="${look}">${shown}</td>`;
    const known = sortable(value);
    return look === 'drawn'
      ? html`<td class="drawn" data-value="${known}">${shown}</td>`
      : html`<td data-value="${known}">${shown}</td>`;
  })}</tr>\n`;
}

function classOf(look: Look): string {
  return look === 'drawn' ? 'number drawn' : look;
}

/** Unrounded: rows that read alike keep their order. */
function sortable(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '' : String(value);
}

/** A detector's or a strategy's own column. */
export function columnOf({ label, kind }: Column): TableColumn {
  return { label, look: kind === 'text' || kind === 'flag' ? 'text' : 'number' };
}

/** A value of some kind; text is taken for what a log says. */
export function cellOf(value: ColumnValue | readonly string[] | undefined, kind: Column['kind']): Cell {
  if (typeof value === 'object' && value !== null) return { shown: name(value.join(', ')) };
  const text = valueText(value, kind);
  if (kind === 'text' || kind === 'flag') return { shown: name(text) };
  return { shown: name(text), value: typeof value === 'number' ? value : null };
}

/** A figure that has been formatted already: money may be a lower bound or unknown. */
export function figureCell(text: string, value: number): Cell {
  return { shown: text, value: text === UNKNOWN ? null : value };
}

/** A share as a percentage over a bar; null is unknown. */
export function shareCell(share: number | null): Cell {
  return { shown: share === null ? percent(share) : drawn(bar(share), percent(share)), value: share };
}

/** A figure beside its bar. */
export function drawn(bar: Markup, figure: string): Markup {
  return html`<span class="pair">${bar}<span>${figure}</span></span>`;
}

/** A column of words. */
export function textCell(shown: Piece): Cell {
  return { shown };
}
