import type { OptionSpec } from '../../contracts/option.ts';
import { durationMs } from '../../model/duration.ts';
import type { OptionValue } from './option-values.ts';

const DURATIONS = ['1m', '5m', '15m', '1h', '6h', '24h', '7d', '30d'] as const;
/** For options whose default is less than a minute. */
const SECONDS = ['1s', '5s', '15s', '30s'] as const;
const SHARE_STEP = 0.05;

/**
 * The values that the arrow keys step through, in their order. `main` are those whose choice matters, where somebody chose
 * them; `also` are never missing (the value it has, the value it had). Fewer than two: nothing to step through.
 */
export function optionSteps(
  name: string,
  spec: OptionSpec,
  main: readonly OptionValue[],
  also: readonly OptionValue[],
): readonly OptionValue[] {
  if (typeof spec.default === 'boolean') return [false, true];
  if (spec.choices !== undefined) return spec.choices;
  if (spec.kind === 'duration') {
    return ascending(
      [...also, spec.default, ...(main.length > 0 ? main : durations(spec.default))],
      (value) => durationMs(String(value)),
    );
  }
  if (typeof spec.default === 'number') {
    return ascending([...also, spec.default, ...(main.length > 0 ? main : numbers(name, spec))], Number);
  }
  return [...new Set([...(main.includes(spec.default) ? [] : [spec.default]), ...main, ...also])];
}

/** The value before (-1) or after (1) one of the steps; undefined at the end. */
export function stepFrom(
  steps: readonly OptionValue[],
  value: OptionValue,
  by: -1 | 1,
): OptionValue | undefined {
  const at = steps.indexOf(value);
  return at < 0 ? undefined : steps[at + by];
}

/** Each size once, as it is spelled first. */
function ascending(values: readonly OptionValue[], size: (value: OptionValue) => number): OptionValue[] {
  const bySize = new Map<number, OptionValue>();
  for (const value of values) if (!bySize.has(size(value))) bySize.set(size(value), value);
  return [...bySize].sort(([a], [b]) => a - b).map(([, value]) => value);
}

function durations(byDefault: OptionValue): readonly string[] {
  return durationMs(String(byDefault)) < durationMs('1m') ? [...SECONDS, ...DURATIONS] : DURATIONS;
}

/** Shares by twentieths; other numbers by 1, 2, 5, 10, of which money has fractions. */
function numbers(name: string, { default: byDefault, min = 0, max = 1e9 }: OptionSpec): readonly number[] {
  const hasFractions = name.endsWith('Usd') || !Number.isInteger(byDefault);
  const ladder =
    max <= 1
      ? Array.from({ length: 1 / SHARE_STEP + 1 }, (_, i) => i / (1 / SHARE_STEP))
      : [0, ...progression(hasFractions ? -3 : 0, 9)];
  return [min, ...ladder, ...(max < 1e9 ? [max] : [])].filter((value) => value >= min && value <= max);
}

function progression(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => i + from).flatMap((power) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
  );
}
