import type { Parts } from '../../patterns/prompts/prompt-parts.ts';

/** Sums over prompts, for shares. */
export class PartSums {
  #prompt = 0;
  #tools = 0;
  #history = 0;
  #isKnown = false;
  largest = 0;

  add(prompt: number, parts: Parts | undefined): void {
    this.#prompt += prompt;
    this.largest = Math.max(this.largest, prompt);
    if (parts === undefined) return;
    this.#isKnown = true;
    this.#tools += parts.tools;
    this.#history += parts.history;
  }

  /** Share of tool schemas and of history in all prompts; null when no text is known. */
  shares(): { readonly tools: number | null; readonly history: number | null } {
    if (!this.#isKnown || this.#prompt === 0) return { tools: null, history: null };
    return { tools: this.#tools / this.#prompt, history: this.#history / this.#prompt };
  }

  get total(): number {
    return this.#prompt;
  }
}
