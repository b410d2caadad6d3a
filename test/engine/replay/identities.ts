import { expect } from 'vitest';
import type { ReplayResult } from '../../../src/engine/replay/replay.ts';
import { RISKS } from '../../../src/model/replayed.ts';
import { close } from './fake-strategies.ts';

/** What holds of every replay, whatever the strategies do: `totalUsd` is what `calls` calls cost before. */
export function expectIdentities(result: ReplayResult, totalUsd: number, calls: number): void {
  const { strategies, combined, standingUsd } = result;
  // No figure is lost in JSON: none is NaN, infinite or missing.
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(close(combined.beforeUsd, totalUsd)).toBe(true);
  let before = combined.beforeUsd;
  strategies.forEach((step, i) => {
    expect(step.order).toBe(i + 1);
    expect(step.beforeUsd).toBe(before);
    expect(step.savedUsd).toBe(step.beforeUsd - step.afterUsd);
    expect(step.ownCostUsd).toBeGreaterThanOrEqual(0);
    expect(step.callsChanged).toBeLessThanOrEqual(calls);
    for (const risk of RISKS) {
      expect(step.risks[risk]).toBeLessThanOrEqual(calls);
      expect(step.risks[risk]).toBeLessThanOrEqual(combined.risk.kinds[risk]);
    }
    if (step.groups.length > 0) {
      const grouped = step.groups.reduce((sum, { savedUsd }) => sum + savedUsd, 0);
      const standing = grouped - step.savedUsd;
      expect(standing).toBeGreaterThanOrEqual(-1e-9 * Math.max(1, totalUsd));
      expect(standing).toBeLessThanOrEqual(step.ownCostUsd + 1e-9 * Math.max(1, totalUsd));
    }
    for (const { option, value, savedUsd } of step.sweep)
      if (step.options[option] === value) expect(savedUsd).toBe(step.aloneSavedUsd);
    before = step.afterUsd;
  });
  expect(combined.afterUsd).toBe(before);
  expect(combined.savedUsd).toBe(combined.beforeUsd - combined.afterUsd);
  expect(combined.afterUsd).toBeGreaterThanOrEqual(-1e-9 * totalUsd);
  expect(combined.share).toBe(combined.beforeUsd > 0 ? combined.savedUsd / combined.beforeUsd : 0);
  expect(standingUsd).toBeGreaterThanOrEqual(0);
  const kinds = RISKS.map((risk) => combined.risk.kinds[risk]);
  expect(combined.risk.calls).toBeGreaterThanOrEqual(Math.max(...kinds));
  expect(combined.risk.calls).toBeLessThanOrEqual(kinds.reduce((a, b) => a + b));
  expect(combined.risk.share).toBe(calls === 0 ? 0 : combined.risk.calls / calls);
}

/** Every subset of the items in every order, the empty one included. */
export function* ordersOf<T>(items: readonly T[]): Generator<readonly T[]> {
  yield [];
  for (const [i, item] of items.entries())
    for (const rest of ordersOf(items.toSpliced(i, 1))) yield [item, ...rest];
}
