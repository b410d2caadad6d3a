import type { MeasureRequest } from '../../engine/check.ts';
import { measureOf } from '../../gate/measures/measures.ts';
import type { Budget } from '../../model/budget.ts';
import type { Grouping } from '../../model/report.ts';
import { auditRequest } from '../audit-request.ts';
import type { CommandContext } from '../command-context.ts';
import type { Settings } from '../settings.ts';

/** What every comparison is made by. */
const COMPARED = ['model', 'feature', 'template'] as const satisfies readonly Grouping[];

/**
 * What is measured for these budgets: the strategies that they name, and the groups that they look at. Only a store that
 * somebody named is used, because a gate must not pass on rows that another run left. Throws `InputError`.
 */
export async function checkRequest(
  paths: readonly string[],
  { out: _, ...settings }: Settings,
  budgets: readonly Budget[],
  { io, useCases }: CommandContext,
): Promise<MeasureRequest> {
  const on = budgets.filter(({ level }) => level !== 'off');
  const measures = on.flatMap(({ measure }) => measureOf(measure) ?? []);
  const known = (await useCases.strategies()).map(({ id }) => id);
  const ids = known.filter((id) => measures.some(({ strategy }) => strategy === id));
  const wanted = on.flatMap(({ groups }) => groups?.by ?? []);
  const looked = measures.flatMap(({ formula }) => (formula.kind === 'perNamed' ? formula.by : []));
  const request = await auditRequest(
    paths,
    {
      ...settings,
      store: settings.db !== undefined && settings.store !== false,
      strategies: { off: [], settings: {}, ...settings.strategies, ids },
      sweeps: false,
    },
    io,
    useCases,
  );
  return { ...request, groupings: [...new Set<Grouping>([...COMPARED, ...wanted, ...looked])] };
}
