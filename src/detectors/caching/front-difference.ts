import type { Prompts } from '../../contracts/prompts.ts';
import type { FrontUnits } from './front-units.ts';
import { causeOfTraits, type VaryingCause } from './miss-cause.ts';

/** Where two fronts stop agreeing. */
export interface FrontDifference {
  readonly cause: VaryingCause;
  /** Segment in which it stands; -1 when one front is the beginning of the other. */
  readonly segment: number;
  /** Equal units before it, and their tokens in o200k_base. */
  readonly units: number;
  readonly lead: number;
}

/** The first place where a front differs from an earlier one of its template, and what differs there. */
export function firstDifference(prompts: Prompts, front: FrontUnits, earlier: FrontUnits): FrontDifference {
  let units = 0;
  let lead = 0;
  while (units < front.keys.length && front.keys[units] === earlier.keys[units])
    lead += front.tokens[units++]!;
  const segment = front.segments[units] ?? -1;
  const place = { segment, units, lead };
  if (segment < 0 || units >= earlier.keys.length) return { ...place, cause: 'text' };
  const other = earlier.segments[units]!;
  const { kind, bagKey } = prompts.facts(segment);
  const otherFacts = prompts.facts(other);
  const isSwapped = earlier.keys.includes(front.keys[units]!) && front.keys.includes(earlier.keys[units]!);
  if (kind === 'tool' || otherFacts.kind === 'tool') {
    if (isSwapped) return { ...place, cause: 'tool-order' };
    return { ...place, cause: bagKey === otherFacts.bagKey ? 'word-order' : 'tools' };
  }
  if (isSwapped || (segment !== other && bagKey === otherFacts.bagKey))
    return { ...place, cause: 'word-order' };
  return { ...place, cause: causeOfTraits(front.traits[units]! | earlier.traits[units]!) };
}
