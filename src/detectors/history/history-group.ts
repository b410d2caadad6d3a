import type { GroupDescription } from '../../contracts/detector.ts';

/** What stands in the way of a cached history, or that nothing does. */
export type HistoryKind =
  | 'cacheable'
  | 'cacheable, usage not logged'
  | 'cacheable, caching not logged'
  | 'cacheable, mostly cached'
  | 'too late for the cache'
  | 'changed beginning'
  | 'other model'
  | 'no cache price';

/** The calls of one feature or template on one model. */
export interface HistoryPlace {
  readonly id: string;
  readonly label: () => string;
  readonly model: string;
  readonly provider: string;
  /** Nothing is cached unless the request asks for it. */
  readonly isExplicit: boolean;
}

/** Options of the detector: tokens that truncation keeps, size of a summary as a share of what it stands for. */
export interface HistoryRules {
  readonly keepTokens: number;
  readonly summaryShare: number;
}

/** Tokens of one call. */
export interface ResentHistory {
  readonly resent: number;
  readonly prompt: number;
  /** Which call of its conversation it is; 0 where that is not known. */
  readonly turn: number;
  /** Turns of the conversation that were counted before, 0 for a new one. */
  readonly counted: number;
}

/** What is shown of the conversations of one feature or template on one model. */
export class HistoryGroup {
  readonly place: HistoryPlace;
  kind: HistoryKind;
  readonly #rules: HistoryRules;
  #conversations = 0;
  #turns = 0;
  #mostTurns = 0;
  #resent = 0;
  #prompt = 0;
  #truncated = 0;
  /** US dollars that a cache saves on what is read again, and that its writes cost. */
  gross = 0;
  premium = 0;
  /** Turns that the cache held something for, and those of them that were billed in full again. */
  held = 0;
  missed = 0;

  constructor(kind: HistoryKind, place: HistoryPlace, rules: HistoryRules) {
    this.kind = kind;
    this.place = place;
    this.#rules = rules;
  }

  add({ resent, prompt, turn, counted }: ResentHistory): void {
    this.#resent += resent;
    this.#prompt += prompt;
    this.#truncated += Math.max(0, resent - this.#rules.keepTokens);
    if (turn === 0) return;
    if (counted === 0) this.#conversations++;
    this.#turns += Math.max(0, turn - counted);
    this.#mostTurns = Math.max(this.#mostTurns, turn);
  }

  /** Share of the gross saving that is left when the cache's writes are paid for. */
  get net(): number {
    return this.gross > 0 ? 1 - this.premium / this.gross : 0;
  }

  describe(): GroupDescription {
    const { id, label, model } = this.place;
    const hasTurns = this.#conversations > 0;
    return {
      id: `${this.kind}/${id}`,
      label: label(),
      columns: {
        kind: this.kind,
        model,
        conversations: hasTurns ? this.#conversations : null,
        turns: hasTurns ? Math.round(this.#turns / this.#conversations) : null,
        mostTurns: hasTurns ? this.#mostTurns : null,
        resent: this.#resent,
        share: this.#prompt === 0 ? null : this.#resent / this.#prompt,
        truncated: this.#truncated,
        summarised: Math.round(this.#resent * (1 - this.#rules.summaryShare)),
      },
      fix: this.#fix(),
    };
  }

  #fix(): string {
    const last = `Send the last ${this.#rules.keepTokens} tokens of the conversation, and a summary in place of what came before`;
    switch (this.kind) {
      case 'cacheable':
      case 'cacheable, mostly cached':
        return this.place.isExplicit
          ? `Put \`cache_control: {"type": "ephemeral"}\` on the last message of each request, so that the next turn reads the conversation from the cache of ${this.place.model}.`
          : `Send the conversation to ${this.place.provider} unchanged and from its beginning, with the same \`prompt_cache_key\` in each turn where the API has one, so that ${this.place.model} reads it from its cache.`;
      case 'cacheable, usage not logged':
      case 'cacheable, caching not logged':
        return 'Log the cached tokens of the usage: whether the provider served the conversation from its cache cannot be told without.';
      case 'changed beginning':
        return `Keep what stands before the conversation the same in every turn, dates and ids last, so that it can be cached. ${last}.`;
      case 'other model':
        return `Keep a conversation on one model: the cache of another does not have it. ${last}.`;
      default:
        return `${last}.`;
    }
  }
}
