import type { GroupDescription } from '../../contracts/detector.ts';

/** How it is known that the tools of a group are not called. */
export type Proof = 'calls are logged' | 'few conversations' | 'no call in the log' | 'answers not logged';

const TOOLS_NAMED = 12;
const TOOLS_IN_FIX = 5;

/** What is shown of the tools that the calls of one feature or template send and never call. */
export class UnusedGroup {
  readonly proof: Proof;
  readonly #id: string;
  readonly #label: () => string;
  /** Tokens of o200k_base by name. */
  readonly #unused = new Map<string, number>();
  #sent = 0;
  #judged = 0;
  #calls = 0;
  #claimed = 0;
  #prompt = 0;
  #scales = 0;

  constructor(proof: Proof, id: string, label: () => string) {
    this.proof = proof;
    this.#id = id;
    this.#label = label;
  }

  /** `answers`: how many answers were looked at. */
  addTool(name: string, tokens: number, answers: number): void {
    this.#unused.set(name, Math.max(tokens, this.#unused.get(name) ?? 0));
    this.#judged = Math.max(this.#judged, answers);
  }

  addSet(tools: number): void {
    this.#sent = Math.max(this.#sent, tools);
  }

  addCall(claimed: number, prompt: number, scale: number): void {
    this.#calls++;
    this.#claimed += claimed;
    this.#prompt += prompt;
    this.#scales += scale;
  }

  describe(): GroupDescription {
    const tools = this.#dearest();
    return {
      id: `${this.#id}/${this.proof}`,
      label: this.#label(),
      columns: {
        unused: this.#unused.size,
        sent: this.#sent,
        tools: listed(tools, TOOLS_NAMED),
        perCall: this.#calls === 0 ? 0 : Math.round(this.#claimed / this.#calls),
        share: this.#prompt === 0 ? null : this.#claimed / this.#prompt,
        answers: this.#judged,
        proof: this.proof,
      },
      fix: this.#fix(tools),
    };
  }

  #fix(tools: readonly (readonly [string, number])[]): string {
    if (this.proof === 'answers not logged')
      return 'Log which tools the answers call: whether these are needed cannot be told without.';
    return (
      `Leave ${listed(tools, TOOLS_IN_FIX)} (tokens a call) out of \`tools\` in these calls` +
      (this.proof === 'calls are logged'
        ? '.'
        : ', after a look at whether their answers really call none of them.')
    );
  }

  /** In the model's own tokens, the largest first. */
  #dearest(): readonly (readonly [string, number])[] {
    const scale = this.#calls === 0 ? 1 : this.#scales / this.#calls;
    return [...this.#unused]
      .map(([name, tokens]) => [name, Math.round(tokens * scale)] as const)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
}

function listed(tools: readonly (readonly [string, number])[], most: number): string {
  const named = tools.slice(0, most).map(([name, tokens]) => `${name} ${tokens}`);
  return [...named, ...(tools.length > most ? [`${tools.length - most} more`] : [])].join(', ');
}
