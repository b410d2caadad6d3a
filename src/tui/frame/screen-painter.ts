import type { Terminal } from '../terminal.ts';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J\u001b[H';
const LEAVE = '\u001b[0m\u001b[?25h\u001b[?1049l';
/** A terminal that knows them shows what stands between them at once; others ignore them. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const CLEAR = '\u001b[0m\u001b[2J\u001b[H';

/**
 * Paints whole frames on a terminal's alternate screen, of which only changed lines are written: nothing flickers, and a
 * line that another program wrote over is gone with the next resize.
 */
export class ScreenPainter {
  readonly #terminal: Pick<Terminal, 'write' | 'size'>;
  #lines: readonly string[] = [];
  #isEntered = false;

  constructor(terminal: Pick<Terminal, 'write' | 'size'>) {
    this.#terminal = terminal;
  }

  enter(): void {
    this.#isEntered = true;
    this.#lines = [];
    this.#terminal.write(ENTER);
  }

  /** Leaves the terminal as it was found; safe to call again. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#terminal.write(LEAVE);
  }

  /** After a resize nothing that stands on the screen can be relied on. */
  forget(): void {
    this.#lines = [];
    if (this.#isEntered) this.#terminal.write(CLEAR);
  }

  paint(frame: string): void {
    if (!this.#isEntered) return;
    const lines = frame.split('\n').slice(0, this.#terminal.size().rows);
    let text = '';
    for (let row = 0; row < Math.max(lines.length, this.#lines.length); row++) {
      if (lines[row] === this.#lines[row]) continue;
      text += `\u001b[${row + 1};1H${lines[row] ?? ''}\u001b[0m\u001b[K`;
    }
    this.#lines = lines;
    if (text !== '') this.#terminal.write(BEGIN + text + END);
  }
}
