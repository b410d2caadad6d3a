import type { Prompts } from '../../contracts/prompts.ts';
import type { SegmentFacts } from '../../model/segment.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/**
 * Bits of a node: the instructions ask for JSON; the messages since the model last spoke do; the model spoke last. The last two
 * are the first two where nothing may stand beside the JSON.
 */
const INSTRUCTED = 1;
const ASKED = 2;
const BEGUN = 4;
const INSTRUCTED_ONLY = 8;
const ASKED_ONLY = 16;
const UNKNOWN = -1;
const NEVER = -2;

/** Who spoke in a prompt and whether JSON was asked for, computed once per node of the trie. */
export class PromptTurns {
  readonly #prompts: Prompts;
  readonly #bits = new NumberColumn(UNKNOWN);
  readonly #answers = new NumberColumn(UNKNOWN);

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** The node that ends with the model's latest message: equal for equal histories. -1 when the model did not speak yet. */
  history(node: number): number {
    if (node < 0) return -1;
    this.#measure(node);
    return Math.max(-1, this.#answers.get(node));
  }

  /**
   * Whether the instructions or the messages to be answered ask for JSON. An earlier turn's demand was for that turn, and an
   * answer whose beginning the request wrote itself cannot be judged by its rest.
   */
  asksJson(node: number): boolean {
    if (node < 0) return false;
    this.#measure(node);
    const bits = this.#bits.get(node);
    return (bits & BEGUN) === 0 && (bits & (INSTRUCTED | ASKED)) !== 0;
  }

  /** Whether it says so in words that leave no room for anything beside the JSON. */
  asksOnlyJson(node: number): boolean {
    return this.asksJson(node) && (this.#bits.get(node) & (INSTRUCTED_ONLY | ASKED_ONLY)) !== 0;
  }

  #measure(node: number): void {
    const pending: number[] = [];
    for (let n = node; n >= 0 && this.#bits.get(n) === UNKNOWN; n = this.#prompts.parent(n)) pending.push(n);
    for (let i = pending.length - 1; i >= 0; i--) {
      const n = pending[i]!;
      const parent = this.#prompts.parent(n);
      const facts = this.#prompts.facts(this.#prompts.segment(n));
      const isAnswer = facts.role === 'assistant' || facts.role === 'model';
      this.#bits.set(n, bitsAfter(parent < 0 ? 0 : this.#bits.get(parent), facts, isAnswer));
      this.#answers.set(n, isAnswer ? n : parent < 0 ? NEVER : this.#answers.get(parent));
    }
  }
}

function bitsAfter(above: number, facts: SegmentFacts, isAnswer: boolean): number {
  const { kind, role, asksJson, asksOnlyJson } = facts;
  if (isAnswer) return (above & (INSTRUCTED | INSTRUCTED_ONLY)) | BEGUN;
  const said = above & ~BEGUN;
  if (!asksJson || kind === 'tool' || role === 'tool') return said;
  const isInstruction = kind === 'system' || role === 'system' || role === 'developer';
  const alone = asksOnlyJson ? (isInstruction ? INSTRUCTED_ONLY : ASKED_ONLY) : 0;
  return said | (isInstruction ? INSTRUCTED : ASKED) | alone;
}
