import type { Prompts } from '../../contracts/prompts.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** One tool schema of a prompt. `from` and `to` are its place in tokens of o200k_base. */
export interface OfferedTool {
  /** Several where a vendor puts several functions into one tool; none for a tool whose calls cannot be told. */
  readonly names: readonly string[];
  readonly from: number;
  readonly to: number;
}

const UNKNOWN = -2;

/** The tool schemas that prompts begin with, numbered from 0. Prompts with the same tools in the same order share a number. */
export class ToolSets {
  readonly #prompts: Prompts;
  readonly #sets: (readonly OfferedTool[])[] = [];
  /** By the node that ends a prompt's leading system prompts and tools, and by that of its last tool. */
  readonly #numbers = new NumberColumn(UNKNOWN);
  /** By number: the node of the last tool. */
  readonly #last = new NumberColumn();
  readonly #offered = new Set<string>();

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** `head` ends the leading system prompts and tool schemas; -1 when it has no tools. */
  of(head: number): number {
    const known = this.#numbers.get(head);
    if (known !== UNKNOWN) return known;
    let last = head;
    while (last >= 0 && !this.#isTool(last)) last = this.#prompts.parent(last);
    let number = last < 0 ? -1 : this.#numbers.get(last);
    if (number === UNKNOWN) {
      number = this.#sets.push(this.#toolsTo(last)) - 1;
      this.#last.set(number, last);
      this.#numbers.set(last, number);
    }
    this.#numbers.set(head, number);
    return number;
  }

  tools(set: number): readonly OfferedTool[] {
    return this.#sets[set]!;
  }

  /** Content key of the tools in their order: the same on every machine. */
  key(set: number): string {
    return this.#prompts.key(this.#last.get(set)).slice(0, 12);
  }

  /** Whether any prompt so far offered a tool of this name. */
  isOffered(name: string): boolean {
    return this.#offered.has(name);
  }

  #isTool(node: number): boolean {
    return this.#prompts.facts(this.#prompts.segment(node)).kind === 'tool';
  }

  #toolsTo(last: number): readonly OfferedTool[] {
    const tools: OfferedTool[] = [];
    for (let n = last; n >= 0; n = this.#prompts.parent(n)) {
      if (!this.#isTool(n)) continue;
      const { names } = this.#prompts.facts(this.#prompts.segment(n));
      for (const name of names) this.#offered.add(name);
      tools.push({
        names,
        from: this.#prompts.tokens(this.#prompts.parent(n)),
        to: this.#prompts.tokens(n),
      });
    }
    return tools.reverse();
  }
}
