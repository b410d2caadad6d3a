import type { Call } from '../../model/call.ts';
import type { CallClaim, Concern, Wasted } from '../../model/evidence.ts';
import type { Detection } from '../findings/detection.ts';
import { groupHandle } from '../findings/group-handle.ts';
import type { SettledClaims } from './settled-claims.ts';

/** Of one call: all claims on it, the groups that need it, and those that cover it by a rule. */
export function claimsOn(call: Call, detections: readonly Detection[], settled: SettledClaims): CallClaim[] {
  const found: CallClaim[] = [];
  const add = (detector: number, group: number, role: CallClaim['role'], wasted: Wasted | null): void => {
    const { detector: definition, claims, describe } = described(detections[detector]!);
    const { id, label } = describe(group);
    found.push({
      ...{ detector: definition.id, title: definition.title, handle: groupHandle(definition.id, id), label },
      ...{ review: claims.groups[group]!.review, wasted, role },
    });
  };
  const { index } = call;
  for (let row = 0; row < settled.size; row++) {
    if (settled.callAt(row) === index)
      add(settled.detectorAt(row), settled.groupAt(row), 'avoidable', settled.wastedAt(row));
  }
  detections.forEach((detection, detector) => {
    const { claims } = detection;
    for (let claim = 0; claim < claims.size; claim++) {
      if (claims.callAt(claim) === index && claims.isKept(claim))
        add(detector, claims.groupAt(claim), 'kept', null);
    }
    for (const { group, covered } of detection.rules())
      if (covered.covers(call)) add(detector, group, 'member', null);
  });
  return found;
}

function described(detection: Detection) {
  const { detector, claims } = detection;
  return { detector, claims, describe: (group: number) => detection.describe(group) };
}

/** What the claims on some calls come to, by detector; groups for review are left out, as in the report's total. */
export class Concerns {
  readonly #detections: readonly Detection[];
  readonly #sums: { calls: number; lastCall: number; wastedUsd: number; countedUsd: number }[];

  constructor(detections: readonly Detection[]) {
    this.#detections = detections;
    this.#sums = detections.map(() => ({ calls: 0, lastCall: -1, wastedUsd: 0, countedUsd: 0 }));
  }

  /** Claims come in the order of their calls. */
  add(detector: number, call: number, wastedUsd: number, countedUsd: number): void {
    const sum = this.#sums[detector]!;
    if (sum.lastCall !== call) sum.calls++;
    sum.lastCall = call;
    sum.wastedUsd += wastedUsd;
    sum.countedUsd += countedUsd;
  }

  concerns(): Concern[] {
    return this.#sums
      .map(({ calls, wastedUsd, countedUsd }, i) => {
        const { id, title } = this.#detections[i]!.detector;
        return { detector: id, title, calls, wastedUsd, countedUsd };
      })
      .filter(({ calls }) => calls > 0)
      .sort((a, b) => b.countedUsd - a.countedUsd || b.wastedUsd - a.wastedUsd);
  }
}
