import { isObject, type JsonObject } from '../../sources/record/record-access.ts';

/** A line as Docker's `json-file` driver writes it. */
interface DockerLine extends JsonObject {
  readonly log: string;
  readonly stream: string;
}

/**
 * Docker cuts what a container writes on one line after 16 KiB, and only the last part ends with the line's end
 * (moby/moby#36777). A character that a cut splits becomes replacement characters, which are longer.
 */
const PART_BYTES = { least: 16_384, most: 16_392 };

/** Parts of one line held at most, in UTF-16 units. */
const LONGEST_LINE = 64 << 20;

/** Whether a record is a line of a container; whatever collects those keeps the names. */
export function isDockerLine(record: unknown): record is DockerLine {
  return isObject(record) && typeof record.log === 'string' && typeof record.stream === 'string';
}

interface HeldParts {
  readonly first: DockerLine;
  readonly texts: readonly string[];
  readonly length: number;
}

/** Puts the lines together again that Docker has cut. */
export class DockerParts {
  readonly #held = new Map<string, HeldParts>();

  /** The record, whole; undefined for a part whose last one is still to come. Other records stay as they are. */
  whole(record: unknown): unknown {
    if (!isDockerLine(record)) return record;
    const { log, stream } = record;
    const held = this.#held.get(stream);
    const length = (held?.length ?? 0) + log.length;
    if (isPart(log) && length < LONGEST_LINE) {
      const texts = [...(held?.texts ?? []), log];
      this.#held.set(stream, { first: held?.first ?? record, texts, length });
      return undefined;
    }
    if (held === undefined) return record;
    this.#held.delete(stream);
    return joined(held.first, [...held.texts, log]);
  }

  /** Lines whose end never came. */
  rest(): readonly unknown[] {
    const records = [...this.#held.values()].map(({ first, texts }) => joined(first, texts));
    this.#held.clear();
    return records;
  }
}

/** With the time of the first part. */
function joined(first: DockerLine, texts: readonly string[]): DockerLine {
  return { ...first, log: texts.join('') };
}

function isPart(log: string): boolean {
  if (log.length > PART_BYTES.most || log.length * 3 < PART_BYTES.least || log.endsWith('\n')) return false;
  const bytes = Buffer.byteLength(log);
  return bytes >= PART_BYTES.least && bytes <= PART_BYTES.most;
}
