import { describe, expect, test } from 'vitest';
import { project } from '../../../src/engine/totals/projection.ts';

const monthly = { beforeUsd: 100, afterUsd: 70, basis: 'a span scaled to 30 days' };

describe('a month and twelve of them', () => {
  test('as the log is', () => {
    const { monthly: month, yearly } = project(monthly, 0, { volume: 1, growthPerMonth: 0 });
    expect(month).toEqual({ beforeUsd: 100, afterUsd: 70, savedUsd: 30 });
    expect(yearly).toEqual({ beforeUsd: 1200, afterUsd: 840, savedUsd: 360 });
  });

  test('the volume scales what calls cost, a server stays what it is', () => {
    // Of the $70, $40 is a server: 3 * $30 of calls + $40; a year is twelve of them.
    const { monthly: month, yearly } = project(monthly, 40, { volume: 3, growthPerMonth: 0 });
    expect(month).toEqual({ beforeUsd: 300, afterUsd: 130, savedUsd: 170 });
    expect(yearly).toEqual({ beforeUsd: 3600, afterUsd: 1560, savedUsd: 2040 });
  });

  test('growth begins after the first month', () => {
    // 1 + 2 + 4 + ... + 2048 = 4095 months of calls, and twelve of the server.
    const { monthly: month, yearly } = project(monthly, 40, { volume: 1, growthPerMonth: 1 });
    expect(month).toEqual({ beforeUsd: 100, afterUsd: 70, savedUsd: 30 });
    expect(yearly).toEqual({
      beforeUsd: 409_500,
      afterUsd: 4095 * 30 + 480,
      savedUsd: 409_500 - 4095 * 30 - 480,
    });
  });

  test('half the calls, 10% more each month', () => {
    // 0.5 * (1.1^12 - 1) / 0.1 = 10.69214188360...
    const { yearly } = project(monthly, 0, { volume: 0.5, growthPerMonth: 0.1 });
    expect(yearly!.beforeUsd).toBeCloseTo(1069.21418836, 6);
    expect(yearly!.afterUsd).toBeCloseTo(748.449931852, 6);
  });

  test('calls that become fewer', () => {
    // 1 + 0.5 + ... + 0.5^11 = 2 - 0.5^11.
    const { yearly } = project(monthly, 0, { volume: 1, growthPerMonth: -0.5 });
    expect(yearly!.beforeUsd).toBeCloseTo(100 * (2 - 0.5 ** 11), 9);
  });

  test('a log too short to tell', () => {
    const projected = project(null, Number.NaN, { volume: 2, growthPerMonth: 0.1 });
    expect(projected).toMatchObject({ monthly: null, yearly: null });
    expect(projected.basis).toContain('less than an hour');
  });
});

test('the basis says how it was made', () => {
  const { basis } = project(monthly, 0, { volume: 2, growthPerMonth: 0.1 });
  expect(basis).toContain('a span scaled to 30 days, 2 times its calls');
  expect(basis).toContain('twelve months of 30 days, each of the twelve months 10% above the one before');
});
