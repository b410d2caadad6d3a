import type { Call } from '../../../src/model/call.ts';
import { promptTokens } from '../../../src/model/usage.ts';

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

/** Tokens read and written by each call when every breakpoint (head, before and after the last message) is always written. */
export function slowAlways(
  log: readonly SlowCall[],
  lifetimeMs: number,
  minimum: number,
): { read: number; written: number }[] {
  let entries: Entry[] = [];
  return log.map(({ call, segments, tokens, head }) => {
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
    const whole = promptTokens(call.usage);
    if (whole < minimum || whole <= read) return { read, written: 0 };
    const front = head < segments.length ? segments.length - 1 : head;
    for (const count of new Set([head, front, segments.length])) {
      if (count <= 0) continue;
      const entry = known.find((it) => it.count === count);
      if (entry === undefined)
        entries.push(renew({ key: keyOf(count), count, since: Infinity, until: 0 }, call));
      else renew(entry, call);
    }
    return { read, written: whole - read };
  });

  function renew(entry: Entry, call: Call): Entry {
    entry.since = Math.min(entry.since, availableAt(call));
    entry.until = Math.max(entry.until, call.time + lifetimeMs);
    return entry;
  }
}
