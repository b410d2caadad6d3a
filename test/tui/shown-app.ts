import { PassThrough } from 'node:stream';
import { setTimeout as later, setImmediate as soon } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import type { Ending } from '../../src/tui/app.tsx';
import type { Explorer } from '../../src/tui/explorer.ts';
import { showApp } from '../../src/tui/show-app.tsx';

const KEYS: Readonly<Record<string, string>> = {
  ...{ up: '\u001b[A', down: '\u001b[B', right: '\u001b[C', left: '\u001b[D' },
  ...{ enter: '\r', esc: '\u001b', tab: '\t', space: ' ', backspace: '\u007f' },
  ...{ pageup: '\u001b[5~', pagedown: '\u001b[6~', home: '\u001b[H', end: '\u001b[F', 'ctrl-c': '\u0003' },
};

/** Times in a row that nothing is written before all is taken to be done. */
const QUIET = 3;

/** The application on a made-up terminal that understands what the painter writes. */
export class ShownTerminal {
  columns: number;
  rows: number;
  /** All that was written, escapes and all. */
  written = '';
  readonly ended: Promise<Ending>;
  readonly #input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => {},
    ref: () => {},
    unref: () => {},
  });
  readonly #listeners = new Set<() => void>();
  #lines: string[] = [];

  constructor(explorer: Explorer, size: { readonly columns?: number; readonly rows?: number } = {}) {
    this.columns = size.columns ?? 80;
    this.rows = size.rows ?? 24;
    const shown = showApp(explorer, {
      input: this.#input as unknown as ReadStream,
      write: (text) => this.#write(text),
      size: () => ({ columns: this.columns, rows: this.rows }),
      onResize: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      isColored: false,
    });
    this.ended = shown.ended;
  }

  /** What stands on the screen, a text a line, without what fills it up. */
  get screen(): readonly string[] {
    return Array.from({ length: this.rows }, (_, row) => (this.#lines[row] ?? '').trimEnd());
  }

  get text(): string {
    return this.screen.join('\n');
  }

  /** Presses keys one after the other: names such as `down`, or characters. */
  async press(...keys: readonly string[]): Promise<this> {
    for (const key of keys) {
      this.#input.write(KEYS[key] ?? key);
      await this.settled();
    }
    return this;
  }

  /** Types a text at once. */
  async type(text: string): Promise<this> {
    this.#input.write(text);
    return this.settled();
  }

  async resize(columns: number, rows: number): Promise<this> {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.#listeners) listener();
    return this.settled();
  }

  /** Lets what was started finish; an escape key alone is told from the beginning of a sequence by waiting. */
  async settled(): Promise<this> {
    let written = -1;
    for (let quiet = 0; quiet < QUIET; quiet++) {
      if (this.written.length !== written) quiet = 0;
      written = this.written.length;
      await later(15);
      await soon();
    }
    return this;
  }

  #write(text: string): void {
    this.written += text;
    if (text.includes('\u001b[2J')) this.#lines = [];
    for (const [, row, line] of text.matchAll(/\u001b\[(\d+);1H(.*?)\u001b\[0m\u001b\[K/g)) {
      this.#lines[Number(row) - 1] = line!;
    }
  }
}
