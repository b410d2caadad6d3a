import { Chalk } from 'chalk';
import type { RenderOptions } from '../../contracts/renderer.ts';
import { safeText, wrap } from '../safe-text.ts';
import { type GridColumn, grid } from './grid.ts';

/** `accent` is the only colour: for what can be saved and for bars. `bad` is what is wrong or missing in the figures. */
export type Style = 'plain' | 'bold' | 'dim' | 'accent' | 'bad';

/** A column of a page's table; its cells may have a style of their own. */
export interface PageColumn extends GridColumn {
  readonly style?: Style;
}

/** Collects the lines of a report. Every text passes `safeText` and no line is wider than the page. */
export class Page {
  readonly width: number;
  readonly #chalk: InstanceType<typeof Chalk>;
  readonly #lines: string[] = [];

  constructor(options: RenderOptions) {
    this.width = Math.max(40, Math.floor(options.width));
    this.#chalk = new Chalk({ level: options.color ? 1 : 0 });
  }

  heading(title: string): void {
    this.blank();
    this.text(title, { style: 'bold' });
  }

  blank(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  /** A paragraph, wrapped; lines after the first are indented further by `hang` columns. */
  text(text: string, options: { style?: Style; indent?: number; hang?: number } = {}): void {
    const { style = 'plain', indent = 0, hang = 0 } = options;
    wrap(safeText(text), this.width - indent - hang).forEach((line, i) => {
      this.#lines.push(' '.repeat(indent + (i === 0 ? 0 : hang)) + this.#paint(line, style));
    });
  }

  /** One line however long it is: a terminal folds it, and what is copied or searched for is whole. */
  line(text: string, style: Style = 'plain'): void {
    this.#lines.push(this.#paint(safeText(text), style));
  }

  /** Rows of one table; `style` is that of a row, `below` adds what belongs under one. */
  table(
    columns: readonly PageColumn[],
    rows: readonly (readonly string[])[],
    options: {
      indent?: number;
      style?: (row: number) => Style;
      below?: (row: number) => void;
    } = {},
  ): void {
    const { indent = 0, style = () => 'plain', below } = options;
    const cells = rows.map((row) => row.map(safeText));
    const labelled = columns.map((column) => ({ ...column, label: safeText(column.label) }));
    const [header, ...body] = grid(labelled, cells, this.width - indent, (text, row, column) =>
      this.#paint(text, row === undefined ? 'dim' : (columns[column]?.style ?? style(row))),
    );
    const margin = ' '.repeat(indent);
    if (header !== undefined && header !== '') this.#lines.push(margin + header);
    body.forEach((line, i) => {
      this.#lines.push(margin + line);
      below?.(i);
    });
  }

  toString(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }

  #paint(line: string, style: Style): string {
    if (line === '') return '';
    switch (style) {
      case 'plain':
        return line;
      case 'bold':
      case 'bad':
        return this.#chalk.bold(line);
      case 'dim':
        return this.#chalk.dim(line);
      case 'accent':
        return this.#chalk.cyan(line);
      default:
        return style satisfies never;
    }
  }
}
