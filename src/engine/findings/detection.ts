import type { CoveredCalls, Detector, DetectorContext, DetectorRun } from '../../contracts/detector.ts';
import type { AnyOptionValues } from '../../contracts/option.ts';
import type { Call } from '../../model/call.ts';
import { Claims } from './claims.ts';

/** One chosen detector at work. A detector that throws fails alone: its claims are dropped and the others go on. */
export class Detection {
  readonly detector: Detector;
  readonly options: AnyOptionValues;
  claims: Claims;
  #run: DetectorRun | undefined;
  #failure: string | undefined;
  #rules: readonly { readonly group: number; readonly covered: CoveredCalls }[] | undefined;

  constructor(detector: Detector, options: AnyOptionValues, context: DetectorContext) {
    this.detector = detector;
    this.options = options;
    this.claims = new Claims(detector.basis);
    this.#try(() => {
      this.#run = detector.start(context, options, this.claims);
    });
  }

  /** One line, undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  see(call: Call): void {
    if (this.#run === undefined) return;
    try {
      this.#run.see(call);
    } catch (error) {
      this.#fail(error);
    }
  }

  finish(): void {
    this.#try(() => this.#run?.finish());
  }

  /** After `finish`: the groups whose calls a rule tells. */
  rules(): readonly { readonly group: number; readonly covered: CoveredCalls }[] {
    this.#rules ??= this.claims.groups.flatMap((_, group) => {
      const { covered } = this.describe(group);
      return covered === undefined ? [] : [{ group, covered }];
    });
    return this.#rules;
  }

  describe(group: number) {
    return this.#run!.describe(group);
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    this.#run = undefined;
    this.claims = new Claims(this.detector.basis);
  }
}
