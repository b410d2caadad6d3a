import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChunkParser, type ParserSettings } from './chunk-parser.ts';
import type { Chunk, ParsedChunk } from './parsed-chunk.ts';
import { isReadInOrder } from './record-router.ts';

/** Parses chunks, here or in threads. A parser's numbers are its own, so a result says which parser made it. */
export interface ParserPool {
  /** How many chunks it is worth handing over before waiting for a result. */
  readonly depth: number;
  parse(chunk: Chunk): Promise<{ readonly parser: number; readonly parsed: ParsedChunk }>;
  close(): Promise<void>;
}

/** How many parsing threads: a number the user gave is taken at its word, otherwise they start when they are worth it. */
export interface ThreadChoice {
  readonly threads: number;
  readonly isForced: boolean;
  /** Milliseconds, by which it is judged whether threads are worth it. */
  now(): number;
}

/** `threads` are beside this one, which parses too: a thread that only waited would be a core unused. */
export function openParserPool(settings: ParserSettings, choice: ThreadChoice): ParserPool {
  const entry = new URL('./parse-worker.js', import.meta.url);
  // Run from TypeScript sources (in tests) there is no compiled worker, and this thread does all the work.
  const isBuilt = existsSync(fileURLToPath(entry));
  return choice.threads > 0 && isBuilt ? threadPool(settings, choice, entry) : localPool(settings);
}

function localPool(settings: ParserSettings): ParserPool {
  const parser = new ChunkParser(settings);
  return {
    depth: 1,
    parse: async (chunk) => ({ parser: 0, parsed: await parser.parse(chunk) }),
    close: async () => {},
  };
}

/** Chunks that wait at a thread, so that it never waits for the next one. */
const QUEUED = 3;

/** Chunks parsed here before threads are thought of: in the first ones the program is still being compiled. */
const WARM_UP_CHUNKS = 4;

/**
 * Slower than this, parsing is worth another thread, which takes some 0.3 s of a core to start. A log that repeats itself
 * goes by faster than another thread could warm up.
 */
const SLOW_MS_PER_MEGABYTE = 8;

interface Reply {
  readonly job: number;
  readonly parsed?: ParsedChunk;
  readonly error?: Error;
}

type Waiting = Map<number, { resolve(parsed: ParsedChunk): void; reject(error: Error): void }>;

function startThread(settings: ParserSettings, entry: URL, waiting: Waiting, onDone: () => void): Worker {
  const worker = new Worker(entry, { workerData: settings });
  worker.on('message', ({ job, parsed, error }: Reply) => {
    const caller = waiting.get(job);
    waiting.delete(job);
    onDone();
    if (parsed !== undefined) caller?.resolve(parsed);
    else caller?.reject(error ?? new Error('a parsing thread gave no result'));
  });
  worker.on('error', (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return worker;
}

function threadPool(
  settings: ParserSettings,
  { threads, isForced, now }: ThreadChoice,
  entry: URL,
): ParserPool {
  const waiting: Waiting = new Map();
  const load = new Array<number>(threads).fill(0);
  const local = new ChunkParser(settings);
  let workers: Worker[] = [];
  let jobs = 0;
  let parsedHere = 0;
  const start = (): void => {
    workers = load.map((_, parser) => startThread(settings, entry, waiting, () => load[parser]!--));
  };
  if (isForced) start();

  const parseHere = async (chunk: Chunk): Promise<ParsedChunk> => {
    const from = now();
    const parsed = await local.parse(chunk);
    const megabytes = Math.max(chunk.bytes.length / 1e6, 1);
    const isSlow = now() - from > SLOW_MS_PER_MEGABYTE * megabytes;
    if (++parsedHere >= WARM_UP_CHUNKS && isSlow && workers.length === 0) start();
    return parsed;
  };

  return {
    // While this thread works alone, a chunk that waits only takes memory.
    get depth() {
      return workers.length === 0 ? 1 : QUEUED * threads + 2;
    },
    async parse(chunk) {
      // What must stay in order stays here: files are read one after another, so another thread would win nothing.
      if (isReadInOrder(chunk.layout)) return { parser: threads, parsed: await local.parse(chunk) };
      const least = Math.min(...load);
      if (workers.length === 0 || least >= QUEUED) return { parser: threads, parsed: await parseHere(chunk) };
      const parser = load.indexOf(least);
      load[parser]!++;
      const job = jobs++;
      const parsed = await new Promise<ParsedChunk>((resolve, reject) => {
        waiting.set(job, { resolve, reject });
        workers[parser]!.postMessage({ job, chunk });
      });
      return { parser, parsed };
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
