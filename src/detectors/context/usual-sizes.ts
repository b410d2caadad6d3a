import { lastOf, PROMPT_ZONES, type ZoneTokens } from '../../model/prompt-zones.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { Parts } from '../../patterns/prompts/prompt-parts.ts';
import { PartSums } from './part-sums.ts';
import type { Template } from './prompt-template.ts';
import { TokenQuantiles } from './token-quantiles.ts';

export interface SizeRules {
  readonly minCalls: number;
  readonly factor: number;
  readonly minExcess: number;
  readonly maxShare: number;
}

/**
 * A template of which this share of the calls continues others is a conversation: its history grows by nature, and one
 * that begins before the log does is no excess. Own choice.
 */
const CONVERSATION_SHARE = 0.05;

/** How large the calls of a template are, in tokens. */
export interface TemplateSizes {
  readonly template: Template;
  readonly calls: number;
  readonly median: number;
  /** 95th percentile of the usual calls. */
  readonly p95: number;
  readonly unusual: number;
  readonly prompts: PartSums;
}

/** A call that is larger than its template's calls usually are, and what of it is beyond them. */
export interface UnusualCall {
  readonly index: number;
  readonly template: number;
  /** Tokens beyond the usual, from the end of the prompt. */
  readonly excess: ZoneTokens;
}

class Sample {
  readonly template: Template;
  readonly sizes = new TokenQuantiles();
  readonly prompts = new PartSums();
  unusual = 0;
  /** Calls that continue earlier ones, and calls with a history that no earlier call grew. */
  grown = 0;
  pasted = 0;
  /** Whether pasted history counts as part of a call's size. */
  isHistoryOdd = false;
  median = Number.NaN;
  p95 = Number.NaN;
  /** Calls above this are unusual. */
  limit = Number.POSITIVE_INFINITY;

  constructor(template: Template) {
    this.template = template;
  }

  judge(rules: SizeRules): void {
    if (this.sizes.count < rules.minCalls) return;
    const { count } = this.sizes;
    this.isHistoryOdd = this.grown < CONVERSATION_SHARE * count && this.pasted <= rules.maxShare * count;
    this.median = this.sizes.quantile(0.5);
    this.limit = Math.max(this.median * rules.factor, this.median + rules.minExcess - 1);
    this.p95 = this.sizes.quantile(0.95, this.limit);
  }
}

/** Learns how large the calls of each template usually are. What is unusual is known after the last call only. */
export class UsualSizes {
  readonly #rules: SizeRules;
  readonly #samples = new Map<number, Sample>();
  /** Calls that could turn out unusual. */
  readonly #indices = new NumberColumn();
  readonly #keys = new NumberColumn();
  readonly #sizes = new NumberColumn();
  readonly #claimed = new NumberColumn();
  readonly #pasted = new NumberColumn();
  /** Tokens left of each zone; most logs have no cache, and then only that of `input` is ever filled. */
  readonly #left = PROMPT_ZONES.map((zone) => ({ zone, tokens: new NumberColumn() }));

  constructor(rules: SizeRules) {
    this.#rules = rules;
  }

  /**
   * `size` is the part of the prompt to compare, `prompt` the whole of it, in tokens;
   * `left` is what no other finding has claimed of the call yet: what it has is not part of the excess again.
   */
  add(
    template: Template,
    index: number,
    size: number,
    left: ZoneTokens,
    prompt: number,
    parts?: Parts,
  ): void {
    const { key } = template;
    let sample = this.#samples.get(key);
    if (sample === undefined) {
      sample = new Sample(template);
      this.#samples.set(key, sample);
    }
    sample.sizes.add(size);
    sample.prompts.add(prompt, parts);
    const history = parts?.history ?? 0;
    const pasted = parts?.isGrown === false ? history : 0;
    if (pasted > 0) sample.pasted++;
    else if (history > 0) sample.grown++;
    if (size + pasted < this.#rules.minExcess) return;
    const row = this.#indices.push(index);
    this.#keys.set(row, key);
    this.#sizes.set(row, size);
    if (pasted > 0) this.#pasted.set(row, pasted);
    let claimed = prompt;
    for (const { zone, tokens } of this.#left) {
      claimed -= left[zone];
      if (left[zone] > 0) tokens.set(row, left[zone]);
    }
    if (claimed > 0) this.#claimed.set(row, claimed);
  }

  /** Judges all calls seen, once: the unusual ones in the order they came. */
  *unusual(): Generator<UnusualCall> {
    for (const sample of this.#samples.values()) sample.judge(this.#rules);
    // How many they are is needed before the first of them is handed out.
    for (let row = 0; row < this.#indices.length; row++) {
      const sample = this.#samples.get(this.#keys.get(row))!;
      if (this.#size(row, sample) > sample.limit) sample.unusual++;
    }
    for (let row = 0; row < this.#indices.length; row++) {
      const sample = this.#samples.get(this.#keys.get(row))!;
      const { template, limit, p95 } = sample;
      const size = this.#size(row, sample);
      if (size <= limit) continue;
      const left = { cacheRead: 0, cacheWrite1h: 0, cacheWrite5m: 0, input: 0 };
      for (const { zone, tokens } of this.#left) left[zone] = tokens.get(row);
      yield {
        index: this.#indices.get(row),
        template: template.key,
        excess: lastOf(left, Math.max(0, size - Math.ceil(p95) - this.#claimed.get(row))),
      };
    }
  }

  #size(row: number, { isHistoryOdd }: Sample): number {
    return this.#sizes.get(row) + (isHistoryOdd ? this.#pasted.get(row) : 0);
  }

  /** Of a template that was added, by its key. */
  sizes(key: number): TemplateSizes {
    const { template, sizes, prompts, median, p95, unusual } = this.#samples.get(key)!;
    return { template, calls: sizes.count, median, p95, unusual, prompts };
  }
}
