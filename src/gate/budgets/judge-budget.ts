import { InputError } from '../../contracts/input-error.ts';
import type { Budget } from '../../model/budget.ts';
import type { BudgetResult, BudgetStatus, JudgedGroup } from '../../model/check.ts';
import type { Grouping } from '../../model/report.ts';
import { causesOf } from '../causes/causes.ts';
import { showTarget } from '../causes/show-target.ts';
import type { GateView, GroupPair } from '../gate-view.ts';
import { type Measure, measureOf } from '../measures/measures.ts';
import { shortName } from '../short-name.ts';
import { fittingPairs } from './group-pattern.ts';
import { type JudgedFigure, judgeFigure, unjudged } from './judge-figure.ts';
import { type Obstacle, usual } from './obstacle.ts';

/** One group with what its status depends on. */
interface Judged {
  readonly group: JudgedGroup;
  readonly obstacle: Obstacle | null;
}

/** Throws InputError where the budget cannot be meant: an unknown measure, groups that there are none of. */
export function judgeBudget(view: GateView, budget: Budget): BudgetResult {
  const measure = budgetMeasure(budget);
  if (budget.level === 'off') return result(budget, measure, 'off', null, []);
  const { groups } = budget;
  if (groups === undefined) {
    const judged = judgeAll(view, measure, budget);
    return result(budget, measure, judged.group.status, judged.group.reason, [judged]);
  }
  const judged = fittingPairs(view, budget.name, groups).map((pair) =>
    judgeGroup(view, measure, budget, groups.by, pair),
  );
  const { status, reason } = statusOf(judged, groups.by);
  return result(budget, measure, status, reason, judged.sort(byUrgency));
}

/** A budget that nothing is known to judge by. */
export function unjudgedBudget(budget: Budget, reason: string): BudgetResult {
  const measure = budgetMeasure(budget);
  return budget.level === 'off'
    ? result(budget, measure, 'off', null, [])
    : result(budget, measure, 'notJudged', reason, []);
}

function budgetMeasure({ name, level, measure: id, groups, max, min, maxIncrease }: Budget): Measure {
  const measure = measureOf(id);
  if (measure === undefined) throw new InputError(`budget "${name}": there is no measure "${id}"`);
  if (groups !== undefined && !measure.isPerGroup)
    throw new InputError(`budget "${name}": ${id} is known for all calls only, not for groups of them`);
  if (level !== 'off' && max === undefined && min === undefined && maxIncrease === undefined)
    throw new InputError(`budget "${name}" has no limit; it takes max, min or maxIncrease`);
  return measure;
}

function result(
  budget: Budget,
  { title, unit }: Measure,
  status: BudgetStatus,
  reason: string | null,
  judged: readonly Judged[],
): BudgetResult {
  return { budget, title, unit, status, reason, judged: judged.map(({ group }) => group) };
}

function judgeAll(view: GateView, measure: Measure, budget: Budget): Judged {
  const { current, against } = view;
  const baseline = 'reason' in against ? undefined : against.baseline.measurement.total;
  const found = judgeFigure(view, measure, budget, { by: null, current: current.total, baseline });
  const causes = causesOf(view, measure, found.exceeded);
  return judgedAs(found, {
    ...{ by: null, key: null, label: 'all calls', calls: current.total.calls },
    causes,
    show: found.exceeded.length === 0 ? null : showTarget(measure, causes),
  });
}

/** Nothing finer than a group is known of it: its causes are not. */
function judgeGroup(
  view: GateView,
  measure: Measure,
  budget: Budget,
  by: Grouping,
  { current, baseline }: GroupPair,
): Judged {
  if (current === undefined) {
    const { key, label } = baseline!;
    const gone = unjudged(null, usual('it is in the baseline only'));
    return judgedAs(gone, { by, key, label, calls: 0, causes: [], show: null });
  }
  const found = judgeFigure(view, measure, budget, { by, current, baseline });
  const { key, label, calls } = current;
  const show = found.exceeded.length === 0 ? null : `${by}=${key}`;
  return judgedAs(found, { by, key, label, calls, causes: [], show });
}

function judgedAs(
  { value, compared, exceeded, obstacle }: JudgedFigure,
  group: Pick<JudgedGroup, 'by' | 'key' | 'label' | 'calls' | 'causes' | 'show'>,
): Judged {
  const isFailed = exceeded.length > 0;
  const status = isFailed ? 'failed' : obstacle === null ? 'passed' : 'notJudged';
  const reason = isFailed ? null : (obstacle?.reason ?? null);
  return { group: { ...group, status, reason, value, compared, exceeded }, obstacle };
}

/**
 * One group over its limits fails the budget. Groups that are small, new or gone are passed over as long as another was judged;
 * one whose figure is not known for another reason is not, and where none was judged nothing was.
 */
function statusOf(
  judged: readonly Judged[],
  by: Grouping,
): { readonly status: BudgetStatus; readonly reason: string | null } {
  if (judged.some(({ group }) => group.status === 'failed')) return { status: 'failed', reason: null };
  const left = judged.filter(({ obstacle }) => obstacle !== null);
  const cause = left.find(({ obstacle }) => !obstacle!.isUsual) ?? left[0];
  const isKept = judged.length > left.length && (cause === undefined || cause.obstacle!.isUsual);
  if (isKept) return { status: 'passed', reason: null };
  return {
    status: 'notJudged',
    reason: `${by} ${shortName(cause!.group.label)}: ${cause!.obstacle!.reason}`,
  };
}

const RANKS = { failed: 0, passed: 1, notJudged: 2 } as const;

/** Failed ones first, by how far they are over their limits; then those with the most calls. */
function byUrgency({ group: a }: Judged, { group: b }: Judged): number {
  return RANKS[a.status] - RANKS[b.status] || excessOf(b) - excessOf(a) || b.calls - a.calls;
}

/** As a share of the limit that is exceeded the most; beyond a limit of 0 any excess is the largest number. */
function excessOf({ exceeded }: JudgedGroup): number {
  return Math.max(
    0,
    ...exceeded.map(({ found, allowed }) =>
      Math.min(Number.MAX_VALUE, Math.abs(found - allowed) / Math.abs(allowed)),
    ),
  );
}
