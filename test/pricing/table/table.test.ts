import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makePeriod } from '../../../src/pricing/table/period.ts';
import type { PriceRow } from '../../../src/pricing/table/price-row.ts';
import { bandsOf } from '../../../src/pricing/table/rate-card.ts';
import { TABLE } from '../../../src/pricing/table/table.ts';
import { TABLE_VERSION } from '../../../src/pricing/table/table-version.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const shared = sharedFile('pricing/pricing-2026.json');

test.skipIf(shared === undefined)(
  'holds the whole source table, row for row (skipped without shared files)',
  () => {
    const source: readonly PriceRow[] = JSON.parse(readFileSync(shared!, 'utf8'));
    expect(source).toHaveLength(309);
    expect(TABLE).toHaveLength(source.length);
    const providers = [...new Set(source.map((row) => row.provider))];
    for (const provider of providers) {
      expect(TABLE.filter((row) => row.provider === provider)).toEqual(
        source.filter((row) => row.provider === provider),
      );
    }
  },
);

test('is the table of 2026-11-20', () => {
  expect(TABLE_VERSION).toBe('2026-11-20');
  expect(TABLE).toHaveLength(309);
});

describe('every row', () => {
  test('of a provider and name covers its days alone', () => {
    const byName = new Map<string, { from: number; to: number }[]>();
    for (const row of TABLE) {
      const { from, to } = makePeriod(row, '');
      expect(from, row.model).toBeLessThan(to);
      for (const name of new Set([row.model, ...row.aliases])) {
        const key = `${row.provider} ${name}`;
        const others = byName.get(key) ?? [];
        byName.set(key, others);
        expect(
          others.filter((other) => from < other.to && other.from < to),
          key,
        ).toEqual([]);
        others.push({ from, to });
      }
    }
  });

  test('has rates that are no less than 0 and a source', () => {
    for (const row of TABLE) {
      const rates = [row, ...bandsOf(row), ...(row.peak === undefined ? [] : [row.peak])].flatMap((place) =>
        Object.entries(place).filter(([key]) =>
          /input|output$|output_reasoning|cache_(read|write_(5m|1h|12h))$/.test(key),
        ),
      );
      for (const [key, rate] of rates) {
        if (key === 'max_output') continue;
        if (rate !== null) expect(rate, `${row.model} ${key}`).toBeGreaterThanOrEqual(0);
      }
      expect(row.sources.length, row.model).toBeGreaterThan(0);
    }
  });

  test('stays within what the pricing rules understand', () => {
    for (const row of TABLE) {
      expect(row.peak !== undefined && row.long_context !== null, row.model).toBe(false);
      expect(row.long_context_bands?.[0] ?? row.long_context).toEqual(row.long_context);
      if (row.batch_applies_to !== undefined) {
        expect(row.batch_applies_to).toBe('all usage incl. cache writes and reads');
      }
      expect(['official-list', 'host-list', 'reseller-list', 'seed-claim']).toContain(row.price_scope);
      expect(['chat', 'embedding']).toContain(row.kind);
    }
  });
});
