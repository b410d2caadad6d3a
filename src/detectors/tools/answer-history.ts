import type { Prompts } from '../../contracts/prompts.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** What a prompt's messages tell that no earlier prompt did. */
export interface NewHistory {
  /** The node of the first message: what opens the conversation. The prompt's own node when it has no messages. */
  readonly opening: number;
  /** Answers of the model that no earlier prompt held. */
  readonly answers: number;
  /** Names of the tools they call, and texts that look like names. */
  readonly names: readonly string[];
}

/** Reads the messages of prompts, each node of the trie once: what was called is told by whoever sends it first. */
export class AnswerHistory {
  readonly #prompts: Prompts;
  readonly #openings = new NumberColumn(-1);

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** `head` ends the leading system prompts and tool schemas of the prompt. */
  read(node: number, head: number): NewHistory {
    let n = node;
    const fresh: number[] = [];
    for (; n >= 0 && n !== head && this.#openings.get(n) < 0; n = this.#prompts.parent(n)) fresh.push(n);
    let opening = n >= 0 && n !== head ? this.#openings.get(n) : (fresh.at(-1) ?? node);
    if (opening < 0) opening = node;
    let answers = 0;
    const names: string[] = [];
    for (const each of fresh) {
      this.#openings.set(each, opening);
      const facts = this.#prompts.facts(this.#prompts.segment(each));
      if (facts.kind !== 'message' || (facts.role !== 'assistant' && facts.role !== 'model')) continue;
      answers++;
      names.push(...facts.names);
    }
    return { opening, answers, names };
  }
}
