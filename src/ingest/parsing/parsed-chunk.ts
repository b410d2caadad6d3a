import type { Misnamed } from '../../contracts/source.ts';
import type { CallBatch } from '../../model/call-batch.ts';
import type { RatioSums } from '../../store/file-rows.ts';
import type { DefinedVectors } from './logged-vectors.ts';

/** How a file's bytes are cut into records. `lines`: one record a line; `spans`: places of JSON values; `table`: rows; `events`: places of streams. */
export type Container = 'lines' | 'spans' | 'table' | 'events';

/** What sniffing found out about one file; plain data, handed to the workers. */
export interface FileLayout {
  readonly container: Container;
  readonly source: string;
  /** Why this source. */
  readonly why: string;
  /** The records that the source knows stand inside others. */
  readonly isWrapped: boolean;
  /** Records stand behind something else on their lines, and lines without one are other lines of the same log. */
  readonly isPrefixed: boolean;
  /** Lines of containers, of which a long one is several records. */
  readonly isDocker: boolean;
  readonly header: readonly string[];
  /** Columns that its source is not to know by their names. */
  readonly misnamed?: Misnamed;
  readonly delimiter: string;
}

/** Some whole records of one file. */
export interface Chunk {
  readonly file: number;
  readonly layout: FileLayout;
  readonly bytes: Uint8Array;
  /** For `spans`: start and end of each record in `bytes`. */
  readonly spans: Uint32Array | undefined;
  /** Nothing of the file comes after it, and it is empty: a source that reads in order now tells what it held back. */
  readonly isLast?: boolean;
}

/**
 * What parsing made of a chunk. Numbers of strings, segments and nodes are the parser's own, dense from 0 in order of
 * first appearance; the definitions list those that this chunk was the first to need. Lines count from the chunk's start.
 */
export interface ParsedChunk {
  /** True when the parser forgot its numbers before this chunk. */
  readonly isFresh: boolean;
  readonly lines: number;
  readonly records: number;
  readonly calls: number;
  readonly skipped: number;
  readonly other: number;
  readonly skippedSamples: { line: number; reason: string }[];
  readonly usageWarnings: number;
  readonly usageWarningSamples: { line: number; reason: string }[];
  readonly ratios: Record<string, RatioSums>;
  readonly strings: readonly string[];
  readonly segments: DefinedSegments;
  readonly nodes: DefinedNodes;
  readonly vectors: DefinedVectors;
  readonly batches: readonly CallBatch[];
}

/** New segments, packed so that handing them between threads is a move of a few buffers. */
export interface DefinedSegments {
  readonly count: number;
  /** 16 bytes each. */
  readonly keys: Uint8Array;
  readonly heads: Uint8Array;
  readonly outlines: Uint8Array;
  /** End of each outline in `outlines`. */
  readonly outlineEnds: Uint32Array;
  readonly sketches: Uint8Array;
  /** End of each sketch in `sketches`. */
  readonly sketchEnds: Uint32Array;
  readonly roles: readonly string[];
  readonly previews: readonly string[];
  /** JSON; '' when there are none. */
  readonly names: readonly string[];
  /** Whole texts, or none. */
  readonly texts: readonly string[];
}

export interface DefinedNodes {
  readonly parents: Int32Array;
  readonly segments: Uint32Array;
  /** 16 bytes each. */
  readonly keys: Uint8Array;
}

/** Samples kept of what went wrong, per file. */
export const SAMPLES_KEPT = 5;
