import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import type { Span } from '../../model/prompt-zones.ts';
import { RecentlyUsed } from '../../patterns/attempts/recently-used.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** Some 10 MB of numbers in sets. */
const CHUNKS_LOADED = 1 << 18;

/** Where a node's segment repeats what stands before it: bytes of the segment, then start, end, start, end, ... among them. */
type Passages = readonly number[];

const UNKNOWN = 0;
const WITHOUT = 1;
const WITH = 2;

/** Chunks of one prompt. The template's are shared by all prompts that begin with it. */
interface Loaded {
  readonly template: ReadonlySet<number>;
  readonly own: Set<number>;
}

/**
 * Finds text that stands twice in one prompt: runs of consecutive chunks of one segment that all occurred earlier in the prompt
 * (in an earlier segment or in the same one), worth at least `minTokens` of the segment's tokens, apportioned by bytes.
 * Tool schemas repeat each other's keywords by nature, so they and segments without text only count as a whole.
 * Each node of the trie is compared once, with its ancestors; the prompts extended last stay loaded, up to a constant.
 */
export class RepeatedPassages {
  readonly #prompts: Prompts;
  readonly #minTokens: number;
  /** For each node whether it or an ancestor has passages. */
  readonly #states = new NumberColumn(UNKNOWN);
  readonly #passages = new Map<number, Passages>();
  readonly #templates: RecentlyUsed<Set<number>>;
  /** By the last node of the prompt. */
  readonly #loaded: RecentlyUsed<Loaded>;

  /** `budget`: chunks that the loaded prompts, and the loaded templates, may hold together. */
  constructor(prompts: Prompts, minTokens: number, budget = CHUNKS_LOADED) {
    this.#prompts = prompts;
    this.#minTokens = minTokens;
    this.#templates = new RecentlyUsed(budget, (chunks) => chunks.size);
    this.#loaded = new RecentlyUsed(budget, ({ template, own }) => template.size + own.size);
  }

  /** The later occurrences in the call's prompt, in its own tokens with ends rounded inwards, and the segment that holds most of them. */
  in(call: Call): { readonly spans: readonly Span[]; readonly segment: number } {
    const spans: Span[] = [];
    if (call.prompt < 0) return { spans, segment: -1 };
    if (this.#states.get(call.prompt) === UNKNOWN) this.#compare(call.prompt);
    if (this.#states.get(call.prompt) === WITHOUT) return { spans, segment: -1 };
    const nodes = this.#nodes(call.prompt, -1);
    let start = 0;
    let most = 0;
    let segment = -1;
    this.#prompts.shares(call).forEach((share, i) => {
      const [bytes = 1, ...bounds] = this.#passages.get(nodes[i]!) ?? [];
      let repeated = 0;
      for (let p = 0; p < bounds.length; p += 2) {
        const from = start + Math.ceil((bounds[p]! * share) / bytes);
        const to = start + Math.floor((bounds[p + 1]! * share) / bytes);
        if (to <= from) continue;
        spans.push({ from, to });
        repeated += to - from;
      }
      if (repeated > most) {
        most = repeated;
        segment = this.#prompts.segment(nodes[i]!);
      }
      start += share;
    });
    return { spans, segment };
  }

  /** Nodes below `above` down to `node`, in the order of the prompt. */
  #nodes(node: number, above: number): number[] {
    const nodes: number[] = [];
    for (let n = node; n >= 0 && n !== above; n = this.#prompts.parent(n)) nodes.push(n);
    return nodes.reverse();
  }

  #compare(node: number): void {
    const template = this.#prompts.template(node);
    let tip = node;
    while (tip !== template && tip >= 0 && !this.#loaded.has(tip)) tip = this.#prompts.parent(tip);
    const loaded = this.#loaded.take(tip) ?? { template: this.#templateChunks(template), own: new Set() };
    for (const next of this.#nodes(node, tip)) this.#extend(next, loaded.template, loaded.own);
    this.#loaded.put(node, loaded);
  }

  #templateChunks(template: number): ReadonlySet<number> {
    let chunks = this.#templates.take(template);
    if (chunks === undefined) {
      chunks = new Set();
      for (const node of this.#nodes(template, -1)) this.#extend(node, chunks, chunks);
    }
    this.#templates.put(template, chunks);
    return chunks;
  }

  /** Compares a node with the chunks before it and adds its own to them. */
  #extend(node: number, template: ReadonlySet<number>, own: Set<number>): void {
    const segment = this.#prompts.segment(node);
    const facts = this.#prompts.facts(segment);
    const isWhole = facts.kind === 'tool' || facts.kind === 'block' || facts.chunks.length === 0;
    // The bytes are no part of a chunk's key: a passage that is wrapped elsewhere the second time has others.
    const keys = isWhole ? [-1 - segment, 1] : facts.chunks;
    const passages = repeatedRuns(keys, template, own, this.#minTokens / facts.tokens);
    if (passages.length > 0) this.#passages.set(node, passages);
    const parent = this.#prompts.parent(node);
    const isAbove = parent >= 0 && this.#states.get(parent) === WITH;
    this.#states.set(node, passages.length > 0 || isAbove ? WITH : WITHOUT);
  }
}

/**
 * Runs of keys that occurred before, as Passages; empty when there are none. `keys` is key, bytes, key, bytes, ...;
 * a run shorter than `shortest` (a part of all bytes) does not count. The keys are added to `own`.
 */
function repeatedRuns(
  keys: ArrayLike<number>,
  template: ReadonlySet<number>,
  own: Set<number>,
  shortest: number,
): Passages {
  const bounds: number[] = [];
  let at = 0;
  let start = 0;
  for (let i = 0; i < keys.length; i += 2) {
    const key = keys[i]!;
    const end = at + keys[i + 1]!;
    if (!template.has(key) && !own.has(key)) {
      if (at > start) bounds.push(start, at);
      start = end;
      own.add(key);
    }
    at = end;
  }
  if (at > start) bounds.push(start, at);
  const long: number[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    if (bounds[i + 1]! - bounds[i]! >= shortest * at) long.push(bounds[i]!, bounds[i + 1]!);
  }
  return long.length === 0 ? long : [at, ...long];
}
