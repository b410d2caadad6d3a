import type { Detector } from '../../contracts/detector.ts';
import { detectors } from '../../detectors/index.ts';
import type { Call } from '../../model/call.ts';
import type { AuditRequest } from '../audit-request.ts';
import { ratesOf } from '../facts/call-rates.ts';
import type { OpenedLog } from '../opened-log.ts';
import { optionsOf } from '../options-of.ts';
import { NeedsMet } from '../replay/replay-needs.ts';
import { Detection } from './detection.ts';
import type { FindingInput } from './findings.ts';

/** The chosen detectors' one pass over a log. They stand in the registry's order, in which overlap is resolved. */
export class DetectorPass {
  readonly detections: readonly Detection[];
  readonly #needs: NeedsMet;
  readonly #opened: OpenedLog;

  constructor(request: AuditRequest, opened: OpenedLog) {
    this.#opened = opened;
    this.detections = detectors
      .filter(({ id }) => request.detectors.includes(id))
      .map((detector) => new Detection(detector, optionsOf(detector, request.settings), opened.context));
    this.#needs = new NeedsMet(
      opened.prompts,
      this.detections.flatMap(({ detector }) => detector.needs),
    );
  }

  /** `costUsd` NaN: unpriced. */
  see(call: Call, costUsd: number): void {
    this.#needs.see(call, costUsd);
    for (const detection of this.detections) detection.see(call);
  }

  finish(): void {
    for (const detection of this.detections) detection.finish();
  }

  /** What the findings are built of, after `finish`. */
  findingInput(totalUsd: number, top: number): FindingInput {
    const { log, book } = this.#opened;
    const unmet = this.detections.flatMap(({ detector }) => this.#unmetNeed(detector));
    return {
      detections: this.detections,
      unmet: new Map(unmet),
      calls: log,
      callAt: (index) => log.at(index),
      ratesOf: (call) => ratesOf(book, call),
      totalUsd,
      top,
    };
  }

  #unmetNeed({ id, needs }: Detector): [string, string][] {
    const reason = this.#needs.unmet(needs);
    return reason === null ? [] : [[id, reason]];
  }
}
