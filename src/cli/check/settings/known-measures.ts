import { MEASURES, type Measure, measureOf } from '../../../gate/measures/measures.ts';
import { fail, type Parse, text } from '../../parse-value.ts';
import { unknownName } from '../../unknown-name.ts';

/** What there is to be judged beside the measures of their own. */
export interface Judgeable {
  /** Ids of all detectors, and of those that this check runs. */
  readonly detectors: readonly string[];
  readonly chosenDetectors: readonly string[];
  readonly strategies: readonly string[];
}

/** A measure by its id; that of a detector only where the detector runs. */
export function knownMeasure({ detectors, chosenDetectors, strategies }: Judgeable): Parse<Measure> {
  const dotted = [...detectors.map((id) => `finding.${id}`), ...strategies.map((id) => `strategy.${id}`)];
  const known = [...MEASURES.map(({ id }) => id), ...dotted.flatMap((id) => [id, `${id}.share`])];
  return (value, place) => {
    const id = text(value, place);
    const measure = known.includes(id) ? measureOf(id) : undefined;
    if (measure === undefined) return fail(place, unknownName('measure', id, known));
    const { detector } = measure;
    if (detector !== undefined && !chosenDetectors.includes(detector))
      return fail(place, `"${id}" needs the detector "${detector}", which is not among the chosen ones`);
    return measure;
  };
}
