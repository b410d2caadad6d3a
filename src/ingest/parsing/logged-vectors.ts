import type { CallRecord } from '../../model/call-record.ts';
import { readVector } from '../../model/vector.ts';
import { KEY_BYTES, segmentKey } from './segment-interner.ts';

/** Vectors of one model that stood in a log, all of one length. */
export interface DefinedVectors {
  /** Content keys of the segments, 16 bytes each. */
  readonly keys: Uint8Array;
  readonly numbers: Float32Array;
  readonly dimensions: number;
}

const NONE: DefinedVectors = { keys: new Uint8Array(0), numbers: new Float32Array(0), dimensions: 0 };

/** Collects the vectors in the answers to calls that ask for one model's. */
export class LoggedVectors {
  #keys: Buffer[] = [];
  #vectors: Float32Array[] = [];

  add({ embeddings, prompt }: CallRecord): void {
    if (embeddings === undefined || prompt?.length !== embeddings.length) return;
    prompt.forEach((segment, i) => {
      const vector = readVector(embeddings[i]);
      const first = this.#vectors[0];
      if (vector === undefined || (first !== undefined && first.length !== vector.length)) return;
      this.#keys.push(segmentKey(segment));
      this.#vectors.push(vector);
    });
  }

  /** Everything added since the last call. */
  take(): DefinedVectors {
    const dimensions = this.#vectors[0]?.length;
    if (dimensions === undefined) return NONE;
    const keys = new Uint8Array(KEY_BYTES * this.#keys.length);
    const numbers = new Float32Array(dimensions * this.#vectors.length);
    this.#keys.forEach((key, i) => {
      keys.set(key, KEY_BYTES * i);
      numbers.set(this.#vectors[i]!, dimensions * i);
    });
    this.#keys = [];
    this.#vectors = [];
    return { keys, numbers, dimensions };
  }
}
