import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../columns/number-column.ts';

/** Tokens of a call's prompt that come with every call of a conversation, scaled to the call. */
export interface Parts {
  /** Tool schemas. */
  readonly tools: number;
  /** Messages up to the last one of the model: what a later turn sends again. */
  readonly history: number;
}

/** Sizes of the parts of prompts, computed once per node of the trie. */
export class PromptParts {
  readonly #prompts: Prompts;
  readonly #tools = new NumberColumn(-1);
  readonly #messages = new NumberColumn();
  readonly #history = new NumberColumn();

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** Undefined when the log does not have the prompt. Rounded up, so that what is left is never overstated. */
  of(call: Call): Parts | undefined {
    if (call.prompt < 0) return undefined;
    this.#measure(call.prompt);
    const base = this.#prompts.tokens(call.prompt);
    if (base === 0) return { tools: 0, history: 0 };
    const whole = promptTokens(call.usage);
    const tools = Math.ceil((this.#tools.get(call.prompt) * whole) / base);
    const history = Math.ceil((this.#history.get(call.prompt) * whole) / base);
    return { tools, history: Math.min(history, whole - tools) };
  }

  #measure(node: number): void {
    const pending: number[] = [];
    for (let n = node; n >= 0 && this.#tools.get(n) < 0; n = this.#prompts.parent(n)) pending.push(n);
    for (const n of pending.reverse()) {
      const parent = this.#prompts.parent(n);
      const { kind, role, tokens } = this.#prompts.facts(this.#prompts.segment(n));
      const messages = (parent < 0 ? 0 : this.#messages.get(parent)) + (isMessage(kind) ? tokens : 0);
      const isAnswer = isMessage(kind) && (role === 'assistant' || role === 'model');
      this.#tools.set(n, (parent < 0 ? 0 : this.#tools.get(parent)) + (kind === 'tool' ? tokens : 0));
      this.#messages.set(n, messages);
      this.#history.set(n, isAnswer ? messages : parent < 0 ? 0 : this.#history.get(parent));
    }
  }
}

function isMessage(kind: string): boolean {
  return kind === 'message' || kind === 'block';
}
