import type { Call } from '../../model/call.ts';
import type { BudgetGroup } from './limit-group.ts';
import type { Spend, Subjects } from './subjects.ts';

export const SUBJECT_KINDS = ['user', 'feature', 'key'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Sums are added up in binary fractions: by this share they may miss a threshold that they reach. */
const DUST = 1e-9;

export interface SpendRules {
  /** Share of all spending from which one name is notable. */
  readonly topShare: number;
  readonly minNames: number;
  readonly minCalls: number;
  /** Times as much as in the week before, and times as much as the others grew. */
  readonly growth: number;
  /** Share of the week's spending from which growth is notable. */
  readonly growthShare: number;
  readonly growthCalls: number;
}

export interface SubjectsOfKind {
  readonly kind: SubjectKind;
  readonly subjects: Subjects;
  /** As it may be shown. */
  shown(name: string): string;
  /** What stands for it in identifiers: one for each name, and no more telling than what is shown. */
  identity(name: string): string;
  /** The call's name of this kind. */
  of(call: Call): string;
}

/** Names that hold most of the spending of the whole log. */
export function topSpenders(from: SubjectsOfKind, total: Spend, rules: SpendRules): BudgetGroup[] {
  const { subjects, kind } = from;
  if (subjects.size < rules.minNames || total.calls < rules.minCalls || !(total.usd > 0)) return [];
  const groups: BudgetGroup[] = [];
  for (const spend of subjects.spends(0)) {
    const share = spend.usd / total.usd;
    if (share < rules.topShare - DUST) continue;
    const label = `${kind} ${from.shown(spend.name)}`;
    groups.push({
      basis: 'measured',
      describe: () => ({
        id: `top ${kind} ${from.identity(spend.name)}`,
        label,
        columns: {
          kind: 'holds most of the spending',
          tokens: spend.tokens,
          costUsd: spend.usd,
          share,
          names: subjects.size,
          atLeast: subjects.isCut,
        },
        fix: `Begin with ${label}: look at what it sends, and give it a budget of its own.`,
        covered: { calls: spend.calls, covers: (call) => from.of(call) === spend.name },
      }),
    });
  }
  return groups;
}

/** Names whose spending grew from one full week to the next, and more than everybody else's. */
export function fastGrowers(
  from: SubjectsOfKind,
  total: Spend,
  fullWeek: number,
  rules: SpendRules,
  weekOf: (call: Call) => number,
): BudgetGroup[] {
  const groups: BudgetGroup[] = [];
  for (const spend of from.subjects.spends(fullWeek)) {
    const { weekUsd, previousUsd, weekCalls } = spend;
    const isNotable = weekUsd > 0 && weekUsd >= (rules.growthShare - DUST) * total.weekUsd;
    if (!isNotable || weekCalls < rules.growthCalls) continue;
    const others = [total.weekUsd - weekUsd, total.previousUsd - previousUsd] as const;
    const othersGrowth = others[1] > 0 ? others[0] / others[1] : 1;
    const least = rules.growth * previousUsd * Math.max(1, othersGrowth);
    if (weekUsd < least * (1 - DUST)) continue;
    const label = `${from.kind} ${from.shown(spend.name)}`;
    groups.push({
      basis: 'measured',
      describe: () => ({
        id: `growth ${from.kind} ${from.identity(spend.name)}`,
        label,
        columns: {
          kind: previousUsd > 0 ? 'grew week on week' : 'new this week',
          costUsd: weekUsd,
          previousUsd,
          growth: previousUsd > 0 ? weekUsd / previousUsd - 1 : null,
          share: weekUsd / total.weekUsd,
          names: from.subjects.size,
          atLeast: from.subjects.isCut,
        },
        fix: `Ask what changed for ${label} since the week before, and set an alert on its weekly spending.`,
        covered: {
          calls: weekCalls,
          covers: (call) => weekOf(call) === fullWeek && from.of(call) === spend.name,
        },
      }),
    });
  }
  return groups;
}
