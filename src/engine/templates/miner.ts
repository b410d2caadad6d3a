import { fixedTotal, fixedWords, isAffix } from './fixed-words.ts';
import type { Shape } from './shapes.ts';

/**
 * Where the texts stand: `system` prompts are written by programs, a whole text repeats; texts `alone` carry instructions and
 * payload or are free chat; a `message` below a system prompt is most often free text of people.
 */
export type Surroundings = 'system' | 'alone' | 'message';

/** Texts of one template. */
export interface Part {
  readonly shapes: readonly Shape[];
  /** Passages that nearly all of them hold, ascending. */
  readonly core: readonly number[];
}

/** Conversations that a fixed part must be seen in. Own choice. */
export const LEAST_TEXTS: Readonly<Record<Surroundings, number>> = { system: 2, alone: 3, message: 3 };
/** A passage in this share of the texts belongs to the core. Own choice. */
const CORE_SHARE = 0.97;
/** Shapes looked at for a core, evenly spread. */
const SAMPLE = 256;
/** Parts of one split, levels of splits: what a log has more of is taken together. */
const MOST_PARTS = 256;
const LEVELS = 6;

/**
 * Parts texts by what is fixed in them, from the most frequent passage down, as log-template miners do (IPLoM: Makanju,
 * Zincir-Heywood, Milios, KDD 2009; Drain: He, Zhu, Zheng, Lyu, ICWS 2017), with passages in the place of token positions,
 * for payloads shift positions. What shares no fixed part with enough others is in no part.
 */
export function mine(shapes: readonly Shape[], surroundings: Surroundings): Part[] {
  const total = sum(shapes);
  const index = postings(shapes, []);
  const taken = new Set<Shape>();
  const found: Part[] = [];
  for (const { having, support } of index) {
    if (support < LEAST_TEXTS[surroundings]) break;
    const part = having.filter((shape) => !taken.has(shape));
    const weight = sum(part);
    if (weight < LEAST_TEXTS[surroundings]) continue;
    const core = coreOf(part);
    if (!isTemplate(core, weight / total, weight, surroundings)) continue;
    for (const shape of part) taken.add(shape);
    found.push({ shapes: part, core });
  }
  const covered = found.reduce((all, part) => all + sum(part.shapes), 0) / total;
  return found
    .filter(({ core }) => surroundings !== 'message' || isMarked(core) || covered >= MOSTLY)
    .flatMap((part) => split(part, surroundings, 0));
}

/** Fixed wording that nothing parts from the rest is people's own, unless most of the messages have some. Own choice. */
const MOSTLY = 0.7;

/** Whether the fixed part is enough to tell a program's wording from words that people happen to share. Own choices. */
function isTemplate(
  core: readonly number[],
  share: number,
  weight: number,
  surroundings: Surroundings,
): boolean {
  const { delimited, plain, talk, affix } = fixedWords(core);
  // "You are a" begins the prompts of many programs: what has no more in common is told apart by its whole text.
  if (surroundings === 'system') return delimited >= 2 || Math.max(delimited + plain + talk, affix) >= 5;
  if (weight < 5) return delimited + plain >= 8;
  if (surroundings === 'message' && share < 0.02) return false;
  if (delimited >= 2 && (share >= 0.02 || weight >= 20)) return true;
  if (delimited >= 1 && share >= 0.1) return true;
  return delimited + plain >= 5 || affix >= 5 || delimited + plain + talk >= 10;
}

const isMarked = (core: readonly number[]): boolean => {
  const { delimited, affix } = fixedWords(core);
  return delimited > 0 && (affix > 0 || delimited < 3);
};

/** A template of few fixed words may hold many templates; one of more than these only a few variants. Own choice. */
const SHORT_CORE = 12;
const FEW_VARIANTS = 4;
const SOME_VARIANTS = 8;
/** Words by which a variant differs at least; less is a value. */
const VARIANT_WORDS = 4;
const LONG_VARIANT = 8;
/** Messages of a variant: fewer may begin alike by chance. */
const LEAST_VARIANT = 5;
const LEAST_SHARE = 0.03;
const COVERED = 0.9;

/** Parts a template whose texts hold passages that exclude one another: other tasks or versions rather than other values. */
function split(part: Part, surroundings: Surroundings, level: number, isRest = false): Part[] {
  if (level === LEVELS || part.shapes.length < 2) return [part];
  const strong = strongVariants(part, surroundings, isRest);
  const variants = strong.length > 0 ? strong : variantsOf(part, surroundings, VARIANT_WORDS);
  const chosen = strong.length > 0 ? strong : accepted(part, variants, surroundings);
  if (chosen.length === 0) {
    // What nearly all hold parts nobody, but what they hold beside it may.
    const [most] = variants;
    if (most === undefined || sum(most.shapes) < COVERED * sum(part.shapes)) return [part];
    const within = split(most, surroundings, level + 1);
    return within.length === 1 ? [part] : [...within, restOf(part, most.shapes)];
  }
  const parts = chosen.flatMap((variant) => split(variant, surroundings, level + 1));
  const rest = restOf(
    part,
    chosen.flatMap(({ shapes }) => shapes),
  );
  if (rest.shapes.length === 0) return parts;
  // Those that were too small a share beside the largest may be most of what is left.
  return [...parts, ...(strong.length > 0 ? split(rest, surroundings, level + 1, true) : [rest])];
}

function restOf(part: Part, taken: readonly Shape[]): Part {
  const known = new Set(taken);
  const shapes = part.shapes.filter((shape) => !known.has(shape));
  return { shapes, core: coreOf(shapes) };
}

/**
 * Texts with little in common beside as much again of their own. Only they take texts away: a sentence that several of them
 * share is no variant and must not keep one from being seen.
 */
function strongVariants(part: Part, surroundings: Surroundings, isRest: boolean): readonly Part[] {
  const fixed = fixedTotal(part.core);
  if (fixed >= SHORT_CORE) return [];
  const variants = variantsOf(part, surroundings, Math.max(6, 0.5 * fixed), true);
  if (surroundings === 'system' && !isRest) return variants;
  const covered = variants.reduce((all, variant) => all + sum(variant.shapes), 0) / sum(part.shapes);
  const most = surroundings === 'message' ? SOME_VARIANTS : MOST_PARTS;
  return covered >= MOSTLY && variants.length <= most ? variants : [];
}

/** `words`: how many a variant has of its own at least; `isPassage`: not only in the words that begin and end it. */
function variantsOf(
  { shapes, core }: Part,
  surroundings: Surroundings,
  words: number,
  isPassage = false,
): Part[] {
  const total = sum(shapes);
  const least = surroundings === 'system' ? 2 : LEAST_VARIANT;
  const taken = new Set<Shape>();
  const variants: Part[] = [];
  for (const { having, support } of postings(shapes, core)) {
    if (support < Math.max(least, LEAST_SHARE * total) || variants.length === MOST_PARTS) break;
    if (support > (1 - LEAST_SHARE) * total) continue;
    const fresh = having.filter((shape) => !taken.has(shape));
    const weight = sum(fresh);
    // What stands beside other variants as well is a value that recurs, such as a document.
    if (weight < 0.9 * support || weight < least) continue;
    const own = coreOf(fresh);
    const more = without(own, core);
    if (fixedTotal(more) < words) continue;
    if (isPassage && (more.every(isAffix) || growth(own, core) < words)) continue;
    for (const shape of fresh) taken.add(shape);
    variants.push({ shapes: fresh, core: own });
  }
  return variants;
}

function accepted(
  { shapes, core }: Part,
  variants: readonly Part[],
  surroundings: Surroundings,
): readonly Part[] {
  const covered = variants.reduce((all, variant) => all + sum(variant.shapes), 0) / sum(shapes);
  const isLong = variants.every(({ core: own }) => growth(own, core) >= LONG_VARIANT);
  const few = variants.every((variant) => isTask(variant, core))
    ? MOST_PARTS
    : isLong
      ? SOME_VARIANTS
      : FEW_VARIANTS;
  if (covered >= COVERED && variants.length > 1 && variants.length <= few) return variants;
  // One text and the same text with a passage more.
  return surroundings === 'system' && shapes.length === 2 && variants.length === 1 ? variants : [];
}

/** Words in passages that the core does not hold: where it holds the beginning of one, a value within makes the difference. */
function growth(own: readonly number[], core: readonly number[]): number {
  return fixedTotal(own.filter((passage) => !isAffix(passage))) - fixedTotal(core);
}

/** Some sentences to a longer text that many share, such as the rules of a house: another task, not another value or document. */
function isTask({ core: own }: Part, core: readonly number[]): boolean {
  const more = without(own, core);
  const words = fixedTotal(more);
  return (
    more.filter((passage) => !isAffix(passage)).length >= 2 &&
    words >= SHORT_CORE &&
    words <= fixedTotal(core)
  );
}

interface Posting {
  readonly passage: number;
  readonly having: Shape[];
  support: number;
}

/** By passage the shapes that hold it, the best supported first; ties in the order of the passages, which content gives. */
function postings(shapes: readonly Shape[], but: readonly number[]): Posting[] {
  const known = new Set(but);
  const byPassage = new Map<number, Posting>();
  for (const shape of shapes) {
    const weight = shape.weight;
    for (const passage of shape.passages) {
      if (known.has(passage)) continue;
      const posting = byPassage.get(passage);
      if (posting === undefined) byPassage.set(passage, { passage, having: [shape], support: weight });
      else {
        posting.having.push(shape);
        posting.support += weight;
      }
    }
  }
  return [...byPassage.values()].sort((a, b) => b.support - a.support || a.passage - b.passage);
}

function coreOf(shapes: readonly Shape[]): number[] {
  const step = Math.max(1, shapes.length / SAMPLE);
  const counts = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < shapes.length; i += step) {
    const shape = shapes[Math.floor(i)]!;
    const weight = shape.weight;
    total += weight;
    for (const passage of shape.passages) counts.set(passage, (counts.get(passage) ?? 0) + weight);
  }
  const core: number[] = [];
  for (const [passage, count] of counts) if (count >= CORE_SHARE * total) core.push(passage);
  return core.sort((a, b) => a - b);
}

function without(all: readonly number[], some: readonly number[]): number[] {
  const known = new Set(some);
  return all.filter((passage) => !known.has(passage));
}

function sum(shapes: readonly Shape[]): number {
  let total = 0;
  for (const shape of shapes) total += shape.weight;
  return total;
}
