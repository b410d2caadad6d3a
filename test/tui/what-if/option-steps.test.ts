import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationMs } from '../../../src/model/duration.ts';
import { strategies } from '../../../src/strategies/index.ts';
import { optionSteps, stepFrom } from '../../../src/tui/what-if/option-steps.ts';

const describe = '';

test('choices and truth values are stepped through as they are', () => {
  expect(optionSteps('a', { default: true, describe }, [], [])).toEqual([false, true]);
  expect(optionSteps('a', { default: 'y', choices: ['x', 'y', 'z'], describe }, ['y'], ['y'])).toEqual([
    'x',
    'y',
    'z',
  ]);
});

test('main values are joined by the default and by the value it has, in order', () => {
  expect(optionSteps('a', { default: 0.05, describe }, [0.25, 0.01], [0.1])).toEqual([0.01, 0.05, 0.1, 0.25]);
  expect(optionSteps('a', { default: '24h', kind: 'duration', describe }, ['1h', '7d'], ['90m'])).toEqual([
    '1h',
    '90m',
    '24h',
    '7d',
  ]);
  expect(optionSteps('a', { default: 'x', describe }, ['keep', 'y'], ['mine'])).toEqual([
    'x',
    'keep',
    'y',
    'mine',
  ]);
});

test('numbers go by 1, 2, 5 within their limits, money in fractions, shares by twentieths', () => {
  const counts = optionSteps('items', { default: 10, min: 2, max: 1000, describe }, [], [7]);
  expect(counts).toEqual([2, 5, 7, 10, 20, 50, 100, 200, 500, 1000]);
  expect(optionSteps('limitUsd', { default: 0, min: 0, max: 1.5, describe }, [], [])).toContain(0.005);
  const shares = optionSteps('share', { default: 0.5, min: 0.01, max: 1, describe }, [], [0.42]);
  expect(shares.slice(0, 3)).toEqual([0.01, 0.05, 0.1]);
  expect(shares).toContain(0.42);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toContain(0.15);
});

test('durations go from minutes to a month, from seconds where they are short; one that is spelled otherwise stands once', () => {
  const steps = optionSteps('a', { default: '60s', kind: 'duration', describe }, [], ['60s']);
  expect(steps).toEqual(['60s', '5m', '15m', '1h', '6h', '24h', '7d', '30d']);
  expect(optionSteps('a', { default: '5s', kind: 'duration', describe }, [], [])[0]).toBe('1s');
});

test('a text without known values cannot be changed', () => {
  expect(optionSteps('a', { default: '', describe }, [], [''])).toEqual(['']);
});

test('every option of every strategy: its value is among its steps, which are in order and within its limits', () => {
  for (const { options, sweeps } of strategies) {
    for (const [name, spec] of Object.entries(options)) {
      const main = sweeps.find(({ option }) => option === name)?.values ?? [];
      const steps = optionSteps(name, spec, main, [spec.default]);
      expect(steps).toContain(spec.default);
      expect(new Set(steps).size).toBe(steps.length);
      const sizes =
        spec.kind === 'duration'
          ? steps.map((step) => durationMs(String(step)))
          : steps.filter((step) => typeof step === 'number');
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      for (const step of steps) {
        if (typeof step !== 'number') continue;
        expect(step).toBeGreaterThanOrEqual(spec.min ?? 0);
        expect(step).toBeLessThanOrEqual(spec.max ?? Number.POSITIVE_INFINITY);
      }
    }
  }
});

test('a step and a step back lead to the same value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000_000 }), (value) => {
      const steps = optionSteps('a', { default: 0, min: 0, describe }, [], [value]);
      const next = stepFrom(steps, value, 1)!;
      expect(stepFrom(steps, next, -1)).toBe(value);
    }),
  );
  expect(stepFrom([1, 2], 2, 1)).toBeUndefined();
  expect(stepFrom([1, 2], 3, -1)).toBeUndefined();
});
