import { fail, type Parse } from '../parse-value.ts';

const SCALES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** A whole number of things with a decimal suffix: 2048, 2,048, 1.5k, 50M, 2B. */
export const quantity: Parse<number> = (value, place) => {
  const text = String(value)
    .trim()
    .replace(/(?<=\d)[,_](?=\d{3}(?!\d))/g, '');
  const match = /^(\d{1,15}(?:\.\d{1,9})?)\s*([kmbt]?)$/i.exec(text);
  const number = match === null ? Number.NaN : Number(match[1]) * SCALES[match[2]!.toLowerCase()]!;
  const whole = Math.round(number);
  // 2.3M is a whole number although 2.3 * 1e6 is not quite.
  if (Number.isSafeInteger(whole) && Math.abs(number - whole) < 1e-6) return whole;
  return fail(place, `needs a number such as 2048, 20k or 50M, not ${JSON.stringify(value)}`);
};

/** A share of `whole` as 80%, or as many as `quantity` says, at most all. */
export function partOf(whole: number): Parse<number> {
  return (value, place) => {
    const share = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(String(value).trim());
    const part = share === null ? quantity(value, place) : Math.round((whole * Number(share[1])) / 100);
    return part <= whole ? part : fail(place, `is more than --input, ${whole}`);
  };
}

/** US dollars written so that no model can be meant: 40usd, $40, 12.50 USD; undefined for anything else. */
export function dollars(text: string): number | undefined {
  const match = /^(?:\$\s?(\d{1,15}(?:\.\d{1,9})?)|(\d{1,15}(?:\.\d{1,9})?)\s?(?:usd|\$))$/i.exec(
    text.trim(),
  );
  return match === null ? undefined : Number(match[1] ?? match[2]);
}
