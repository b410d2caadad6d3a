import { Writable } from 'node:stream';
import type { TerminalSize } from '../terminal.ts';

/** What Ink writes to: each write is one whole frame, as long as Ink runs in its debug mode. */
export class FrameStream extends Writable {
  readonly isTTY = true;
  readonly #size: () => TerminalSize;
  readonly #paint: (frame: string) => void;

  constructor(size: () => TerminalSize, paint: (frame: string) => void) {
    super({ decodeStrings: false });
    this.#size = size;
    this.#paint = paint;
  }

  get columns(): number {
    return this.#size().columns;
  }

  get rows(): number {
    return this.#size().rows;
  }

  override _write(frame: string, _encoding: BufferEncoding, done: () => void): void {
    this.#paint(frame);
    done();
  }
}
