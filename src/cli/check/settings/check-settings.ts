import { InputError } from '../../../contracts/input-error.ts';
import type { Budget, CheckLimits } from '../../../model/budget.ts';
import { fail, isRecord, type Parse, type Place, type Placed, path, shown, text } from '../../parse-value.ts';
import { unknownName } from '../../unknown-name.ts';
import { budgetText } from './budget-text.ts';
import { type Judgeable, knownMeasure } from './known-measures.ts';
import { share } from './limit-values.ts';
import { minCalls, parseBudget } from './parse-budget.ts';

const KEYS = ['name', 'baseline', 'maxUnpriced', 'maxSkipped', 'minCalls', 'budgets'] as const;
type Key = (typeof KEYS)[number];

export const DEFAULT_NAME = 'llm-cost';
/** Every call must have a price, and nearly every record must be readable; own choice. */
const DEFAULT_LIMITS: CheckLimits = { maxUnpriced: 0, maxSkipped: 0.01 };

/** What only the command line of a check can say, as commander gives it. */
export interface CheckFlags {
  readonly name?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly hashKeys?: boolean;
  readonly budget?: readonly string[];
  readonly maxUnpriced?: string;
  readonly maxSkipped?: string;
  readonly exitCode: boolean;
}

export interface CheckSettings {
  readonly name: string;
  readonly baseline?: BaselineFile;
  readonly limits: CheckLimits;
  readonly budgets: readonly Budget[];
}

export interface BaselineFile {
  /** As somebody wrote it. */
  readonly named: string;
  readonly path: string;
}

/** What is checked: the flags over the `check` key of the configuration, and their budgets beside its own. Throws `InputError`. */
export function checkSettings(
  block: Placed | undefined,
  flags: CheckFlags,
  judgeable: Judgeable,
  cwd: string,
): CheckSettings {
  const said = blockOf(block);
  const flag = <T>(name: string, value: string | undefined, parse: Parse<T>): T | undefined =>
    value === undefined ? undefined : parse(value, { name, base: cwd });
  const rules = {
    measure: knownMeasure(judgeable),
    minCalls: said('minCalls', minCalls) ?? 1,
  };
  const budgets = [
    ...(said('budgets', (value, place) => fileBudgets(value, place, rules)) ?? []),
    ...(flags.budget ?? []).map((asked) => flagBudget(asked, rules, cwd)),
  ].filter((budget) => budget !== undefined);
  const twice = budgets.find(({ name }, i) => budgets.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined)
    throw new InputError(`two budgets are named "${twice.name}"; give each a name of its own`);
  const baseline = flag('--baseline', flags.baseline, baselineFile) ?? said('baseline', baselineFile);
  return {
    name: checkName(block, flags),
    ...(baseline !== undefined && { baseline }),
    limits: {
      maxUnpriced:
        flag('--max-unpriced', flags.maxUnpriced, share) ??
        said('maxUnpriced', share) ??
        DEFAULT_LIMITS.maxUnpriced,
      maxSkipped:
        flag('--max-skipped', flags.maxSkipped, share) ??
        said('maxSkipped', share) ??
        DEFAULT_LIMITS.maxSkipped,
    },
    budgets,
  };
}

/** The check's name, which is known before its budgets are looked at. Throws `InputError`. */
export function checkName(block: Placed | undefined, { name }: Pick<CheckFlags, 'name'>): string {
  if (name !== undefined) return text(name, { name: '--name', base: '' });
  return blockOf(block)('name', text) ?? DEFAULT_NAME;
}

/** Throws `InputError` where there is nothing to judge: what checks nothing must not pass. */
export function checkThereAreBudgets({ budgets }: CheckSettings): void {
  if (budgets.some(({ level }) => level !== 'off')) return;
  if (budgets.length > 0) throw new InputError('all budgets are off: there is nothing to check');
  throw new InputError(
    "there are no budgets: give one with --budget 'costPerCall max=0.02', or set check.budgets in llm-cost.config.yaml, such as {check: {budgets: {cost-per-call: {measure: costPerCall, max: 0.02}}}}",
  );
}

type Said = <T>(key: Key, parse: Parse<T>) => T | undefined;

function blockOf(block: Placed | undefined): Said {
  if (block === undefined) return () => undefined;
  const { value, place } = block;
  if (!isRecord(value)) return fail(place, `needs an object of ${KEYS.join(', ')}, not ${shown(value)}`);
  const wrong = Object.keys(value).find((key) => !KEYS.some((known) => known === key));
  if (wrong !== undefined) return fail(place, unknownName('setting of a check', wrong, KEYS));
  return (key, parse) => (Object.hasOwn(value, key) ? parse(value[key], below(place, key)) : undefined);
}

type Rules = Parameters<typeof parseBudget>[2];

function fileBudgets(value: unknown, place: Place, rules: Rules): readonly (Budget | undefined)[] {
  if (!isRecord(value)) return fail(place, `needs an object of budgets by their names, not ${shown(value)}`);
  return Object.entries(value).map(([name, said]) => {
    const own = below(place, name);
    if (name === '') return fail(place, 'a budget needs a name');
    return parseBudget(name, said, rules, own, (key) => below(own, key));
  });
}

/** The text of a budget is its name. */
function flagBudget(asked: string, rules: Rules, base: string): Budget | undefined {
  const place = { name: `--budget ${shown(asked)}`, base };
  const said = budgetText(asked, place);
  return parseBudget(asked.trim(), said, rules, place, (key) => ({ name: `${place.name}: ${key}`, base }));
}

const baselineFile: Parse<BaselineFile> = (value, place) => ({
  named: text(value, place),
  path: path(value, place),
});

function below({ name, base }: Place, key: string): Place {
  return { name: `${name}.${key}`, base };
}
