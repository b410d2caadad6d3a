import type { StrategyContext } from '../../contracts/strategy.ts';
import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';
import { Names } from '../../patterns/columns/names.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

const WHOLE = 1;
const STORED = 2;
const USER_SHIFT = 2;

const KNOWN = new WeakMap<StrategyContext, CallTraits>();

/** Of a log's calls: worked out once for all runs over it. */
export function callTraits(context: StrategyContext): CallTraits {
  let traits = KNOWN.get(context);
  if (traits === undefined) {
    traits = new CallTraits();
    KNOWN.set(context, traits);
  }
  return traits;
}

/** What a cache asks of a call beside its request, in one number a call: its texts are looked at once. */
export class CallTraits {
  readonly #users = new Names();
  readonly #traits = new NumberColumn(-1);

  of(call: Call): number {
    const known = this.#traits.get(call.index);
    if (known >= 0) return known;
    const user = call.user === '' ? 0 : this.#users.id(call.user) + 1;
    const traits = (isWhole(call) ? WHOLE : 0) | (isStored(call) ? STORED : 0) | (user << USER_SHIFT);
    this.#traits.set(call.index, traits);
    return traits;
  }
}

/** Number of the user; 0 for an unknown one. */
export function userIn(traits: number): number {
  return traits >>> USER_SHIFT;
}

/** The log has a full answer to the call, so one that was cut or withheld would not have replaced it. */
export function isWholeIn(traits: number): boolean {
  return (traits & WHOLE) !== 0;
}

/** Its answer can be given again. */
export function isStoredIn(traits: number): boolean {
  return (traits & STORED) !== 0;
}

function isWhole({ failed, finishReason }: Call): boolean {
  return !failed && answerEnding(finishReason) === 'whole';
}

/** A failed call has no answer; a broken stream or a tool call that the provider threw away is none either. */
function isStored({ failed, finishReason }: Call): boolean {
  if (failed) return false;
  const ending = answerEnding(finishReason);
  return ending !== 'broken' && ending !== 'malformed';
}
