import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { InputError } from '../contracts/input-error.ts';
import { openTerminal, type TerminalDevice } from './tui/terminal-device.ts';

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
  /** Calls `cleanUp`, which must not wait, when the program ends in whatever way or is told to. Returns what takes the listener off again. */
  onExit(cleanUp: () => void): () => void;
  /** Tells of errors that nothing caught, which then do not end the program. Returns what takes the listener off again. */
  onFault(listener: (error: unknown) => void): () => void;
  /** Takes the terminal to draw on it and to read its keys; undefined when there is none, or nobody to press a key. */
  openTerminal(): TerminalDevice | undefined;
  /** Shows the question on standard error and gives the line that is typed, '' at the end of input; undefined when no person is there. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  fetch(url: string, init: RequestInit): Promise<Response>;
  sleep(ms: number): Promise<void>;
  /** Text in pieces may be longer than the longest string. */
  writeFile(path: string, text: string | Iterable<string>): Promise<void>;
  /** After what the file holds; it is made where there is none. */
  appendFile(path: string, text: string): Promise<void>;
  /** False when there is a file of that name, which stays as it is. */
  createFile(path: string, text: string): Promise<boolean>;
  /** With the folders above it; one that is there already is no error. */
  makeFolder(path: string): Promise<void>;
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
    onExit,
    onFault: (listener) => {
      process.on('uncaughtException', listener);
      return () => process.off('uncaughtException', listener);
    },
    openTerminal: () => {
      // Without it React checks at every step what only its tests need to know.
      process.env.NODE_ENV ??= 'production';
      // All of the group, as Ctrl-Z stops it: whoever started the program with npx waits in between.
      return openTerminal(process.stdin, process.stdout, () => process.kill(0, 'SIGTSTP'));
    },
    ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
    fetch: (url, init) => fetch(url, init),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    writeFile: (path, text) => writeFile(path, text),
    appendFile: (path, text) => appendFile(path, text),
    createFile,
    makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  };
}

/** Codes of a program that a signal ended, as shells give them. */
const ENDING_SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

function onExit(cleanUp: () => void): () => void {
  process.once('exit', cleanUp);
  const listeners = Object.entries(ENDING_SIGNALS).map(([signal, code]) => {
    const listener = () => process.exit(code);
    process.once(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    process.off('exit', cleanUp);
    for (const takeOff of listeners) takeOff();
  };
}

async function createFile(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new InputError(`cannot write the file: ${(error as Error).message}`);
  }
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
