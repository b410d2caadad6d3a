import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { InputError } from '../contracts/input-error.ts';

/** A stream for results or for chatter. */
export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal; 80 when it is not one. */
  readonly columns: number;
  /** Resolves when the text has left the program; a reader that went away is not an error. */
  write(text: string): Promise<void>;
}

/** The outside world, whole: nothing else of the program touches `process`, the clock or the disk for writing. */
export interface Io {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user's home folder. */
  readonly home: string;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  /** UTC milliseconds. */
  now(): number;
  /** The code that the program ends with once nothing is left to do; it is never cut short. */
  setExitCode(code: number): void;
  /** Calls `cleanUp` on SIGINT, then ends with 130. Returns what takes the listener off again. */
  onInterrupt(cleanUp: () => void): () => void;
  /** Shows the question on standard error and gives the line that is typed, '' at the end of input; undefined when no person is there. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  fetch(url: string, init: RequestInit): Promise<Response>;
  sleep(ms: number): Promise<void>;
  /** Text in pieces may be longer than the longest string. */
  writeFile(path: string, text: string | Iterable<string>): Promise<void>;
}

/** Columns for a result on standard output: the terminal's, at least 40; 80 in a pipe. */
export function terminalWidth({ stdout }: Pick<Io, 'stdout'>): number {
  return stdout.isTTY ? Math.max(40, stdout.columns) : 80;
}

export function processIo(): Io {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    now: () => Date.now(),
    setExitCode: (code) => {
      process.exitCode = code;
    },
    onInterrupt: (cleanUp) => {
      const listener = () => {
        cleanUp();
        process.exit(130);
      };
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
    ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
    fetch: (url, init) => fetch(url, init),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    writeFile: (path, text) => writeFile(path, text),
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal hands Ctrl-C to whoever reads it.
  lines.on('SIGINT', () => {
    process.stderr.write('\n');
    process.exit(130);
  });
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    const typed = await Promise.race([lines.question(question), ended]);
    // What comes next starts on a line of its own.
    if (typed === undefined) process.stderr.write('\n');
    return typed ?? '';
  } finally {
    lines.close();
  }
}

interface Stream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Exported for its test, which has a stream of its own. */
export function output(stream: Stream): Output {
  let isClosed = false;
  // Without a listener a reader that goes away (`| head`) ends the program with a stack trace.
  stream.on('error', () => {
    isClosed = true;
  });
  return {
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
    write: (text) =>
      new Promise((resolve, reject) => {
        if (isClosed) return resolve();
        stream.write(text, (error) => {
          if (error === undefined || error === null || isBrokenPipe(error)) resolve();
          else reject(new InputError(`cannot write the output: ${error.message}`));
        });
      }),
  };
}

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
