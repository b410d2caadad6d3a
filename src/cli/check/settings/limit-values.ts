import type { MaxIncrease } from '../../../model/budget.ts';
import type { MeasureUnit } from '../../../model/check.ts';
import { fail, type Parse, shown } from '../../parse-value.ts';

const NUMBER = String.raw`(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)`;
const PLAIN = new RegExp(`^${NUMBER}$`, 'i');
const MONEY = new RegExp(String.raw`^\$ ?${NUMBER}$`, 'i');
const PERCENT = new RegExp(`^${NUMBER} ?%$`, 'i');
const POINTS = new RegExp(`^${NUMBER} ?pp$`, 'i');

const LIMITS: Readonly<Record<MeasureUnit, string>> = {
  usd: 'US dollars such as 0.02 or $0.02',
  tokens: 'a number of tokens such as 1500',
  calls: 'a number of calls such as 200',
  share: 'a share such as 5% or 0.05, at most 100%',
};

const INCREASES: Readonly<Record<MeasureUnit, string>> = {
  usd: 'a percentage such as 10%, money such as $0.50, or both',
  tokens: 'a percentage such as 10%, a number of tokens such as 200, or both',
  calls: 'a percentage such as 10%, a number of calls such as 20, or both',
  share: "a percentage of the baseline's share such as 10%, percentage points such as 2pp, or both",
};

/** `max` and `min` of a measure, in its unit: a number, or a text that may say the unit. */
export function limit(unit: MeasureUnit): Parse<number> {
  return (value, place) => limitIn(unit, value) ?? fail(place, `needs ${LIMITS[unit]}, not ${shown(value)}`);
}

/** A share from 0 to 1. */
export const share: Parse<number> = limit('share');

function limitIn(unit: MeasureUnit, value: unknown): number | undefined {
  const plain = numberIn(PLAIN, value);
  switch (unit) {
    case 'usd':
      return plain ?? numberIn(MONEY, value);
    case 'share': {
      const percent = numberIn(PERCENT, value);
      const found = percent === undefined ? plain : percent / 100;
      return found !== undefined && found <= 1 ? found : undefined;
    }
    default:
      return plain;
  }
}

/** `maxIncrease` of a measure: one limit, or a share and an amount in a list or with a comma between them. */
export function increase(unit: MeasureUnit): Parse<MaxIncrease> {
  return (value, place) => {
    const given: readonly unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
    const parts = given.map((part) => increaseIn(unit, part));
    const shares = parts.flatMap((part) => part?.share ?? []);
    const amounts = parts.flatMap((part) => part?.amount ?? []);
    if (shares.length > 1 || amounts.length > 1 || shares.length + amounts.length !== parts.length)
      return fail(place, `needs ${INCREASES[unit]}, not ${shown(value)}`);
    if (parts.length === 0) return fail(place, `needs ${INCREASES[unit]}`);
    return {
      ...(shares[0] !== undefined && { share: shares[0] }),
      ...(amounts[0] !== undefined && { amount: amounts[0] }),
    };
  };
}

/** A bare number could mean the share as well as the amount where both are small, so that only 0 can be bare there. */
function increaseIn(unit: MeasureUnit, value: unknown): MaxIncrease | undefined {
  const percent = numberIn(PERCENT, value);
  if (percent !== undefined) return { share: percent / 100 };
  const amount = amountIn(unit, value);
  return amount === undefined ? undefined : { amount };
}

function amountIn(unit: MeasureUnit, value: unknown): number | undefined {
  const plain = numberIn(PLAIN, value);
  switch (unit) {
    case 'usd':
      return plain === 0 ? 0 : numberIn(MONEY, value);
    case 'share': {
      const points = numberIn(POINTS, value);
      return points === undefined ? (plain === 0 ? 0 : undefined) : points / 100;
    }
    default:
      return plain;
  }
}

/** Finite and not negative, of a number as it is or of a text. */
function numberIn(pattern: RegExp, value: unknown): number | undefined {
  const match = typeof value === 'string' ? pattern.exec(value.trim()) : null;
  const number = match === null ? (pattern === PLAIN ? value : undefined) : Number(match[1]);
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}
