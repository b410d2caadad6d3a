import type { Cause, Exceeded } from '../../model/check.ts';
import type { Grouping } from '../../model/report.ts';
import type { GateView, GroupPair } from '../gate-view.ts';
import type { Measure } from '../measures/measures.ts';
import { type ExcessPart, partsOf } from './excess-parts.ts';

/** Causes of one kind that are told, and the share of an excess from which one is worth telling. Own choice. */
const TOLD = 3;
const LEAST_SHARE = 0.01;

/**
 * Templates and features whose figures would have to be others for a limit to be kept, the largest part first. Of a figure that
 * is divided by something a group's part is what it has beyond the limit, or what it adds to a rise; of a sum, what it has grown since the baseline, or all
 * that it has where there is none or the sum did not grow.
 */
export function causesOf(view: GateView, measure: Measure, exceeded: readonly Exceeded[]): Cause[] {
  const limit = exceeded.find((one) => one.limit === 'maxIncrease') ?? exceeded[0];
  if (limit === undefined) return [];
  const partOf = partsOf(view, measure.formula, limit);
  const { formula } = measure;
  return (
    (['template', 'feature'] as const)
      // Nobody knows which of a template's calls name a user.
      .filter((by) => formula.kind !== 'perNamed' || formula.by === by)
      .flatMap((by) => causesBy(view, by, partOf))
      .sort((a, b) => b.share - a.share)
  );
}

function causesBy(
  view: GateView,
  by: 'template' | 'feature',
  partOf: (pair: GroupPair) => ExcessPart | null,
): Cause[] {
  const pairs = view.pairsOf(by);
  if (pairs.every((pair) => keyOf(pair) === '')) return [];
  const causes = pairs.flatMap((pair) => {
    const part = partOf(pair);
    return part !== null && part.excess > 0 ? [{ pair, part }] : [];
  });
  const sum = causes.reduce((all, { part }) => all + part.excess, 0);
  return causes
    .filter(({ pair }) => !isFeature(by, pair))
    .sort((a, b) => b.part.excess - a.part.excess)
    .slice(0, TOLD)
    .map(({ pair, part }) => causeOf(by, pair, part, part.excess / sum))
    .filter(({ share }) => share >= LEAST_SHARE);
}

function keyOf({ current, baseline }: GroupPair): string {
  return (current ?? baseline)!.key;
}

/** Calls whose prompts are no template are counted by their feature, or by none, which is told of as such. */
function isFeature(by: Grouping, pair: GroupPair): boolean {
  return by === 'template' && (keyOf(pair) === '' || keyOf(pair).startsWith('feature:'));
}

function causeOf(
  by: Grouping,
  { current, baseline, status }: GroupPair,
  { value }: ExcessPart,
  share: number,
): Cause {
  const { key, label } = (current ?? baseline)!;
  const calls = { baseline: baseline?.calls ?? null, current: current?.calls ?? null };
  return { by, key, label, status, calls, value, share };
}
