import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkSums } from '../../../src/gate/baseline/check-sums.ts';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { baselineText } from '../../../src/gate/baseline/write-baseline.ts';
import type { Figures, Measurement } from '../../../src/model/measurement.ts';
import { GROUP_KINDS } from '../../../src/model/report.ts';
import { BILLED_KINDS } from '../../../src/model/usage.ts';
import { measuredLog } from '../../engine/check/measured-log.ts';
import { madeFigures, madeGroups, madeMeasurement, madeMoney } from '../made-measurement.ts';

const bill = { terms: 0, input: 40, cacheRead: 20, cacheWrite5m: 10, cacheWrite1h: 16, output: 30 };

/** Figures of ten calls so many times: most of their tokens have no price. */
function figures(times: number, thenUsd: number): Figures {
  const each = {
    ...{ calls: 10, failedCalls: 1, unpricedCalls: 6, unpricedTokens: 214 },
    ...{ countedCalls: 9, estimatedCalls: 3 },
  };
  const tokens = { input: 100, cacheRead: 50, cacheWrite5m: 40, cacheWrite1h: 40, output: 100, reasoning: 6 };
  return madeFigures({
    ...multiplied(each, times),
    tokens: multiplied(tokens, times),
    money: madeMoney(thenUsd, thenUsd, [{ ...multiplied(bill, times), terms: 0 }]),
  });
}

function multiplied<K extends string>(
  amounts: Readonly<Record<K, number>>,
  times: number,
): Record<K, number> {
  const entries = Object.entries<number>(amounts).map(([name, amount]) => [name, amount * times]);
  return Object.fromEntries(entries) as Record<K, number>;
}

/** 0.1 and 0.2 do not add up to 0.3. */
const total = figures(2, 0.3);

function measured(changed: Figures = total, leftOut = 0): Measurement {
  const list = [
    { key: 'a', ...figures(1, 0.1) },
    { key: 'b', ...figures(1, 0.2) },
  ];
  return { ...madeMeasurement(), total: changed, groups: { feature: madeGroups(list, leftOut) } };
}

/** The total with each of its amounts changed alone. */
function changed(to: (amount: number) => number): (readonly [name: string, changed: Figures])[] {
  const counts = ['calls', 'failedCalls', 'unpricedCalls', 'unpricedTokens', 'countedCalls'] as const;
  const { tokens, money } = total;
  return [
    ...[...counts, 'estimatedCalls' as const].map((name) => {
      return [name, { ...total, [name]: to(total[name]) }] as const;
    }),
    ...[...BILLED_KINDS, 'reasoning' as const].map((kind) => {
      return [`tokens.${kind}`, { ...total, tokens: { ...tokens, [kind]: to(tokens[kind]) } }] as const;
    }),
    ['money.thenUsd', { ...total, money: { ...money, thenUsd: to(money.thenUsd) } }],
    ...BILLED_KINDS.map((kind) => {
      const [row] = money.bill;
      const changedBill = [{ ...row!, [kind]: to(row![kind]) }];
      return ['money.bill', { ...total, money: { ...money, bill: changedBill } }] as const;
    }),
  ];
}

describe('groups are believed', () => {
  test('that add up to the total, but for rounding', () => {
    expect(() => checkSums(measured())).not.toThrow();
    expect(() => checkSums(measured(total, 3))).not.toThrow();
  });

  test.each(changed((amount) => amount + 1))(
    'that have less %s than the total where some were left out',
    (_, raised) => {
      expect(() => checkSums(measured(raised, 3))).not.toThrow();
    },
  );
});

describe('groups are not believed', () => {
  test.each(changed((amount) => amount * 1.01))('that have less %s than the total', (name, raised) => {
    expect(() => checkSums(measured(raised))).toThrow(
      `the ${name} of its feature groups add up to less than the total has: it was edited or merged; write it anew with --write-baseline`,
    );
  });

  test.each(changed((amount) => amount / 2))(
    'that have more %s than the total, left out or not',
    (name, lowered) => {
      const message = `the ${name} of its feature groups add up to more than the total has: it was edited`;
      expect(() => checkSums(measured(lowered))).toThrow(message);
      expect(() => checkSums(measured(lowered, 3))).toThrow(message);
    },
  );
});

test.each(BILLED_KINDS)('no total has a bill for more %s tokens than it has', (kind) => {
  const billing = (tokens: number): Measurement => {
    const rows = [bill, { ...bill, terms: 1, [kind]: tokens - bill[kind] }];
    return { ...madeMeasurement(), total: { ...total, money: madeMoney(1, 1, rows) } };
  };
  expect(() => checkSums(billing(total.tokens[kind]))).not.toThrow();
  expect(() => checkSums(billing(total.tokens[kind] + 1))).toThrow(
    `the bill of its total is for more ${kind} tokens than the total has: it was edited or merged`,
  );
});

describe('what is written is believed', () => {
  const folder = fileURLToPath(new URL('../../../fixtures/', import.meta.url));
  const logs = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

  test.each(logs)('of %s', async (name) => {
    const groupings = [...GROUP_KINDS, 'tag:team'] as const;
    const { current } = await measuredLog(folder, [name], { groupings });
    expect(current.total.calls).toBeGreaterThan(0);
    for (const hashKeys of [false, true]) {
      const text = baselineText(current, { name: 'tests', hashKeys });
      expect(() => checkSums(readBaseline(text).measurement)).not.toThrow();
    }
  });
});
