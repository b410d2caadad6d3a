import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baselineWhere } from '../../../src/gate/baseline/baseline-where.ts';
import { baselineKey } from '../../../src/gate/baseline/hashed-key.ts';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { baselineText } from '../../../src/gate/baseline/write-baseline.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { anyMeasurement, anyName, turnedRound } from './any-measurement.ts';

/** A measurement as its file keeps it: no labels, no price of today, names hashed, terms in the order of the file. */
function kept(measurement: Measurement, hashKeys: boolean): unknown {
  const placed = measurement.terms
    .map((_, at) => at)
    .sort((a, b) => (textOf(measurement, a) < textOf(measurement, b) ? -1 : 1));
  const visit = (value: unknown, by: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, by));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
      if (name === 'nowUsd') return [name, Number.NaN];
      if (name === 'label') return [name, ''];
      if (name === 'key') return [name, baselineKey(by, String(item), hashKeys)];
      if (name === 'terms' && typeof item === 'number') return [name, placed.indexOf(item)];
      if (name === 'bill') {
        const rows = visit(item, by) as { terms: number }[];
        return [name, rows.sort((a, b) => a.terms - b.terms)];
      }
      return [name, visit(item, by)];
    });
    return Object.fromEntries(entries);
  };
  const groups = Object.entries(measurement.groups).map(([by, of]) => {
    const written = visit(of, by) as { list: { key: string }[] };
    return [by, { ...written, list: written.list.sort((a, b) => (a.key < b.key ? -1 : 1)) }];
  });
  return {
    ...(visit(measurement, '') as object),
    where: baselineWhere(measurement.where, hashKeys),
    asOf: Number.NaN,
    terms: placed.map((at) => measurement.terms[at]),
    groups: Object.fromEntries(groups),
  };
}

function textOf({ terms }: Measurement, at: number): string {
  const { model, provider, tier, above, peak, isReasoning } = terms[at]!;
  return JSON.stringify({ model, provider, tier, above, peak, isReasoning });
}

test('what is written is read again, but for labels and prices of today', () => {
  fc.assert(
    fc.property(anyMeasurement, anyName, fc.boolean(), (measurement, name, hashKeys) => {
      const baseline = readBaseline(baselineText(measurement, { name, hashKeys }));
      expect(baseline).toEqual({ name, hasHashedKeys: hashKeys, measurement: kept(measurement, hashKeys) });
    }),
  );
});

test('what was read is written with the same bytes', () => {
  fc.assert(
    fc.property(anyMeasurement, fc.boolean(), (measurement, hashKeys) => {
      const text = baselineText(measurement, { name: 'tests', hashKeys });
      expect(baselineText(readBaseline(text).measurement, { name: 'tests', hashKeys })).toBe(text);
    }),
  );
});

test('the order of nothing changes a byte', () => {
  fc.assert(
    fc.property(anyMeasurement, fc.boolean(), (measurement, hashKeys) => {
      const options = { name: 'tests', hashKeys };
      expect(baselineText(turnedRound(measurement), options)).toBe(baselineText(measurement, options));
    }),
  );
});

test('no unseen character and nothing that reorders a line is in a file', () => {
  fc.assert(
    fc.property(anyMeasurement, anyName, (measurement, name) => {
      const text = baselineText(measurement, { name, hashKeys: false });
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
