import type { Call } from '../../model/call.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { AnswerUnits } from './answer-units.ts';
import { PromptSizes } from './prompt-sizes.ts';
import { type LengthRules, type UsualLength, UsualLengths } from './usual-lengths.ts';
import type { VerboseClaim } from './verbose-claim.ts';

interface Rules extends LengthRules {
  readonly minCalls: number;
  readonly maxShare: number;
}

/** Finds answers far longer than those of their unit usually are. What is unusual is known after the last call only. */
export class LongAnswers {
  readonly #units: AnswerUnits;
  readonly #rules: Rules;
  readonly #lengths = new UsualLengths();
  /** Answers that could turn out long. */
  readonly #indices = new NumberColumn();
  readonly #unitOf = new NumberColumn();
  readonly #visible = new NumberColumn();
  readonly #outputs = new NumberColumn();
  readonly #prose = new NumberColumn();
  readonly #prompts = new NumberColumn();
  readonly #sizes = new PromptSizes();
  readonly #usual = new Map<number, UsualLength | undefined>();

  constructor(units: AnswerUnits, rules: Rules) {
    this.#units = units;
    this.#rules = rules;
  }

  /** `prose`: tokens that stand around the answer's JSON; where that is claimed, it is not part of the excess again. */
  add(unit: number, call: Call, prose: number): void {
    const visible = call.usage.output - call.usage.reasoning;
    this.#lengths.add(unit, visible);
    const wider = this.#units.wider(unit);
    const prompt = promptTokens(call.usage);
    this.#sizes.add(unit, prompt);
    if (wider >= 0) {
      this.#lengths.add(wider, visible);
      this.#sizes.add(wider, prompt);
    }
    if (visible < this.#rules.minExcess) return;
    const row = this.#indices.push(call.index);
    this.#unitOf.set(row, unit);
    this.#visible.set(row, visible);
    this.#outputs.set(row, call.usage.output);
    this.#prompts.set(row, prompt);
    if (prose > 0) this.#prose.set(row, prose);
  }

  /** `isMeant` says of which units the prose around JSON is claimed. `isMost`: so many answers of the unit are long that it has several uses. */
  *found(
    isMeant: (unit: number) => boolean,
  ): Generator<
    VerboseClaim & { readonly unit: number; readonly usual: UsualLength; readonly isMost: boolean }
  > {
    const unusual = new Map<number, number>();
    for (let row = 0; row < this.#indices.length; row++) {
      const unit = this.#judged(this.#unitOf.get(row));
      if (this.#isLong(row, unit)) unusual.set(unit, (unusual.get(unit) ?? 0) + 1);
    }
    for (let row = 0; row < this.#indices.length; row++) {
      const own = this.#unitOf.get(row);
      const unit = this.#judged(own);
      const usual = this.#usualOf(unit);
      const length = this.#visible.get(row);
      if (usual === undefined || !this.#isLong(row, unit)) continue;
      const tokens = length - usual.p95 - (isMeant(own) ? this.#prose.get(row) : 0);
      if (tokens <= 0) continue;
      const isMost = unusual.get(unit)! > this.#rules.maxShare * this.#lengths.count(unit);
      const output = this.#outputs.get(row);
      yield { index: this.#indices.get(row), unit, tokens, output, length, usual, isMost };
    }
  }

  /** A longer text has a longer translation: what was given raises the limit by as much as it exceeds the usual. */
  #isLong(row: number, unit: number): boolean {
    const limit = this.#usualOf(unit)?.limit ?? Number.POSITIVE_INFINITY;
    const length = this.#visible.get(row);
    return length > limit && length > limit * this.#sizes.excess(unit, this.#prompts.get(row));
  }

  /** By answers, not by calls: steps of agents are no answers. */
  #judged(unit: number): number {
    if (this.#lengths.count(unit) >= this.#rules.minCalls) return unit;
    return this.#units.wider(unit);
  }

  #usualOf(unit: number): UsualLength | undefined {
    if (unit < 0 || !this.#units.isNamed(unit)) return undefined;
    if (!this.#usual.has(unit)) {
      const isEnough = this.#lengths.count(unit) >= this.#rules.minCalls;
      this.#usual.set(unit, isEnough ? this.#lengths.usual(unit, this.#rules) : undefined);
    }
    return this.#usual.get(unit);
  }
}
