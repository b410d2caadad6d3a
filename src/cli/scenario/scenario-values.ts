import { fail, isRecord, type Parse } from '../parse-value.ts';

const MOST_VOLUME = 1_000_000;
const MOST_GROWTH_PERCENT = 1000;

const NUMBER = String.raw`\d{1,9}(?:\.\d{1,9})?`;

/** Calls per month as a multiple of the log's: 2, "2" or "2x". */
export const volume: Parse<number> = (value, place) => {
  const match = new RegExp(`^(${NUMBER}) ?x?$`, 'i').exec(textOf(value));
  const factor = match === null ? Number.NaN : Number(match[1]);
  return factor > 0 && factor <= MOST_VOLUME
    ? factor
    : fail(
        place,
        `needs a factor such as 2x, above 0 and at most ${MOST_VOLUME}, not ${JSON.stringify(value)}`,
      );
};

/** Growth from month to month as a share, from "10%"; a bare number could mean the share as well as the percentage. */
export const growth: Parse<number> = (value, place) => {
  const match = new RegExp(`^([+-]?${NUMBER}) ?%$`).exec(textOf(value));
  const percent = match === null ? Number.NaN : Number(match[1]);
  return percent > -100 && percent <= MOST_GROWTH_PERCENT
    ? percent / 100
    : fail(
        place,
        `needs a percentage such as 10%, above -100% and at most ${MOST_GROWTH_PERCENT}%, not ${JSON.stringify(value)}`,
      );
};

export const replayOrder: Parse<'given' | 'auto'> = (value, place) =>
  value === 'given' || value === 'auto'
    ? value
    : fail(place, `needs given or auto, not ${JSON.stringify(value)}`);

/** Values by "id.option", from "cache.ttl=1h,24h" as often as needed or an object of lists. They are not checked yet. */
export const sweepValues: Parse<readonly (readonly [name: string, values: readonly unknown[]])[]> = (
  value,
  place,
) => {
  if (isRecord(value)) {
    return Object.entries(value).map(([name, values]) =>
      Array.isArray(values) && values.length > 0
        ? [name, values]
        : fail(place, `"${name}" needs a list of values, such as [1h, 24h]`),
    );
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const match = typeof item === 'string' ? /^([^=]+)=(.+)$/s.exec(item) : null;
    return match === null
      ? fail(place, `needs id.option=value,value, not ${JSON.stringify(item)}`)
      : [match[1]!, match[2]!.split(',').map((part) => part.trim())];
  });
};

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
