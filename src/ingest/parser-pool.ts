import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ChunkParser, type ParserSettings } from './chunk-parser.ts';
import type { Chunk, ParsedChunk } from './parsed-chunk.ts';

/** Parses chunks, here or in threads. A parser's numbers are its own, so a result says which parser made it. */
export interface ParserPool {
  readonly parsers: number;
  /** How many chunks it is worth handing over before waiting for a result. */
  readonly depth: number;
  parse(chunk: Chunk): Promise<{ readonly parser: number; readonly parsed: ParsedChunk }>;
  close(): Promise<void>;
}

/** `threads` 0 parses in this thread. */
export function openParserPool(settings: ParserSettings, threads: number): ParserPool {
  const entry = new URL('./parse-worker.js', import.meta.url);
  // Run from TypeScript sources (in tests) there is no compiled worker, and this thread does the work.
  return threads > 0 && existsSync(fileURLToPath(entry))
    ? threadPool(settings, threads, entry)
    : localPool(settings);
}

function localPool(settings: ParserSettings): ParserPool {
  const parser = new ChunkParser(settings);
  return {
    parsers: 1,
    depth: 1,
    parse: async (chunk) => ({ parser: 0, parsed: await parser.parse(chunk) }),
    close: async () => {},
  };
}

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
  let jobs = 0;
  return {
    parsers: threads,
    depth: 2 * threads,
    async parse(chunk) {
      const parser = load.indexOf(Math.min(...load));
      load[parser]!++;
      const job = jobs++;
      const parsed = await new Promise<ParsedChunk>((resolve, reject) => {
        waiting.set(job, { parser, resolve, reject });
        workers[parser]!.postMessage({ job, chunk }, [chunk.bytes.buffer as ArrayBuffer]);
      });
      return { parser, parsed };
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
