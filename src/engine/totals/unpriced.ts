import type { Call } from '../../model/call.ts';
import type { Warning } from '../../model/report.ts';
import { billedTokens } from '../../model/usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';

/** Reasons listed one by one; the rest are one line. */
const REASONS_SHOWN = 20;

/** Collects why calls have no price, one warning a reason, and what is uncertain about the prices that were used. */
export class PriceNotes {
  readonly #book: PriceBook;
  readonly #unpriced = new Map<string, { calls: number; tokens: number }>();
  readonly #caveats = new Map<string, number>();
  readonly #asked = new Map<string, Map<string, readonly string[]>>();
  #unknownUsage = 0;

  constructor(book: PriceBook) {
    this.#book = book;
  }

  addUnpriced(call: Call): void {
    if (call.usageBasis === 'none') {
      this.#unknownUsage++;
      return;
    }
    const { reason } = this.#book.price(call);
    const text = call.model === '' ? 'the log names no model; say which with --model' : reason;
    const sum = this.#unpriced.get(text) ?? { calls: 0, tokens: 0 };
    this.#unpriced.set(text, { calls: sum.calls + 1, tokens: sum.tokens + billedTokens(call.usage) });
  }

  /** Looks at the caveats once per model, provider and tier, and counts the calls they concern. */
  addPriced(call: Call): void {
    let byProvider = this.#asked.get(call.model);
    if (byProvider === undefined) {
      byProvider = new Map();
      this.#asked.set(call.model, byProvider);
    }
    const key = call.tier === 'standard' ? call.provider : `${call.provider} ${call.tier}`;
    let caveats = byProvider.get(key);
    if (caveats === undefined) {
      caveats = this.#book.price(call).caveats;
      byProvider.set(key, caveats);
    }
    for (const caveat of caveats) this.#caveats.set(caveat, (this.#caveats.get(caveat) ?? 0) + 1);
  }

  warnings(): Warning[] {
    const warnings: Warning[] = [];
    const reasons = [...this.#unpriced].sort(([, a], [, b]) => b.tokens - a.tokens);
    for (const [text, { calls }] of reasons.slice(0, REASONS_SHOWN))
      warnings.push({ code: 'unpriced', text, count: calls });
    const rest = reasons.slice(REASONS_SHOWN);
    if (rest.length > 0) {
      const count = rest.reduce((sum, [, { calls }]) => sum + calls, 0);
      warnings.push({ code: 'unpriced', text: `${rest.length} further reasons`, count });
    }
    if (this.#unknownUsage > 0) {
      const text = 'successful calls with neither usage nor text: their cost is unknown and not in the total';
      warnings.push({ code: 'unknown-usage', text, count: this.#unknownUsage });
    }
    for (const [text, count] of this.#caveats) warnings.push({ code: 'uncertain-price', text, count });
    return warnings;
  }
}
