import { nearestName } from '../../model/nearest-name.ts';
import type { Warning } from '../../model/report.ts';
import { textPattern } from '../../model/text-pattern.ts';
import type { Condition } from '../audit-request.ts';

/** Values that are remembered to judge an equal one at once, and to tell the nearest of a mistyped one. */
const REMEMBERED = 10_000;

/** Names that a warning lists where none is near, and characters of one that it repeats. */
const NAMES_LISTED = 10;
const NAME_SHOWN = 80;

interface Wish {
  readonly condition: Condition;
  fits(value: string): boolean;
  hasMatched: boolean;
}

/** The conditions of one key. */
interface Rule {
  readonly key: string;
  readonly wishes: readonly Wish[];
  readonly verdicts: Map<string, boolean>;
  readonly names: Set<string>;
}

/**
 * Whether all keys of some conditions hold: of a key one of its conditions, where it has any that are not negated, and none
 * of those that are.
 */
export class Conditions<Subject> {
  readonly #rules: readonly Rule[];
  readonly #read: (key: string, subject: Subject) => readonly string[];

  /** `read`: what a subject is called under a key, any of which may be meant; '' where the log does not say. */
  constructor(where: readonly Condition[], read: (key: string, subject: Subject) => readonly string[]) {
    this.#read = read;
    this.#rules = [...new Set(where.map(({ key }) => key))].map((key) => ({
      key,
      wishes: where.filter((condition) => condition.key === key).map(wishOf),
      verdicts: new Map(),
      names: new Set(),
    }));
  }

  /** Asks every key, for a condition that nothing fits is told of. */
  hold(subject: Subject): boolean {
    let holds = true;
    for (const rule of this.#rules) {
      if (!holdsFor(rule, this.#read(rule.key, subject))) holds = false;
    }
    return holds;
  }

  /** The conditions that fit nothing so far, each with the nearest that is there: they are most likely mistyped. */
  warnings(): Warning[] {
    return this.#rules.flatMap(({ wishes, names }) =>
      wishes
        .filter(({ hasMatched }) => !hasMatched)
        .map(({ condition }) => ({
          code: 'filter-fits-nothing',
          text: `no call fits ${shortName(conditionText(condition))}${hint(condition, names)}`,
          count: 1,
        })),
    );
  }
}

/** `feature=search-*`, as it is given. */
export function conditionText({ key, value, isNegated }: Condition): string {
  return `${key}${isNegated ? '!=' : '='}${value}`;
}

function wishOf(condition: Condition): Wish {
  return { condition, fits: textPattern(condition.value), hasMatched: false };
}

function holdsFor({ wishes, verdicts, names }: Rule, values: readonly string[]): boolean {
  const key = values.length === 1 ? values[0]! : values.join('\u0000');
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  let [hasWanted, isWanted, isUnwanted] = [false, false, false];
  for (const wish of wishes) {
    const fits = values.some((value) => wish.fits(value));
    wish.hasMatched ||= fits;
    if (wish.condition.isNegated) isUnwanted ||= fits;
    else {
      hasWanted = true;
      isWanted ||= fits;
    }
  }
  const verdict = !isUnwanted && (isWanted || !hasWanted);
  if (verdicts.size < REMEMBERED) {
    verdicts.set(key, verdict);
    for (const value of values) if (value !== '') names.add(value);
  }
  return verdict;
}

function hint({ key, value }: Condition, names: ReadonlySet<string>): string {
  if (names.size === 0) return `; the log has no ${shortName(key)} of any call`;
  const plain = value.replaceAll('*', '');
  if (plain === '') return '';
  const near = nearestName(
    plain,
    [...names].filter((name) => Math.abs(name.length - plain.length) <= 3),
  );
  if (near !== undefined) return `; did you mean "${shortName(near)}"?`;
  if (names.size > NAMES_LISTED) return '';
  return `; there ${names.size === 1 ? 'is' : 'are'} ${[...names].map(shortName).join(', ')}`;
}

/** A warning can be read, whatever a log calls things. */
function shortName(name: string): string {
  return name.length <= NAME_SHOWN ? name : `${name.slice(0, NAME_SHOWN)}…`;
}
