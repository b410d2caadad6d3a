import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Metric } from '../../model/replayed.ts';
import { NO_TOKENS, promptTokens, type TokenCounts } from '../../model/usage.ts';

const MONTH_DAYS = 30;
const HOUR_MS = 3_600_000;

/** A server of one's own: its tokens cost nothing, it costs the same every month, once any call goes there. */
export class LocalServer {
  readonly #usdPerMonth: number;
  readonly #contextWindow: number;
  #calls = 0;
  #tokens = 0;
  #savedUsd = 0;
  #days = Number.NaN;
  #hour = Number.NaN;
  #inHour = 0;
  #peak = 0;

  /** `contextWindow` in tokens; 0 is unlimited. */
  constructor(usdPerMonth: number, contextWindow: number) {
    this.#usdPerMonth = usdPerMonth;
    this.#contextWindow = contextWindow;
  }

  /** The call's tokens there, its whole prompt as plain input; undefined when it does not fit. */
  usage({ usage, original }: PlannedCall): TokenCounts | undefined {
    const input = promptTokens(usage);
    const reserved = Math.max(original.maxOutputTokens, usage.output);
    if (this.#contextWindow > 0 && input + reserved > this.#contextWindow) return undefined;
    return { ...NO_TOKENS, input, output: usage.output, reasoning: usage.reasoning };
  }

  /** `savedUsd`: what the call does not cost any more. */
  count({ original, usage }: PlannedCall, savedUsd: number): void {
    this.#calls++;
    this.#tokens += promptTokens(usage) + usage.output;
    this.#savedUsd += savedUsd;
    const hour = Math.floor(original.time / HOUR_MS);
    this.#inHour = hour === this.#hour ? this.#inHour + 1 : 1;
    this.#hour = hour;
    if (!Number.isNaN(hour) && this.#inHour > this.#peak) this.#peak = this.#inHour;
  }

  /** US dollars for a log of `days`; NaN when these are not known, or when the log is one moment, of which no month can be told. */
  standingUsd(days: number): number {
    this.#days = days;
    if (this.#calls === 0 || this.#usdPerMonth === 0) return 0;
    return days > 0 ? (this.#usdPerMonth * days) / MONTH_DAYS : Number.NaN;
  }

  metrics(): readonly Metric[] {
    const perMonth = (amount: number): number | null =>
      this.#days > 0 ? Math.round((amount * MONTH_DAYS) / this.#days) : null;
    const breakEven = (amount: number): number | null =>
      this.#savedUsd > 0 ? Math.ceil((amount * this.#usdPerMonth) / this.#savedUsd) : null;
    return [
      { key: 'localCalls', label: 'calls to the local model', kind: 'count', value: this.#calls },
      { key: 'localTokens', label: 'tokens of the local model', kind: 'tokens', value: this.#tokens },
      {
        key: 'localPeakCallsPerHour',
        label: 'calls to the local model in its busiest hour',
        kind: 'count',
        value: this.#peak > 0 ? this.#peak : null,
      },
      {
        key: 'localCallsPerMonth',
        label: 'calls to the local model in 30 days',
        kind: 'count',
        value: perMonth(this.#calls),
      },
      {
        key: 'breakEvenCallsPerMonth',
        label: 'such calls in 30 days that pay for the server',
        kind: 'count',
        value: breakEven(this.#calls),
      },
      {
        key: 'breakEvenTokensPerMonth',
        label: 'their tokens in 30 days that pay for the server',
        kind: 'tokens',
        value: breakEven(this.#tokens),
      },
    ];
  }
}
