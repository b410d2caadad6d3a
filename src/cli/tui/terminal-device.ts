import { closeSync, openSync } from 'node:fs';
import { ReadStream, type WriteStream } from 'node:tty';
import type { Terminal } from '../../tui/terminal.ts';

/** A terminal of the machine. */
export interface TerminalDevice extends Omit<Terminal, 'isColored'> {
  /** Reads no more keys: the program can end. */
  close(): void;
}

/** A process that is told to stop is stopped by then; one that no shell could continue goes on. */
const STOPPED_WITHIN_MS = 50;

/**
 * The terminal behind standard output; undefined when that is none, or no key can be read. Keys come from standard input, or
 * from the controlling terminal when a log is piped in. `stop` stops the process until it is continued.
 */
export function openTerminal(
  stdin: ReadStream,
  stdout: WriteStream,
  stop: () => void,
): TerminalDevice | undefined {
  if (!stdout.isTTY) return undefined;
  const input = stdin.isTTY ? stdin : controllingTerminal();
  if (input === undefined) return undefined;
  return {
    input,
    write: (text) => void stdout.write(text),
    // A terminal that does not know its size says 0.
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    onResize: (listener) => {
      stdout.on('resize', listener);
      return () => stdout.off('resize', listener);
    },
    suspend: (resumed) => {
      input.setRawMode(false);
      stop();
      setTimeout(() => {
        input.setRawMode(true);
        resumed();
      }, STOPPED_WITHIN_MS);
    },
    close: () => {
      if (input.isRaw) input.setRawMode(false);
      input.pause();
      if (input !== stdin) input.destroy();
    },
  };
}

function controllingTerminal(): ReadStream | undefined {
  let file: number;
  try {
    file = openSync('/dev/tty', 'r');
  } catch {
    return undefined;
  }
  try {
    return new ReadStream(file);
  } catch {
    closeSync(file);
    return undefined;
  }
}
