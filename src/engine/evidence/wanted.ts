import type { Grouping } from '../../model/report.ts';
import type { Detection } from '../findings/detection.ts';
import type { LoggedCall } from './evidence-call.ts';

/** What a figure's name on the command line was found to mean. */
export type Wanted =
  | { readonly kind: 'group'; readonly detector: number; readonly group: number }
  | { readonly kind: 'finding'; readonly detector: number }
  | { readonly kind: 'call'; readonly index: number }
  | { readonly kind: 'total'; readonly by: Grouping; readonly key: string };

/** Where names are looked up. */
export interface NamedThings {
  readonly detections: readonly Detection[];
  /** Ids of all detectors, those that did not run too. */
  readonly detectorIds: readonly string[];
  readonly calls: Iterable<LoggedCall>;
  /** As the report names it. */
  fileOf(call: LoggedCall): string;
  /** The group of the report's totals that a call belongs to. */
  groupKey(kind: Grouping, call: LoggedCall): string;
}
