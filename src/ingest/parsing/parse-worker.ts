import { parentPort, workerData } from 'node:worker_threads';
import { ChunkParser, type ParserSettings } from './chunk-parser.ts';
import type { Chunk } from './parsed-chunk.ts';

/** A parsing thread: chunks in, columns out, in the order in which they came. */
const port = parentPort!;
const parser = new ChunkParser(workerData as ParserSettings);

port.on('message', async ({ job, chunk }: { job: number; chunk: Chunk }) => {
  try {
    const parsed = await parser.parse(chunk);
    const buffers = new Set<ArrayBuffer>();
    for (const { columns } of parsed.batches) {
      for (const column of Object.values(columns)) buffers.add(column.buffer as ArrayBuffer);
    }
    const { keys, heads, outlines, sketches } = parsed.segments;
    for (const bytes of [keys, heads, outlines, sketches, parsed.nodes.keys])
      buffers.add(bytes.buffer as ArrayBuffer);
    port.postMessage({ job, parsed }, [...buffers]);
  } catch (error) {
    port.postMessage({ job, error });
  }
});
