import type { Prompts } from '../../contracts/prompts.ts';
import { combine52 } from '../../model/hash.ts';

/** A longer front is compared by its beginning; some 60,000 words. */
const UNITS_KEPT = 4096;
/** Keeps the keys of whole segments apart from those of chunks. */
const WHOLE = 7;

/**
 * A part of a prompt that a template can be the author of, cut into units: its leading system prompts and tool schemas, or
 * its first message. A unit is a chunk of text, or a whole tool schema. Columns of equal length, in the prompt's order.
 */
export interface FrontUnits {
  /** Equal for equal units. */
  readonly keys: readonly number[];
  /** Equal also for a tool schema whose words were reordered. */
  readonly looseKeys: readonly number[];
  /** In o200k_base, a chunk's share of its segment by bytes. */
  readonly tokens: readonly number[];
  readonly traits: readonly number[];
  readonly segments: readonly number[];
}

/** The nodes that end a prompt's leading system prompts and tool schemas (-1 without any) and its first message. */
export interface Front {
  readonly head: number;
  readonly node: number;
}

export function frontOf(prompts: Prompts, leaf: number): Front {
  const head = prompts.template(leaf);
  let node = leaf;
  for (let n = leaf; n >= 0 && n !== head; n = prompts.parent(n)) node = n;
  return { head, node };
}

/** Of the system prompts and tool schemas up to a node. */
export function frontUnits(prompts: Prompts, head: number): FrontUnits {
  return unitsOf(prompts, prompts.path(head));
}

/** Of a message alone. */
export function messageUnits(prompts: Prompts, segment: number): FrontUnits {
  return unitsOf(prompts, [segment]);
}

function unitsOf(prompts: Prompts, parts: readonly number[]): FrontUnits {
  const keys: number[] = [];
  const looseKeys: number[] = [];
  const tokens: number[] = [];
  const traits: number[] = [];
  const segments: number[] = [];
  const add = (segment: number): void => {
    const facts = prompts.facts(segment);
    if (facts.kind === 'tool' || facts.kind === 'block' || facts.chunks.length === 0) {
      keys.push(combine52(WHOLE, segment));
      looseKeys.push(facts.kind === 'tool' ? combine52(WHOLE + 1, facts.bagKey) : combine52(WHOLE, segment));
      tokens.push(facts.tokens);
      traits.push(0);
      segments.push(segment);
      return;
    }
    const { chunks, bytes } = facts;
    for (let i = 0; i < chunks.length && keys.length < UNITS_KEPT; i += 2) {
      keys.push(chunks[i]!);
      looseKeys.push(chunks[i]!);
      tokens.push((facts.tokens * chunks[i + 1]!) / Math.max(1, bytes));
      traits.push(facts.traits[i >> 1] ?? 0);
      segments.push(segment);
    }
  };
  for (const segment of parts) add(segment);
  return { keys, looseKeys, tokens, traits, segments };
}

/** Smallest keys kept to recognise a front by. */
const ANCHORS = 8;
/** A shorter head is not enough to know a template by ("You are a helpful assistant."): then the first message counts too. Own choice. */
export const HEAD_TOKENS = 256;
/** Keeps the keys of segments' words apart from those of chunks. */
const WORDS = 9;

/**
 * What fronts of one template very likely share although some of their text varies: the smallest keys of the units of a
 * telling part of it, units with digits left out (min-wise sampling: Broder, 1997).
 */
export function anchorsOf({ looseKeys, traits }: FrontUnits): number[] {
  const least: number[] = [];
  for (let i = 0; i < looseKeys.length; i++) {
    if (traits[i] !== 0) continue;
    const key = looseKeys[i]!;
    if ((least.length === ANCHORS && key >= least[ANCHORS - 1]!) || least.includes(key)) continue;
    let at = least.length;
    while (at > 0 && least[at - 1]! > key) at--;
    least.splice(at, 0, key);
    if (least.length > ANCHORS) least.pop();
  }
  return least;
}

/** Keys of the words, in whatever order, of its long texts: one is enough to know a template by. */
export function wordKeysOf(prompts: Prompts, units: FrontUnits): number[] {
  const segments = new Set(units.segments);
  const texts = [...segments].map((segment) => prompts.facts(segment));
  return texts
    .filter(({ kind, tokens, chunks }) => kind !== 'tool' && tokens >= HEAD_TOKENS && chunks.length > 0)
    .map(({ bagKey }) => combine52(WORDS, bagKey));
}
