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
  /** Whether the history answers a message that an earlier call ended with: it grew in this log and was not pasted. */
  readonly isGrown: boolean;
}

/** Sizes of the parts of prompts, computed once per node of the trie. */
export class PromptParts {
  readonly #prompts: Prompts;
  readonly #tools = new NumberColumn(-1);
  readonly #messages = new NumberColumn();
  readonly #history = new NumberColumn();
  /** 1 for nodes whose history grew in this log. */
  readonly #grown = new NumberColumn();
  /** Segments that prompts ended with so far. */
  readonly #asked = new Set<number>();

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** Undefined when the log does not have the prompt. Calls must come in time order. Rounded up, so that what is left is never overstated. */
  of(call: Call): Parts | undefined {
    if (call.prompt < 0) return undefined;
    this.#measure(call.prompt);
    this.#asked.add(this.#prompts.segment(call.prompt));
    const isGrown = this.#grown.get(call.prompt) === 1;
    const base = this.#prompts.tokens(call.prompt);
    if (base === 0) return { tools: 0, history: 0, isGrown };
    const whole = promptTokens(call.usage);
    const tools = Math.ceil((this.#tools.get(call.prompt) * whole) / base);
    const history = Math.ceil((this.#history.get(call.prompt) * whole) / base);
    return { tools, history: Math.min(history, whole - tools), isGrown };
  }

  #measure(node: number): void {
    const pending: number[] = [];
    for (let n = node; n >= 0 && this.#tools.get(n) < 0; n = this.#prompts.parent(n)) pending.push(n);
    for (const n of pending.reverse()) {
      const parent = this.#prompts.parent(n);
      const { kind, role, tokens } = this.#prompts.facts(this.#prompts.segment(n));
      const messages = (parent < 0 ? 0 : this.#messages.get(parent)) + (isMessage(kind) ? tokens : 0);
      const isAnswer = isModels(kind, role);
      const isNewAnswer = isAnswer && parent >= 0 && !this.#isAnswer(parent);
      const isGrown = isNewAnswer
        ? this.#asked.has(this.#prompts.segment(parent))
        : parent >= 0 && this.#grown.get(parent) === 1;
      this.#grown.set(n, isGrown ? 1 : 0);
      this.#tools.set(n, (parent < 0 ? 0 : this.#tools.get(parent)) + (kind === 'tool' ? tokens : 0));
      this.#messages.set(n, messages);
      this.#history.set(n, isAnswer ? messages : parent < 0 ? 0 : this.#history.get(parent));
    }
  }

  #isAnswer(node: number): boolean {
    const { kind, role } = this.#prompts.facts(this.#prompts.segment(node));
    return isModels(kind, role);
  }
}

function isModels(kind: string, role: string): boolean {
  return isMessage(kind) && (role === 'assistant' || role === 'model');
}

function isMessage(kind: string): boolean {
  return kind === 'message' || kind === 'block';
}
