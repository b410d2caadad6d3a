import { expect, test } from 'vitest';
import { ChunkTally } from '../../src/ingest/parsing/chunk-tally.ts';
import type { ParsedChunk } from '../../src/ingest/parsing/parsed-chunk.ts';
import { addChunk, NOTHING_READ } from '../../src/ingest/read-counts.ts';

test('what is said of a line names the line of the file, whichever chunk it came in', () => {
  const chunk = (line: number): ParsedChunk => {
    const tally = new ChunkTally();
    tally.lines = 100;
    tally.skip(line, 'broken');
    tally.warnUsage(line + 1, 'too many');
    return tally.result() as unknown as ParsedChunk;
  };
  const first = addChunk(NOTHING_READ, chunk(7), 0);
  const both = addChunk(first, chunk(9), first.lines);
  expect(both.skippedSamples.map(({ line }) => line)).toEqual([7, 109]);
  expect(both.usageWarningSamples.map(({ line }) => line)).toEqual([8, 110]);
});
