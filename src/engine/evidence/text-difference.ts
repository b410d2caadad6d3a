import { diffLines, diffWordsWithSpace } from 'diff';
import type { DifferencePart } from '../../model/evidence.ts';

/** UTF-16 units of each text that are compared after their equal ends; what follows is left out. Own choice: two screens. */
const COMPARED = 6000;
/** Most words or lines that may differ before both texts are shown whole: the comparison takes edits times length. */
const MOST_EDITS = 800;
/** From so many lines on lines are compared, for words of different lines would be mixed. */
const MANY_LINES = 40;
/** UTF-16 units of equal text kept beside a difference, and of one that was removed or added. */
const CONTEXT = 80;
const CHANGED = 600;
const MOST_PARTS = 60;
/** How far the equal ends are moved back to a space, so that no word is cut. */
const WORD = 40;

/** What became of a text, in parts: linear in its length but for the `COMPARED` units after the equal beginning. */
export function textDifference(before: string, after: string): DifferencePart[] {
  const head = equalHead(before, after);
  const tail = equalTail(before, after, head);
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  const parts = [
    { kind: 'same' as const, text: ending(before.slice(0, head)) },
    ...changes(bounded(old, COMPARED), bounded(now, COMPARED)),
    { kind: 'same' as const, text: beginning(before.slice(before.length - tail)) },
  ].filter(({ text }) => text !== '');
  return parts.length <= MOST_PARTS
    ? parts
    : [...parts.slice(0, MOST_PARTS), { kind: 'same', text: '…' } as const];
}

function changes(old: string, now: string): DifferencePart[] {
  const limit = { maxEditLength: MOST_EDITS };
  const isLong = hasManyLines(old) && hasManyLines(now);
  const found = isLong ? diffLines(old, now, limit) : diffWordsWithSpace(old, now, limit);
  const parts: DifferencePart[] =
    found?.map(({ added, removed, value }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value,
    })) ?? whole(old, now);
  return parts.map(({ kind, text }) => ({
    kind,
    text: kind === 'same' ? middle(text) : bounded(text, CHANGED),
  }));
}

function whole(old: string, now: string): DifferencePart[] {
  return [
    { kind: 'removed', text: old },
    { kind: 'added', text: now },
  ];
}

/** Shares of the newer text that stand at both ends of the older one too. */
export function equalEnds(before: string, after: string): { readonly head: number; readonly tail: number } {
  const head = equalHead(before, after);
  const whole = Math.max(1, after.length);
  return { head: head / whole, tail: equalTail(before, after, head) / whole };
}

function equalHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  if (head === a.length && head === b.length) return head;
  for (let back = head; back > 0 && head - back < WORD; back--) if (isSpace(a, back - 1)) return back;
  return head > 0 && isHighSurrogate(a, head - 1) ? head - 1 : head;
}

function equalTail(a: string, b: string, head: number): number {
  const most = Math.min(a.length, b.length) - head;
  let tail = 0;
  while (tail < most && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)) tail++;
  for (let back = tail; back > 0 && tail - back < WORD; back--) if (isSpace(a, a.length - back)) return back;
  return tail > 0 && isLowSurrogate(a, a.length - tail) ? tail - 1 : tail;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function isHighSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function hasManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines < MANY_LINES; at = text.indexOf('\n', at + 1)) lines++;
  return lines >= MANY_LINES;
}

function bounded(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

function beginning(text: string): string {
  return bounded(text, CONTEXT);
}

function ending(text: string): string {
  return text.length <= CONTEXT ? text : `…${text.slice(-CONTEXT)}`;
}

function middle(text: string): string {
  return text.length <= 2 * CONTEXT ? text : `${text.slice(0, CONTEXT)} … ${text.slice(-CONTEXT)}`;
}
