import { type BatchColumn, type CallBatch, TEXT_COLUMNS } from '../model/call-batch.ts';
import { HEAD_BYTES } from '../store/facts-codec.ts';
import type { Store } from '../store/store.ts';
import { KeyTable } from './key-table.ts';
import type { ParsedChunk } from './parsing/parsed-chunk.ts';
import { KEY_BYTES } from './parsing/segment-interner.ts';

/** Vectors of a model that logs may bring: a log of documents that were indexed has more than any log of questions. */
const MOST_VECTORS = 100_000;

/** A parser's own numbers -> the store's. */
interface Numbers {
  strings: number[];
  segments: number[];
  nodes: number[];
}

/**
 * Writes parsed chunks. Each parser numbers strings, segments and prompts by itself; here they get the store's numbers,
 * by content, so a prompt that two parsers met is one prompt.
 */
export class StoreWriter {
  readonly #store: Store;
  readonly #segments = new KeyTable();
  readonly #nodes = new KeyTable();
  readonly #numbers: Numbers[] = [];
  readonly #embeddingModel: string | undefined;
  readonly #stored: ((batch: CallBatch, texts: readonly string[]) => void) | undefined;

  /** `embeddingModel`: whose vectors parsed chunks bring. `stored` is told of each batch, its texts numbered by the store. */
  constructor(
    store: Store,
    embeddingModel?: string,
    stored?: (batch: CallBatch, texts: readonly string[]) => void,
  ) {
    this.#store = store;
    this.#stored = stored;
    this.#embeddingModel = embeddingModel;
    for (const key of store.prompts.keys('segments')) this.#segments.add(key);
    for (const key of store.prompts.keys('nodes')) this.#nodes.add(key);
  }

  /** Within a transaction of the caller's. `firstLine` is the line number of the chunk's first line, less one. */
  write(file: number, isTail: boolean, parser: number, parsed: ParsedChunk, firstLine: number): void {
    if (parsed.isFresh || this.#numbers[parser] === undefined) {
      this.#numbers[parser] = { strings: [0], segments: [], nodes: [] };
    }
    const numbers = this.#numbers[parser]!;
    for (const text of parsed.strings) numbers.strings.push(this.#store.strings.number(text));
    this.#defineSegments(parsed, numbers);
    this.#defineNodes(parsed, numbers);
    this.#keepVectors(parsed);
    for (const batch of parsed.batches) {
      renumber(batch, numbers, firstLine);
      this.#store.calls.add(file, isTail, batch);
      this.#stored?.(batch, this.#store.strings.texts);
    }
  }

  #defineSegments({ segments }: ParsedChunk, numbers: Numbers): void {
    for (let i = 0; i < segments.count; i++) {
      const key = segments.keys.subarray(KEY_BYTES * i, KEY_BYTES * (i + 1));
      const { id, isNew } = this.#segments.add(key);
      numbers.segments.push(id);
      if (!isNew) {
        if (segments.texts.length > 0) this.#store.prompts.keepText(id, segments.texts[i]!);
        continue;
      }
      this.#store.prompts.addSegment(id, {
        key,
        head: segments.heads.subarray(HEAD_BYTES * i, HEAD_BYTES * (i + 1)),
        role: segments.roles[i]!,
        outline: part(segments.outlines, segments.outlineEnds, i),
        sketch: part(segments.sketches, segments.sketchEnds, i),
        preview: segments.previews[i]!,
        names: segments.names[i]!,
        ...(segments.texts.length > 0 && { text: segments.texts[i]! }),
      });
    }
  }

  #keepVectors({ vectors: { keys, numbers, dimensions } }: ParsedChunk): void {
    const model = this.#embeddingModel;
    const { vectors } = this.#store;
    if (model === undefined || dimensions === 0 || vectors.count(model) >= MOST_VECTORS) return;
    const found = Array.from({ length: keys.length / KEY_BYTES }, (_, i) => ({
      key: keys.subarray(KEY_BYTES * i, KEY_BYTES * (i + 1)),
      vector: numbers.subarray(dimensions * i, dimensions * (i + 1)),
    }));
    vectors.add(model, found);
  }

  #defineNodes({ nodes }: ParsedChunk, numbers: Numbers): void {
    for (let i = 0; i < nodes.parents.length; i++) {
      const key = nodes.keys.subarray(KEY_BYTES * i, KEY_BYTES * (i + 1));
      const { id, isNew } = this.#nodes.add(key);
      numbers.nodes.push(id);
      if (!isNew) continue;
      const parent = nodes.parents[i]!;
      this.#store.prompts.addNode(id, {
        key,
        parent: parent < 0 ? -1 : numbers.nodes[parent]!,
        segment: numbers.segments[nodes.segments[i]!]!,
      });
    }
  }
}

function part(all: Uint8Array, ends: Uint32Array, i: number): Uint8Array {
  return all.subarray(i === 0 ? 0 : ends[i - 1]!, ends[i]!);
}

function renumber({ columns, length }: CallBatch, numbers: Numbers, firstLine: number): void {
  for (const name of TEXT_COLUMNS satisfies readonly BatchColumn[]) {
    const values = columns[name];
    for (let i = 0; i < length; i++) values[i] = numbers.strings[values[i]!]!;
  }
  const { prompt, line } = columns;
  for (let i = 0; i < length; i++) {
    if (prompt[i]! >= 0) prompt[i] = numbers.nodes[prompt[i]!]!;
    line[i]! += firstLine;
  }
}
