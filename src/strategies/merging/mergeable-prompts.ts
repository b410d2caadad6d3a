import type { Models } from '../../contracts/models.ts';
import type { PlannedCall, StrategyContext } from '../../contracts/strategy.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { billedScale } from '../prompts/sent-prompt.ts';

/** More messages than this are no item of a list; own choice, which also keeps looking at them short. */
const MOST_MESSAGES = 16;

type LogParts = Pick<StrategyContext, 'prompts' | 'calls'>;

const ASKED = 1;
const ITEM = 2;
const ANSWERED = 4;
const WALKED = 8;

/** What is known of the prompts of a log, by node, for all runs over it. */
const KNOWN = new WeakMap<LogParts, NumberColumn>();

function knownOf(context: LogParts): NumberColumn {
  let marks = KNOWN.get(context);
  if (marks === undefined) {
    marks = new NumberColumn();
    for (const { prompt } of context.calls()) look(context.prompts, marks, prompt);
    KNOWN.set(context, marks);
  }
  return marks;
}

/** Marks a prompt that is an item, or which prompts one that is none answers. Segments are costly to look at: each is, once. */
function look(prompts: StrategyContext['prompts'], marks: NumberColumn, node: number): void {
  if (node < 0 || (marks.get(node) & ASKED) !== 0) return;
  const isItem = isItemPrompt(prompts, node);
  marks.set(node, marks.get(node) | ASKED | (isItem ? ITEM : 0));
  // No answer stands in an item.
  if (isItem) return;
  for (let n = node; n >= 0 && (marks.get(n) & WALKED) === 0; n = prompts.parent(n)) {
    marks.set(n, marks.get(n) | WALKED);
    const parent = prompts.parent(n);
    if (parent < 0) continue;
    const { role } = prompts.facts(prompts.segment(n));
    if (role === 'assistant' || role === 'model') marks.set(parent, marks.get(parent) | ANSWERED);
  }
}

function isItemPrompt(prompts: StrategyContext['prompts'], node: number): boolean {
  const end = prompts.template(node);
  let messages = 0;
  for (let n = node; n !== end; n = prompts.parent(n)) {
    if (++messages > MOST_MESSAGES) return false;
    const { kind, role } = prompts.facts(prompts.segment(n));
    if (kind !== 'message' || role !== 'user') return false;
  }
  return messages > 0;
}

/** Prompts that are a shared part (system prompts and tool schemas) and one item of a user's, as far as the whole log tells. */
export class MergeablePrompts {
  readonly #prompts: StrategyContext['prompts'];
  readonly #models: Models;
  readonly #known: NumberColumn;

  constructor(context: StrategyContext) {
    this.#prompts = context.prompts;
    this.#models = context.models;
    this.#known = knownOf(context);
  }

  /** No conversation: neither does an answer stand in the prompt, nor does a later prompt hold the answer to it. */
  isSingle(node: number): boolean {
    return (this.#known.get(node) & (ITEM | ANSWERED)) === ITEM;
  }

  /** Whether anything of the prompt could be sent once for several. */
  hasShared(node: number): boolean {
    return this.#prompts.tokens(this.#prompts.template(node)) > 0;
  }

  /**
   * Whole tokens of the shared part in the call as planned. The item is what it was, with all that was billed and is no text:
   * where earlier strategies took tokens out of the prompt, they may all have come from the shared part.
   */
  sharedTokens({ original, model, provider, usage }: PlannedCall): number {
    const base = this.#prompts.tokens(original.prompt);
    const shared = this.#prompts.tokens(this.#prompts.template(original.prompt));
    if (base === 0 || shared === 0) return 0;
    const whole = promptTokens(usage);
    const info = this.#models.info(model, provider, original.time);
    const inPlan = Math.floor(shared * billedScale(whole, base, info));
    if (usage === original.usage) return inPlan;
    const logged = promptTokens(original.usage);
    const own = this.#models.info(original.model, original.provider, original.time);
    const item = Math.ceil(logged - shared * billedScale(logged, base, own));
    return Math.max(0, Math.min(inPlan, whole - this.#models.convertTokens(item, original.model, model)));
  }
}
