import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChunkParser, type ParserSettings } from './chunk-parser.ts';
import type { Chunk, ParsedChunk } from './parsed-chunk.ts';

/** Parses chunks, here or in threads. A parser's numbers are its own, so a result says which parser made it. */
export interface ParserPool {
  /** How many chunks it is worth handing over before waiting for a result. */
  readonly depth: number;
  parse(chunk: Chunk): Promise<{ readonly parser: number; readonly parsed: ParsedChunk }>;
  close(): Promise<void>;
}

/** `threads` are beside this one, which parses too: a thread that only waited would be a core unused. */
export function openParserPool(settings: ParserSettings, threads: number): ParserPool {
  const entry = new URL('./parse-worker.js', import.meta.url);
  // Run from TypeScript sources (in tests) there is no compiled worker, and this thread does all the work.
  const isBuilt = existsSync(fileURLToPath(entry));
  return threads > 0 && isBuilt ? threadPool(settings, threads, entry) : localPool(settings);
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
const QUEUED = 2;

interface Reply {
  readonly job: number;
  readonly parsed?: ParsedChunk;
  readonly error?: Error;
}

function threadPool(settings: ParserSettings, threads: number, entry: URL): ParserPool {
  const waiting = new Map<
    number,
    { parser: number; resolve(parsed: ParsedChunk): void; reject(error: Error): void }
  >();
  const load = new Array<number>(threads).fill(0);
  const failAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const workers = load.map((_, parser) => {
    const worker = new Worker(entry, { workerData: settings });
    worker.on('message', ({ job, parsed, error }: Reply) => {
      const caller = waiting.get(job);
      waiting.delete(job);
      load[parser]!--;
      if (parsed !== undefined) caller?.resolve(parsed);
      else caller?.reject(error ?? new Error('a parsing thread gave no result'));
    });
    worker.on('error', failAll);
    return worker;
  });
  const local = new ChunkParser(settings);
  let jobs = 0;
  return {
    depth: QUEUED * threads + 1,
    async parse(chunk) {
      const least = Math.min(...load);
      if (least >= QUEUED) return { parser: threads, parsed: await local.parse(chunk) };
      const parser = load.indexOf(least);
      load[parser]!++;
      const job = jobs++;
      const parsed = await new Promise<ParsedChunk>((resolve, reject) => {
        waiting.set(job, { parser, resolve, reject });
        workers[parser]!.postMessage({ job, chunk });
      });
      return { parser, parsed };
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
