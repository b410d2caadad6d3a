import { InputError } from '../../contracts/input-error.ts';
import type { GroupPattern } from '../../model/budget.ts';
import { nearestName } from '../../model/nearest-name.ts';
import { textPattern } from '../../model/text-pattern.ts';
import { baselineKey, hashedKey } from '../baseline/hashed-key.ts';
import type { GateView, GroupPair } from '../gate-view.ts';
import { shortName } from '../short-name.ts';

/** Groups that are named where a pattern fits none. */
const NAMED = 3;

/**
 * The groups of a log and its baseline that a budget is for. Names that a baseline has hashed are only known where the pattern is
 * a whole name. Throws InputError when nothing fits: such a budget would never be judged.
 */
export function fittingPairs(view: GateView, budget: string, { by, pattern }: GroupPattern): GroupPair[] {
  const fits = textPattern(pattern);
  const hashed =
    'reason' in view.against ? null : baselineKey(by, pattern, view.against.baseline.hasHashedKeys);
  const fitsBaseline = (key: string): boolean => key === hashed || (hashedKey(by, key) !== key && fits(key));
  const pairs = view.pairsOf(by);
  const fitting = pairs.filter(({ current, baseline }) => {
    if (current !== undefined) return current.key !== '' && fits(current.key);
    return baseline!.key !== '' && fitsBaseline(baseline!.key);
  });
  if (fitting.length > 0) return fitting;
  const names = pairs.map(({ current }) => current?.key ?? '').filter((key) => key !== '');
  throw new InputError(`budget "${budget}": no ${by} of the log is "${pattern}"${hint(by, pattern, names)}`);
}

function hint(by: string, pattern: string, names: readonly string[]): string {
  if (names.length === 0) return `; no call names a ${by}`;
  const near = nearestName(pattern.replaceAll('*', ''), names);
  if (near !== undefined) return `; did you mean "${shortName(near)}"?`;
  // Whoever reads the error of a build need not learn who the users are.
  if (by === 'user') return '';
  const shown = names.slice(0, NAMED).map((name) => `"${shortName(name)}"`);
  const more = names.length - shown.length;
  return `; it has ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
