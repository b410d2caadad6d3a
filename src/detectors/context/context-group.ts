import type { GroupDescription } from '../../contracts/detector.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import { PartSums } from './part-sums.ts';
import type { TemplateSizes } from './usual-sizes.ts';

/** What is shown of one group of calls with too much context. */
export class ContextGroup {
  readonly kind: 'repeated' | 'unusual' | 'near limit';
  readonly #id: string;
  readonly #label: () => string;
  readonly prompts: PartSums;
  readonly #sizes: TemplateSizes | undefined;
  /** Tokens that the context window of the model holds; undefined when it is not what the group is about. */
  window: number | undefined;
  #repeated = 0;
  #mostRepeated = 0;
  #segment = -1;

  constructor(kind: ContextGroup['kind'], id: string, label: () => string, sizes?: TemplateSizes) {
    this.kind = kind;
    this.#id = id;
    this.#label = label;
    this.#sizes = sizes;
    this.prompts = sizes?.prompts ?? new PartSums();
  }

  /** `segment` holds most of the repeated tokens of one call. */
  addRepeated(tokens: number, segment: number): void {
    this.#repeated += tokens;
    if (tokens <= this.#mostRepeated) return;
    this.#mostRepeated = tokens;
    this.#segment = segment;
  }

  describe(prompts: Prompts): GroupDescription {
    const { tools, history } = this.prompts.shares();
    return {
      id: `${this.kind}/${this.#id}`,
      label: this.#label(),
      columns: {
        kind: this.kind,
        median: this.#sizes?.median ?? null,
        p95: this.#sizes?.p95 ?? null,
        templateCalls: this.#sizes?.calls ?? null,
        largest: this.prompts.largest,
        repeated: this.kind === 'repeated' ? this.#repeated / this.prompts.total : null,
        tools,
        history,
        window: this.window ?? null,
        passage: this.#segment < 0 ? null : prompts.facts(this.#segment).preview,
      },
    };
  }
}
