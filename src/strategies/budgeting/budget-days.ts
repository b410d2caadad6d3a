import type { View } from '../../model/replayed.ts';
import { type Clock, dayName, MINUTE_MS } from '../../patterns/calendar/clock.ts';
import type { Budget, BudgetLimits } from './budget.ts';

const MOST_DAYS = 400;

interface Day {
  readonly day: number;
  tokens: number;
  usd: number;
  /** Calls that found no room. */
  over: number;
  hoursOver: number;
  lastHourOver: number;
  /** When the first call of the day found no room, on the zone's clocks; null when none did. */
  firstOver: string | null;
}

/** What was used day by day, and when there was no room; of very many days the last. */
export class BudgetDays {
  readonly #clock: Clock;
  readonly #days: Day[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  used({ day }: Budget, tokens: number, usd: number): void {
    const row = this.#row(day);
    row.tokens += tokens;
    row.usd += usd;
  }

  /** A call came at the budget's time and found no room. */
  over({ day, hour, time }: Budget): void {
    const row = this.#row(day);
    row.over++;
    if (row.lastHourOver !== hour) row.hoursOver++;
    row.lastHourOver = hour;
    if (row.firstOver !== null) return;
    const minute = Math.floor((time - hour) / MINUTE_MS);
    row.firstOver = this.#clock.label(time).replace(/00$/, String(minute).padStart(2, '0'));
  }

  view({ dailyTokens, dailyUsd }: BudgetLimits, mode: string): View {
    return {
      id: 'budget-days',
      title: 'Use of the budget by day',
      columns: [
        { key: 'day', label: 'Day', kind: 'text' },
        { key: 'tokens', label: 'Tokens used', kind: 'tokens' },
        { key: 'tokenLimit', label: 'Token budget', kind: 'tokens' },
        { key: 'usd', label: 'Used', kind: 'usd' },
        { key: 'usdLimit', label: 'Budget', kind: 'usd' },
        { key: 'over', label: mode === 'refuse' ? 'Refused' : 'Held back', kind: 'count' },
        { key: 'hoursOver', label: 'Hours without room', kind: 'count' },
        { key: 'firstOver', label: 'First without room', kind: 'text' },
      ],
      rows: this.#days.map(({ day, tokens, usd, over, hoursOver, firstOver }) => ({
        day: dayName(day),
        tokens,
        tokenLimit: dailyTokens === 0 ? null : dailyTokens,
        usd,
        usdLimit: dailyUsd === 0 ? null : dailyUsd,
        over,
        hoursOver,
        firstOver,
      })),
    };
  }

  #row(day: number): Day {
    let row = this.#days.at(-1);
    if (row?.day === day) return row;
    row = { day, tokens: 0, usd: 0, over: 0, hoursOver: 0, lastHourOver: Number.NaN, firstOver: null };
    if (this.#days.push(row) > MOST_DAYS) this.#days.shift();
    return row;
  }
}
