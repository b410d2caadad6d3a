import type { Call } from '../../model/call.ts';

/** Names remembered at most; a log that gives every call its own name is answered without memory. */
const NAMES_KEPT = 10_000;
const LONGEST_NAME = 200;

/** `ticket-classification`, `docs.translation` and `complexReasoning` as words with single spaces between them. */
export function taskWords(name: string): string {
  return name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\-./:\s]+/g, ' ')
    .trim();
}

/** A value per text, worked out once for each of the first so many. */
export class Remembered<T> {
  readonly #known = new Map<string, T>();
  readonly #read: (text: string) => T;

  constructor(read: (text: string) => T) {
    this.#read = read;
  }

  of(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const value = this.#read(text);
    if (this.#known.size < NAMES_KEPT) this.#known.set(text, value);
    return value;
  }
}

/** What a call's tags say of its task: the text of `task` or `task_type`, '' when there is none. */
export function taggedTask(tags: string): string {
  if (!tags.includes('"task')) return '';
  const found = entriesOf(tags).find(
    ([key, value]) => /^task([_-]?type)?$/i.test(key) && typeof value === 'string',
  );
  return found === undefined ? '' : String(found[1]);
}

const SCORES = ['complexity', 'complexity_score', 'score'];

/** How hard the tags say that a call is, 0 to 1; NaN when they say nothing. */
export function taggedScore(tags: string): number {
  if (!/"(?:complexity|complexity_score|score)"/.test(tags)) return Number.NaN;
  const entries = new Map(entriesOf(tags));
  for (const name of SCORES) {
    const value = entries.get(name);
    const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof score === 'number' && score >= 0 && score <= 1) return score;
  }
  return Number.NaN;
}

/** Tags are compact JSON. */
function entriesOf(tags: string): readonly [string, unknown][] {
  try {
    const parsed: unknown = JSON.parse(tags);
    return typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
  } catch {
    return [];
  }
}

/** Stands for all calls whose task no other entry names. */
const OTHERS = '*';

/** Values by task, in the order of an option such as `classification=a, extraction=b, *=c`. */
export class TaskMap<T> {
  readonly names: readonly string[];
  readonly #values: readonly T[];
  readonly #patterns: readonly (readonly [string, number])[];
  readonly #others: number;
  readonly #byName: Remembered<number>;
  readonly #byTags: Remembered<number>;

  /** Throws when an entry of the option has no `=` or `read` returns undefined for what stands behind it. */
  constructor(text: string, option: string, read: (value: string) => T | undefined) {
    const entries = text
      .split(/[,;\n]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry): readonly [string, T] => {
        const at = entry.indexOf('=');
        const value = at <= 0 ? undefined : read(entry.slice(at + 1).trim());
        if (value === undefined) throw new Error(`${option}: '${entry}' is not of the form task=value`);
        return [entry.slice(0, at).trim(), value];
      });
    this.names = entries.map(([name]) => name);
    this.#values = entries.map(([, value]) => value);
    this.#others = this.names.indexOf(OTHERS);
    this.#patterns = this.names.flatMap((name, at): (readonly [string, number])[] =>
      name === OTHERS ? [] : [[` ${taskWords(name).toLowerCase()} `, at]],
    );
    this.#byName = new Remembered((name) => this.#find(name));
    this.#byTags = new Remembered((tags) => this.#find(taggedTask(tags)));
  }

  /** The entry of a call by position: what its tags call its task goes before its feature; -1 when there is none. */
  at(call: Call): number {
    if (this.names.length === 0) return -1;
    const tagged = call.tags === '' ? -1 : this.#byTags.of(call.tags);
    if (tagged >= 0) return tagged;
    const named = call.feature === '' ? -1 : this.#byName.of(call.feature);
    return named >= 0 ? named : this.#others;
  }

  value(at: number): T | undefined {
    return this.#values[at];
  }

  #find(name: string): number {
    if (name === '') return -1;
    const words = ` ${taskWords(name).toLowerCase()} `;
    return this.#patterns.find(([pattern]) => words.includes(pattern))?.[1] ?? -1;
  }
}
