import type { Models } from '../../contracts/models.ts';
import type { PlannedCall, StrategyContext } from '../../contracts/strategy.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { ConversationTurns } from '../../patterns/offline/conversation-turns.ts';

/** More messages than this are no item of a list; own choice, which also keeps looking at them short. */
const MOST_MESSAGES = 16;

type LogParts = Pick<StrategyContext, 'prompts' | 'calls'>;

/** What is known of the prompts of a log, for all runs over it. */
interface Known {
  readonly turns: ConversationTurns;
  /** By node: 1 a single item, 0 none, -1 not looked at. */
  readonly single: NumberColumn;
}

const KNOWN = new WeakMap<LogParts, Known>();

function knownOf(context: LogParts): Known {
  let known = KNOWN.get(context);
  if (known === undefined) {
    const turns = new ConversationTurns(context.prompts);
    for (const call of context.calls()) turns.isLater(call);
    known = { turns, single: new NumberColumn(-1) };
    KNOWN.set(context, known);
  }
  return known;
}

/** Prompts that are a shared part (system prompts and tool schemas) and one item of a user's, as far as the whole log tells. */
export class MergeablePrompts {
  readonly #prompts: StrategyContext['prompts'];
  readonly #models: Models;
  readonly #known: Known;

  constructor(context: StrategyContext) {
    this.#prompts = context.prompts;
    this.#models = context.models;
    this.#known = knownOf(context);
  }

  /** No conversation: neither does an answer stand in the prompt, nor does a later prompt hold the answer to it. */
  isSingle(node: number): boolean {
    const { single } = this.#known;
    let is = single.get(node);
    if (is < 0) {
      is = this.#isItem(node) ? 1 : 0;
      single.set(node, is);
    }
    return is === 1;
  }

  /**
   * Whole tokens of the shared part in the call as planned. The item is what it was: where earlier strategies took tokens
   * out of the prompt, they may all have come from the shared part.
   */
  sharedTokens({ original, model, usage }: PlannedCall): number {
    const base = this.#prompts.tokens(original.prompt);
    const shared = this.#prompts.tokens(this.#prompts.template(original.prompt));
    if (base === 0 || shared === 0) return 0;
    const whole = promptTokens(usage);
    const inPlan = Math.floor((whole * shared) / base);
    if (usage === original.usage) return inPlan;
    const item = Math.ceil((promptTokens(original.usage) * (base - shared)) / base);
    return Math.max(0, Math.min(inPlan, whole - this.#models.convertTokens(item, original.model, model)));
  }

  #isItem(node: number): boolean {
    const prompts = this.#prompts;
    if (this.#known.turns.isTurn(node)) return false;
    const end = prompts.template(node);
    let messages = 0;
    for (let n = node; n !== end; n = prompts.parent(n)) {
      if (++messages > MOST_MESSAGES) return false;
      const { kind, role } = prompts.facts(prompts.segment(n));
      if (kind !== 'message' || role !== 'user') return false;
    }
    return messages > 0;
  }
}
