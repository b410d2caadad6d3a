import type { CallRecord } from '../../model/call-record.ts';
import { loadCounter, type TokenCounter } from '../../tokens/counter.ts';
import { ENCODINGS, type Encoding } from '../../tokens/encodings.ts';
import { encodingOfFamily, resolveFamily } from '../../tokens/families.ts';
import type { Count } from './prompt-interner.ts';

/** The vocabularies that calls are counted with, each loaded when the first call needs it. */
export class Vocabularies {
  readonly #families: ReadonlyMap<string, string>;
  readonly #counters = new Map<Encoding, TokenCounter>();
  readonly #encodings = new Map<string, Encoding>();

  /** Model name -> tokenizer family, from the price book. */
  constructor(families: ReadonlyMap<string, string>) {
    this.#families = families;
  }

  /** Whether one must be loaded before these calls can be counted. */
  areMissingFor(calls: readonly CallRecord[]): boolean {
    return calls.some((call) => this.#missing(call).length > 0);
  }

  async loadFor(calls: readonly CallRecord[]): Promise<void> {
    for (const encoding of calls.flatMap((call) => this.#missing(call))) {
      this.#counters.set(encoding, await loadCounter(encoding));
    }
  }

  encodingOf(call: CallRecord): Encoding {
    const model = call.model ?? call.requestedModel ?? '';
    let encoding = this.#encodings.get(model);
    if (encoding === undefined) {
      const family = resolveFamily(model, this.#families);
      encoding = family === undefined ? ENCODINGS[0] : encodingOfFamily(family);
      this.#encodings.set(model, encoding);
    }
    return encoding;
  }

  /** Counts with a loaded vocabulary; nothing with one that no call has needed. */
  counter(encoding: Encoding): Count {
    const counter = this.#counters.get(encoding);
    return counter === undefined ? () => 0 : (text) => counter.count(text);
  }

  #missing(call: CallRecord): Encoding[] {
    const isCounted = call.usage !== undefined && call.isOutputUncounted !== true;
    if (call.prompt === undefined && (call.response === undefined || isCounted)) return [];
    const needed: Encoding[] = call.prompt?.every(({ kind }) => kind === 'block') ? [] : [ENCODINGS[0]];
    if (!isCounted) needed.push(this.encodingOf(call));
    return needed.filter((encoding) => !this.#counters.has(encoding));
  }
}
