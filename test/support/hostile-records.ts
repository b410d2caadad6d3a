import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { CallRecord } from '../../src/model/call-record.ts';

const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    '',
    'NaN',
    -1,
    0.5,
    1e300,
    Number.NaN,
    [],
    {},
    true,
    '9'.repeat(400),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Records of a fixture with the values at some random places replaced by anything. */
export function hostileVariants(records: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...records), fc.array(fc.tuple(fc.nat(), HOSTILE), { minLength: 1, maxLength: 4 }))
    .map(([record, changes]) => {
      const copy: unknown = structuredClone(record);
      for (const [place, value] of changes) replaceAt(copy, place, value);
      return copy;
    });
}

function replaceAt(root: unknown, place: number, value: unknown): void {
  let holder = root;
  let rest = place;
  while (typeof holder === 'object' && holder !== null) {
    const names = Object.keys(holder);
    if (names.length === 0) return;
    const name = names[rest % names.length]!;
    rest = Math.floor(rest / names.length);
    const inner = (holder as Record<string, unknown>)[name];
    if (typeof inner !== 'object' || inner === null || rest % 3 === 0) {
      (holder as Record<string, unknown>)[name] = value;
      return;
    }
    holder = inner;
  }
}

/** Counts are whole and not negative, the parts inside their wholes, and other numbers are numbers. */
export function isSane(call: CallRecord): boolean {
  const counts = call.usage === undefined ? [] : Object.values(call.usage);
  const numbers = [call.time, call.latencyMs, call.loggedCostUsd, call.status, call.attempt];
  return (
    counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    (call.usage === undefined || call.usage.reasoning <= call.usage.output) &&
    numbers.every((number) => number === undefined || (Number.isFinite(number) && number >= 0))
  );
}

export function recordsOfFile(path: string): unknown[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}
