import type { Report } from '../../model/report.ts';
import type { DraftedMove } from '../../model/scenario-draft.ts';

/** The detector whose groups are models that end, with what is recommended instead. */
const ENDING = 'retired-models';

/** Models that the audit found to end, the dearest first; those without a recommendation are no move. */
export function draftedMoves({ findings }: Pick<Report, 'findings'>): readonly DraftedMove[] {
  const groups = findings.find(({ detector }) => detector === ENDING)?.groups ?? [];
  return groups.flatMap(({ label, replacement, retires, costUsd, replacementUsd }) =>
    typeof replacement !== 'string' || !isName(label) || !isName(replacement)
      ? []
      : [
          {
            from: label,
            to: replacement,
            retires: typeof retires === 'string' ? retires : null,
            costUsd: figure(costUsd),
            replacementUsd: figure(replacementUsd),
          },
        ],
  );
}

/** Whether a list of moves can hold it: what separates its parts is in no name. */
function isName(name: string): boolean {
  return !/[,=]|->/.test(name);
}

function figure(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
