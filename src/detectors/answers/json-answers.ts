import type { Call } from '../../model/call.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { PromptTurns } from './prompt-turns.ts';
import type { VerboseClaim } from './verbose-claim.ts';

/** A code fence with its language and line ends: ```json and ```. */
const FENCE_LENGTH = 12;
/** Longer answers were not searched for JSON when they were read. */
const SEARCHED_LENGTH = 1 << 18;
/** Answers that were cut off or withheld hold no whole JSON for another reason. */
const CUT_OFF = /length|max|limit|filter|refus|safety|incomplete/i;

/** What stands around the JSON of answers that should be JSON alone, and answers that hold none. */
export class JsonAnswers {
  readonly #turns: PromptTurns;
  readonly #minProse: number;
  readonly #asked = new NumberColumn();
  readonly #held = new NumberColumn();
  readonly #bare = new NumberColumn();
  readonly #alone = new NumberColumn();
  readonly #demanded = new NumberColumn();
  readonly #indices = new NumberColumn();
  readonly #units = new NumberColumn();
  readonly #tokens = new NumberColumn();
  readonly #outputs = new NumberColumn();
  readonly #lengths = new NumberColumn();

  /** `minProse`: characters around JSON that count. */
  constructor(turns: PromptTurns, minProse: number) {
    this.#turns = turns;
    this.#minProse = minProse;
  }

  /** Returns the tokens around the answer's JSON that were not asked for, if JSON was. */
  add(unit: number, call: Call): number {
    const { answerLength, answerJsonLength } = call;
    if (!(answerLength > 0) || answerLength > SEARCHED_LENGTH) return 0;
    if (!call.asksJson && !this.#turns.asksJson(call.prompt)) return 0;
    this.#asked.add(unit, 1);
    if (this.#turns.asksOnlyJson(call.prompt)) this.#alone.add(unit, 1);
    if (answerJsonLength > 0) this.#held.add(unit, 1);
    if (call.asksJson) this.#demanded.set(unit, 1);
    const { output, reasoning } = call.usage;
    const visible = output - reasoning;
    if (answerJsonLength === 0) {
      // A scalar, such as a bare word or a number, may be all that was asked for.
      if (answerLength >= this.#minProse && !CUT_OFF.test(call.finishReason)) this.#keep(unit, call, visible);
      return 0;
    }
    const around = answerLength - answerJsonLength - FENCE_LENGTH;
    if (around < this.#minProse) {
      this.#bare.add(unit, 1);
      return 0;
    }
    const tokens = Math.floor((visible * around) / answerLength);
    if (tokens > 0) this.#keep(unit, call, tokens);
    return tokens;
  }

  /** Whether the unit's demands for JSON are to be believed: a parameter's always, the prompt's when half of the answers hold some. */
  isMeant(unit: number): boolean {
    return this.#demanded.get(unit) === 1 || 2 * this.#held.get(unit) >= this.#asked.get(unit);
  }

  /**
   * Whether prose around the JSON may have been asked for as well ("explain, then return JSON"): no parameter and no words rule
   * it out, and most answers of the unit have some.
   */
  isProseWanted(unit: number): boolean {
    if (this.#demanded.get(unit) === 1 || 2 * this.#alone.get(unit) >= this.#asked.get(unit)) return false;
    return 2 * this.#bare.get(unit) < this.#held.get(unit);
  }

  /** `isWhole`: the answer holds no JSON at all. */
  *found(): Generator<VerboseClaim & { readonly unit: number; readonly isWhole: boolean }> {
    for (let row = 0; row < this.#indices.length; row++) {
      const unit = this.#units.get(row);
      if (!this.isMeant(unit)) continue;
      const tokens = this.#tokens.get(row);
      const length = this.#lengths.get(row);
      const output = this.#outputs.get(row);
      yield { index: this.#indices.get(row), unit, tokens, output, length, isWhole: tokens === length };
    }
  }

  #keep(unit: number, call: Call, tokens: number): void {
    const row = this.#indices.push(call.index);
    this.#units.set(row, unit);
    this.#tokens.set(row, tokens);
    this.#outputs.set(row, call.usage.output);
    this.#lengths.set(row, call.usage.output - call.usage.reasoning);
  }
}
