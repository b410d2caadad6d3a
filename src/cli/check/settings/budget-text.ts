import { fail, type Parse } from '../../parse-value.ts';

/** Before the next `key=`; a value may hold spaces. */
const PART = /\s+(?=[A-Za-z]+=)/;

/** `costPerCall max=0.02 maxIncrease=10%,$0.5 for=feature:x level=warn` as the configuration would say it, not looked at yet. */
export const budgetText: Parse<Readonly<Record<string, string>>> = (value, place) => {
  const [measure = '', ...parts] = typeof value === 'string' ? value.trim().split(PART) : [];
  if (measure === '' || measure.includes('='))
    return fail(place, 'needs a measure and its limits, such as "costPerCall max=0.02"');
  const entries = [`measure=${measure}`, ...parts].map((part) => {
    const equals = part.indexOf('=');
    return [part.slice(0, equals), part.slice(equals + 1)] as const;
  });
  const twice = entries.find(([key], i) => entries.findIndex(([other]) => other === key) !== i);
  if (twice !== undefined) return fail(place, `says ${twice[0]} twice`);
  return Object.fromEntries(entries);
};
