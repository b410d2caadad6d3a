import { Chalk } from 'chalk';
import type { RenderOptions } from '../../contracts/renderer.ts';
import { safeText, wrap } from '../safe-text.ts';
import { type GridColumn, grid } from './grid.ts';

export type Style = 'plain' | 'bold' | 'dim' | 'good' | 'bad';

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

  /** Rows of one table; `style` colours whole rows, `dimFirst` the first column, whose cells hold no spaces. */
  table(
    columns: readonly GridColumn[],
    rows: readonly (readonly string[])[],
    options: { indent?: number; style?: (row: number) => Style; dimFirst?: boolean } = {},
  ): void {
    const { indent = 0, style = () => 'plain', dimFirst = false } = options;
    const cells = rows.map((row) => row.map(safeText));
    const labelled = columns.map((column) => ({ ...column, label: safeText(column.label) }));
    const [header, ...body] = grid(labelled, cells, this.width - indent);
    const margin = ' '.repeat(indent);
    if (header !== undefined && header !== '') this.#lines.push(margin + this.#paint(header, 'dim'));
    body.forEach((line, i) => {
      const first = dimFirst ? line.indexOf(' ') : 0;
      const start = this.#paint(line.slice(0, Math.max(0, first)), 'dim');
      this.#lines.push(margin + start + this.#paint(line.slice(Math.max(0, first)), style(i)));
    });
  }

  toString(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }

  #paint(line: string, style: Style): string {
    switch (style) {
      case 'plain':
        return line;
      case 'bold':
        return this.#chalk.bold(line);
      case 'dim':
        return this.#chalk.dim(line);
      case 'good':
        return this.#chalk.green(line);
      case 'bad':
        return this.#chalk.yellow(line);
      default:
        return style satisfies never;
    }
  }
}
