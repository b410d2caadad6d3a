import type { Measure } from '../../../gate/measures/measures.ts';
import { BUDGET_LEVELS, type Budget, type BudgetLevel } from '../../../model/budget.ts';
import { fail, integer, isRecord, type Parse, type Place, shown } from '../../parse-value.ts';
import { unknownName } from '../../unknown-name.ts';
import { groupPattern } from './group-pattern.ts';
import { increase, limit } from './limit-values.ts';

const KEYS = ['measure', 'for', 'max', 'min', 'maxIncrease', 'minCalls', 'level'] as const;
type Key = (typeof KEYS)[number];

export interface BudgetRules {
  readonly measure: Parse<Measure>;
  /** Where the budget says none. */
  readonly minCalls: number;
}

export const minCalls: Parse<number> = integer(1);

/**
 * One budget as a configuration file or a flag says it; undefined: it is off and says nothing else. `at`: the place of one of
 * its keys. Throws `InputError`.
 */
export function parseBudget(
  name: string,
  value: unknown,
  rules: BudgetRules,
  place: Place,
  at: (key: string) => Place,
): Budget | undefined {
  if (value === 'off') return undefined;
  if (!isRecord(value))
    return fail(place, `needs off, or a measure and its limits such as {measure: cost, max: 5}`);
  const wrong = Object.keys(value).find((key) => !KEYS.some((known) => known === key));
  if (wrong !== undefined) return fail(place, unknownName('key of a budget', wrong, KEYS));
  const read = <T>(key: Key, parse: Parse<T>): T | undefined =>
    Object.hasOwn(value, key) ? parse(value[key], at(key)) : undefined;

  const level = read('level', budgetLevel) ?? 'error';
  if (level === 'off' && !Object.hasOwn(value, 'measure')) return undefined;
  const measure = read('measure', rules.measure);
  if (measure === undefined) return fail(place, 'needs a measure, such as measure: costPerCall');
  const groups = read('for', groupPattern);
  const max = read('max', limit(measure.unit));
  const min = read('min', limit(measure.unit));
  const maxIncrease = read('maxIncrease', increase(measure.unit));
  const budget = {
    name,
    level,
    measure: measure.id,
    ...(groups !== undefined && { groups }),
    ...(max !== undefined && { max }),
    ...(min !== undefined && { min }),
    ...(maxIncrease !== undefined && { maxIncrease }),
    minCalls: read('minCalls', minCalls) ?? rules.minCalls,
  };
  checkSense(budget, measure, place, at);
  return budget;
}

const budgetLevel: Parse<BudgetLevel> = (value, place) =>
  BUDGET_LEVELS.find((level) => level === value) ??
  fail(place, `needs one of ${BUDGET_LEVELS.join(', ')}, not ${shown(value)}`);

/** What each key says may be right and make no sense together. */
function checkSense(
  { level, groups, max, min, maxIncrease }: Budget,
  { id, isPerGroup, needsBaseline }: Measure,
  place: Place,
  at: (key: Key) => Place,
): void {
  if (groups !== undefined && !isPerGroup)
    fail(at('for'), `"${id}" is known of all calls together only; leave "for" out`);
  if (needsBaseline && max !== undefined)
    fail(at('max'), `"${id}" is only known against a baseline; use maxIncrease`);
  if (needsBaseline && min !== undefined)
    fail(at('min'), `"${id}" is only known against a baseline; use maxIncrease`);
  if (max !== undefined && min !== undefined && max < min)
    fail(at('max'), `${max} is below min, ${min}: no figure can keep both`);
  if (level !== 'off' && max === undefined && min === undefined && maxIncrease === undefined)
    fail(place, 'has no limit; give it max, min or maxIncrease');
}
