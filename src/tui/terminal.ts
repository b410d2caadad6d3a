import type { ReadStream } from 'node:tty';

/** A terminal that can be drawn on and read key by key. */
export interface Terminal {
  /** Keys; it can be put into raw mode. */
  readonly input: ReadStream;
  write(text: string): void;
  /** Columns and rows as they are now. */
  size(): TerminalSize;
  /** Returns what takes the listener off again. */
  onResize(listener: () => void): () => void;
  readonly isColored: boolean;
  /** Hands the terminal to the shell until the program is continued, as Ctrl-Z does; then calls `resumed`. */
  suspend?(resumed: () => void): void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}
