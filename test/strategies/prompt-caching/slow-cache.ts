import type { Call } from '../../../src/model/call.ts';

/** A call and its prompt as a list of segments, `head` of which are tools and system prompt. */
export interface SlowCall {
  readonly call: Call;
  readonly segments: readonly number[];
  readonly tokens: readonly number[];
  readonly head: number;
}

const agrees = (a: readonly number[], b: readonly number[], count: number): boolean =>
  a.length >= count && b.length >= count && a.slice(0, count).every((one, i) => one === b[i]);

const availableAt = ({ time, latencyMs }: Call): number => time + latencyMs;

/** How many first segments of call `i` a cache that keeps all it was sent could serve: every pair of calls is compared. */
export function slowShared(log: readonly SlowCall[], i: number, lifetimeMs: number): number {
  const { call, segments } = log[i]!;
  for (let count = segments.length; count > 0; count--) {
    const uses = log
      .slice(0, i)
      .filter((it) => it.call.model === call.model && agrees(it.segments, segments, count))
      .reverse();
    let next = call.time;
    let first = Number.POSITIVE_INFINITY;
    for (const use of uses) {
      if (next - use.call.time >= lifetimeMs) break;
      first = Math.min(first, availableAt(use.call));
      next = use.call.time;
    }
    if (first <= call.time) return count;
  }
  return 0;
}

interface Entry {
  readonly key: string;
  readonly count: number;
  since: number;
  until: number;
}

/** How many first segments each call writes when every breakpoint is always written. */
export const always = (log: readonly SlowCall[]): number[] => log.map(({ segments }) => segments.length);

/** Segments up to the breakpoints: the head, before and after the last message; 0 where there is none. */
function breakpointsOf({ segments, head }: SlowCall): readonly [number, number, number] {
  const front = segments.length - 1;
  const isHead = head === segments.length;
  return [head, isHead || front === head ? 0 : front, isHead ? 0 : segments.length];
}

/**
 * How many first segments each call writes when it is up to the last breakpoint at which the calls of its feature so far were
 * read often enough, had all breakpoints always been written; every sum is made anew for every call.
 */
export function slowLearned(log: readonly SlowCall[], lifetimeMs: number, worth: number): number[] {
  const sums = log.map(
    ({ tokens }) =>
      (count: number) =>
        tokens.slice(0, count).reduce((a, b) => a + b, 0),
  );
  const shared = log.map((_, i) => slowShared(log, i, lifetimeMs));
  const before = (i: number, count: number): number[] =>
    log
      .slice(0, i)
      .map((it, k) => ({ it, k }))
      .filter(
        ({ it }) => it.call.model === log[i]!.call.model && agrees(it.segments, log[i]!.segments, count),
      )
      .map(({ k }) => k);
  const isAlive = (i: number, count: number): boolean =>
    before(i, count).some((k) => log[i]!.call.time < log[k]!.call.time + lifetimeMs);
  const tokensOf = (i: number, count: number): number => sums[i]!(count) - sums[i]!(shared[i]!);

  return log.map((one, i) => {
    const written = [0, 0, 0];
    const read = [0, 0, 0];
    for (let k = 0; k <= i; k++) {
      const isOwn = log[k]!.call.feature === one.call.feature;
      breakpointsOf(log[k]!).forEach((count, place) => {
        if (isOwn && count > shared[k]!) written[place]! += tokensOf(k, count);
      });
      for (let count = 1; count <= shared[k]!; count++) {
        const starter = before(k, count)
          .filter((it) => !isAlive(it, count))
          .at(-1)!;
        const place = breakpointsOf(log[starter]!).indexOf(count);
        if (place >= 0 && log[starter]!.call.feature === one.call.feature)
          read[place]! += tokensOf(starter, count);
      }
    }
    const places = breakpointsOf(one);
    const chosen = [2, 1, 0].find(
      (place) => places[place]! > 0 && read[place]! > 0 && read[place]! >= worth * written[place]!,
    );
    return chosen === undefined ? 0 : places[chosen]!;
  });
}

/** Tokens read and written by each call that writes up to as many of its first segments as `targets` says. */
export function slowWritten(
  log: readonly SlowCall[],
  targets: readonly number[],
  lifetimeMs: number,
  minimum: number,
): { read: number; written: number }[] {
  let entries: Entry[] = [];
  return log.map(({ call, segments, tokens, head }, i) => {
    const { time } = call;
    entries = entries.filter((entry) => time < entry.until);
    const sum = (count: number): number => tokens.slice(0, count).reduce((a, b) => a + b, 0);
    const keyOf = (count: number): string => JSON.stringify([call.model, segments.slice(0, count)]);
    const known = entries.filter((entry) => keyOf(entry.count) === entry.key);
    const readable = known.filter((entry) => entry.since <= time).sort((a, b) => b.count - a.count)[0];
    for (const entry of known)
      if (readable !== undefined && entry.count <= readable.count) renew(entry, call);
    const held = readable === undefined ? 0 : sum(readable.count);
    const read = held < minimum ? 0 : held;
    const end = sum(targets[i]!);
    if (end < minimum || end <= read) return { read, written: 0 };
    const front = head < segments.length ? segments.length - 1 : head;
    for (const count of new Set([head, front, segments.length])) {
      if (count <= 0 || sum(count) > end) continue;
      const entry = known.find((it) => it.count === count);
      if (entry === undefined)
        entries.push(renew({ key: keyOf(count), count, since: Infinity, until: 0 }, call));
      else renew(entry, call);
    }
    return { read, written: end - read };
  });

  function renew(entry: Entry, call: Call): Entry {
    entry.since = Math.min(entry.since, availableAt(call));
    entry.until = Math.max(entry.until, call.time + lifetimeMs);
    return entry;
  }
}
