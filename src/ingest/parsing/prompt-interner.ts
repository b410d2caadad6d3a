import type { Segment } from '../../model/segment.ts';
import { encodeHead, encodeOutline, encodeSketch } from '../../store/facts-codec.ts';
import type { Encoding } from '../../tokens/encodings.ts';
import { redact } from '../facts/redact.ts';
import { segmentFacts, segmentTokens } from '../facts/segment-facts.ts';
import type { DefinedNodes, DefinedSegments } from './parsed-chunk.ts';
import { KEY_BYTES, nodeKey, SegmentInterner, segmentKey } from './segment-interner.ts';

/** Counts tokens of a text in one encoding. */
export type Count = (text: string) => number;

/** The encoding that segments are counted in; other families are a ratio of it. */
const BASE: Encoding = 'o200k_base';

const ROOT_KEY = new Uint8Array(KEY_BYTES);

/**
 * The parsing thread's own copy of the prompt trie: numbers prompts, and computes what is kept of each segment the first
 * time it is seen. `take*` hand over what is new since the last time.
 */
export class PromptInterner {
  readonly #segments = new SegmentInterner();
  readonly #keys: Buffer[] = [];
  /** Base tokens by segment. */
  readonly #tokens: number[] = [];
  /** By encoding and node: tokens of the prompt up to there. */
  readonly #totals = new Map<Encoding, number[]>();
  readonly #keepText: boolean;
  readonly #children = new Map<number, number>();
  readonly #nodeKeys: Buffer[] = [];
  readonly #nodeParents: number[] = [];
  readonly #nodeSegments: number[] = [];
  /** The child that followed a node last time: histories are re-sent, so it usually follows again. */
  readonly #lastChild: number[] = [];
  #lastRoot = -1;
  /** By node: the last tool schema at or above it, -1 for none. */
  readonly #lastTool: number[] = [];
  readonly #arrayTokens = new Map<string, number>();
  #newSegments = startSegments();
  #nodesTaken = 0;

  constructor(keepText: boolean) {
    this.#keepText = keepText;
  }

  /** UTF-16 units of text held, to bound memory by. */
  get characters(): number {
    return this.#segments.characters;
  }

  get nodes(): number {
    return this.#nodeParents.length;
  }

  /** The node of a prompt; `count` counts base tokens. */
  add(prompt: readonly Segment[], count: Count): number {
    let node = -1;
    for (const segment of prompt) node = this.#child(node, this.#segment(segment, count));
    return node;
  }

  /**
   * Tokens of a chat prompt in one encoding, without the reply's primer: every segment's, and the tools' compact JSON
   * as one array. Remembered by node, so re-sent history costs nothing.
   */
  chatTokens(node: number, encoding: Encoding, count: Count): number {
    let totals = this.#totals.get(encoding);
    if (totals === undefined) {
      totals = [];
      this.#totals.set(encoding, totals);
    }
    const unknown: number[] = [];
    let n = node;
    for (; n >= 0 && totals[n] === undefined; n = this.#nodeParents[n]!) unknown.push(n);
    let total = n < 0 ? 0 : totals[n]!;
    for (n = unknown.pop() ?? -1; n >= 0; n = unknown.pop() ?? -1) {
      const number = this.#nodeSegments[n]!;
      const segment = this.#segments.at(number);
      if (segment.kind !== 'tool')
        total += encoding === BASE ? this.#tokens[number]! : segmentTokens(segment, count);
      totals[n] = total;
    }
    return total + this.#toolTokens(node < 0 ? -1 : this.#lastTool[node]!, encoding, count);
  }

  /** Strings of a prompt, last segment first: what a plain completion or an embedding is counted by. */
  *strings(node: number): Generator<string> {
    for (let n = node; n >= 0; n = this.#nodeParents[n]!)
      yield* this.#segments.at(this.#nodeSegments[n]!).strings;
  }

  takeSegments(): DefinedSegments {
    const { keys, heads, outlines, sketches, roles, previews, names, texts } = this.#newSegments;
    this.#newSegments = startSegments();
    return {
      count: keys.length,
      keys: new Uint8Array(Buffer.concat(keys)),
      heads: new Uint8Array(Buffer.concat(heads)),
      sketches: new Uint8Array(Buffer.concat(sketches)),
      sketchEnds: endsOf(sketches),
      outlines: new Uint8Array(Buffer.concat(outlines)),
      outlineEnds: endsOf(outlines),
      roles,
      previews,
      names,
      texts,
    };
  }

  takeNodes(): DefinedNodes {
    const from = this.#nodesTaken;
    this.#nodesTaken = this.#nodeParents.length;
    return {
      parents: Int32Array.from(this.#nodeParents.slice(from)),
      segments: Uint32Array.from(this.#nodeSegments.slice(from)),
      keys: new Uint8Array(Buffer.concat(this.#nodeKeys.slice(from))),
    };
  }

  #segment(segment: Segment, count: Count): number {
    const id = this.#segments.add(segment);
    if (id < this.#keys.length) return id;
    const facts = segmentFacts(segment, count);
    const key = segmentKey(segment);
    this.#keys.push(key);
    this.#tokens.push(facts.tokens);
    const fresh = this.#newSegments;
    fresh.keys.push(key);
    fresh.heads.push(encodeHead(facts));
    fresh.outlines.push(encodeOutline(facts));
    fresh.sketches.push(encodeSketch(facts));
    fresh.roles.push(facts.role);
    fresh.previews.push(redact(facts.preview));
    fresh.names.push(facts.names.length === 0 ? '' : redact(JSON.stringify(facts.names)));
    if (this.#keepText) fresh.texts.push(redact(segment.strings.join('\n')));
    return id;
  }

  /** Tools are sent as one array, and tokens merge across its commas, so they are counted together. */
  #toolTokens(lastTool: number, encoding: Encoding, count: Count): number {
    if (lastTool < 0) return 0;
    const key = `${encoding} ${lastTool}`;
    let tokens = this.#arrayTokens.get(key);
    if (tokens === undefined) {
      const tools: string[] = [];
      for (let n = lastTool; n >= 0; n = this.#nodeParents[n]!) {
        const segment = this.#segments.at(this.#nodeSegments[n]!);
        if (segment.kind === 'tool') tools.push(...segment.strings);
      }
      tokens = count(`[${tools.reverse().join(',')}]`);
      this.#arrayTokens.set(key, tokens);
    }
    return tokens;
  }

  #child(parent: number, segment: number): number {
    const last = parent < 0 ? this.#lastRoot : this.#lastChild[parent]!;
    if (last >= 0 && this.#nodeSegments[last] === segment) return last;
    const edge = (parent + 1) * 0x4000000 + segment;
    let node = this.#children.get(edge);
    if (node === undefined) {
      node = this.#nodeParents.push(parent) - 1;
      this.#nodeSegments.push(segment);
      this.#nodeKeys.push(nodeKey(parent < 0 ? ROOT_KEY : this.#nodeKeys[parent]!, this.#keys[segment]!));
      this.#lastChild.push(-1);
      const isTool = this.#segments.at(segment).kind === 'tool';
      this.#lastTool.push(isTool ? node : parent < 0 ? -1 : this.#lastTool[parent]!);
      this.#children.set(edge, node);
    }
    if (parent < 0) this.#lastRoot = node;
    else this.#lastChild[parent] = node;
    return node;
  }
}

function endsOf(parts: readonly Buffer[]): Uint32Array {
  const ends = new Uint32Array(parts.length);
  let end = 0;
  parts.forEach((part, i) => {
    ends[i] = end += part.length;
  });
  return ends;
}

function startSegments() {
  return {
    keys: [] as Buffer[],
    heads: [] as Buffer[],
    outlines: [] as Buffer[],
    sketches: [] as Buffer[],
    roles: [] as string[],
    previews: [] as string[],
    names: [] as string[],
    texts: [] as string[],
  };
}
