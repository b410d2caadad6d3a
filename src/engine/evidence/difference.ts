import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import type { Difference } from '../../model/evidence.ts';
import { CHUNK_TRAITS, type SegmentFacts } from '../../model/segment.ts';
import { equalEnds, textDifference } from './text-difference.ts';

/** The call that another one is laid beside. */
export interface Reference {
  readonly name: string;
  readonly prompt: number;
}

/** The kept text of a segment, null where only its beginning was kept. */
export type TextOf = (segment: number) => string | null;

/** How far two prompts agree, from segments and, inside the first and the last one that differ, their chunks; null when either is unknown. */
export function differenceOf(
  call: Call,
  reference: Reference,
  prompts: Prompts,
  textOf: TextOf,
): Difference | null {
  if (call.prompt < 0 || reference.prompt < 0) return null;
  const shares = prompts.shares(call);
  const whole = sum(shares);
  const base = { reference: reference.name };
  if (call.prompt === reference.prompt) {
    return {
      ...base,
      isSame: true,
      segment: null,
      before: whole,
      differing: 0,
      after: 0,
      traits: [],
      parts: null,
    };
  }
  const old = prompts.path(reference.prompt);
  const now = prompts.path(call.prompt);
  const head = equalFrom(old, now, (path, i) => path[i]);
  const most = Math.min(old.length, now.length) - head;
  const tail = Math.min(
    most,
    equalFrom(old, now, (path, i) => path[path.length - 1 - i]),
  );
  const factsAt = (path: readonly number[], i: number) => prompts.facts(path[i]!);
  const [oldText, nowText] = [textAt(old, head, tail, textOf), textAt(now, head, tail, textOf)];
  const isLast = old.length - tail === head + 1 && now.length - tail === head + 1;
  const inside = most > tail ? insideOf(factsAt(old, head), factsAt(now, head), isLast) : NOTHING;
  const ends =
    most > tail && oldText !== null && nowText !== null ? exactEnds(oldText, nowText, isLast) : inside;
  // Where several segments differ, only the beginning of the first is compared.
  const before = sum(shares.slice(0, head)) + Math.floor((shares[head] ?? 0) * ends.head);
  const after = sum(shares.slice(now.length - tail)) + Math.floor((shares[head] ?? 0) * ends.tail);
  const shown = head < now.length - tail ? now : old;
  const { kind, role } = factsAt(shown, head);
  return {
    ...base,
    isSame: false,
    segment: { number: head + 1, kind, role },
    before,
    differing: whole - before - after,
    after,
    traits: inside.traits,
    parts: partsOf(oldText, nowText),
  };
}

/** Shares of a segment that are equal at both ends, and what stands in the chunks between. */
interface Inside {
  readonly head: number;
  readonly tail: number;
  readonly traits: Difference['traits'];
}

const NOTHING: Inside = { head: 0, tail: 0, traits: [] };

function insideOf(old: SegmentFacts, now: SegmentFacts, isLast: boolean): Inside {
  if (old.kind !== now.kind || now.bytes === 0) return NOTHING;
  const chunks = now.chunks.length / 2;
  const others = old.chunks.length / 2;
  const same = (a: number, b: number) =>
    old.chunks[2 * a] === now.chunks[2 * b] && old.chunks[2 * a + 1] === now.chunks[2 * b + 1];
  const most = Math.min(chunks, others);
  let head = 0;
  while (head < most && same(head, head)) head++;
  let tail = 0;
  while (isLast && tail < most - head && same(others - 1 - tail, chunks - 1 - tail)) tail++;
  let headBytes = 0;
  let tailBytes = 0;
  for (let c = 0; c < head; c++) headBytes += now.chunks[2 * c + 1]!;
  for (let c = chunks - tail; c < chunks; c++) tailBytes += now.chunks[2 * c + 1]!;
  let bits = 0;
  for (let c = head; c < chunks - tail; c++) bits |= now.traits[c] ?? 0;
  const traits = (['time', 'id', 'number'] as const).filter((name) => (bits & CHUNK_TRAITS[name]) !== 0);
  // Equal chunks of segments that differ (another role, other strings) say no more than that.
  const isAll = head + tail >= chunks && chunks === others;
  return isAll ? NOTHING : { head: headBytes / now.bytes, tail: tailBytes / now.bytes, traits };
}

/** With texts at hand the ends are known to the word; in front of further segments that differ only the first end counts. */
function exactEnds(
  old: string,
  now: string,
  isLast: boolean,
): { readonly head: number; readonly tail: number } {
  const { head, tail } = equalEnds(old, now);
  return { head, tail: isLast ? tail : 0 };
}

/** '' where the prompt has no such segment: it ends before. */
function textAt(path: readonly number[], at: number, tail: number, textOf: TextOf): string | null {
  return at < path.length - tail ? textOf(path[at]!) : '';
}

function partsOf(old: string | null, now: string | null): Difference['parts'] {
  return old === null || now === null ? null : textDifference(old, now);
}

function equalFrom(
  a: readonly number[],
  b: readonly number[],
  at: (path: readonly number[], i: number) => number | undefined,
): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && at(a, i) === at(b, i)) i++;
  return i;
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const n of numbers) total += n;
  return total;
}
