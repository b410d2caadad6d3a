import type { Calendar } from '../../contracts/calendar.ts';
import type { ColumnValue } from '../../model/column.ts';
import type { Metric, View } from '../../model/replayed.ts';

/** Longer logs show their last days. */
const MOST_DAYS = 400;

interface Day {
  readonly day: string;
  lookUps: number;
  hits: number;
}

/** Counts look-ups and hits, in all and by day. */
export class HitCounts {
  readonly #calendar: Calendar;
  readonly #days = new Map<string, Day>();
  #lastDay: Day | undefined;
  #lookUps = 0;
  #hits = 0;
  #usd = 0;
  #hitUsd = 0;
  #named = 0;
  #crossed = 0;
  #answered = 0;
  #otherAnswers = 0;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  get crossed(): number {
    return this.#crossed;
  }

  /** `costUsd`: of the call as it was; NaN when it has no price. */
  lookUp(time: number, costUsd: number, isHit: boolean): void {
    const day = this.#day(this.#calendar.day(time));
    const usd = Number.isNaN(costUsd) ? 0 : costUsd;
    this.#lookUps++;
    this.#usd += usd;
    day.lookUps++;
    if (!isHit) return;
    this.#hits++;
    this.#hitUsd += usd;
    day.hits++;
  }

  /** Numbers of who asked before and who asks now, hashes of the answer given and the one that the log has; 0 for unknown. */
  compare(userBefore: number, user: number, given: number, logged: number): void {
    if (userBefore !== 0 && user !== 0) {
      this.#named++;
      if (userBefore !== user) this.#crossed++;
    }
    if (given !== 0 && logged !== 0) {
      this.#answered++;
      if (given !== logged) this.#otherAnswers++;
    }
  }

  metrics(): readonly Metric[] {
    const hits = this.#hits;
    const known = (value: number, among: number): number | null => (hits > 0 && among === 0 ? null : value);
    return [
      { key: 'lookUps', label: 'Look-ups', kind: 'count', value: this.#lookUps },
      { key: 'hits', label: 'Hits', kind: 'count', value: hits },
      { key: 'hitRatio', label: 'Hit ratio', kind: 'percent', value: share(hits, this.#lookUps) },
      {
        key: 'hitCostShare',
        label: 'Share of the cost that hits had',
        kind: 'percent',
        value: share(this.#hitUsd, this.#usd),
      },
      {
        key: 'crossUserHits',
        label: "Hits with another user's answer",
        kind: 'count',
        value: known(this.#crossed, this.#named),
      },
      {
        key: 'crossUserShare',
        label: 'Their share of hits where both users are known',
        kind: 'percent',
        value: share(this.#crossed, this.#named),
      },
      {
        key: 'otherAnswers',
        label: "Hits where the log's own answer is another",
        kind: 'count',
        value: known(this.#otherAnswers, this.#answered),
      },
    ];
  }

  /** By day in time order; before them calls without a time, in a row without a day. */
  view(): View {
    const days = [...this.#days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
    const title =
      days.length > MOST_DAYS ? `Hits by day (the last ${MOST_DAYS} of ${days.length})` : 'Hits by day';
    return {
      id: 'hits-by-day',
      title,
      columns: [
        { key: 'day', label: 'Day', kind: 'text' },
        { key: 'lookUps', label: 'Look-ups', kind: 'count' },
        { key: 'hits', label: 'Hits', kind: 'count' },
        { key: 'hitRatio', label: 'Hit ratio', kind: 'percent' },
      ],
      rows: days.slice(-MOST_DAYS).map(({ day, lookUps, hits }): Record<string, ColumnValue> => {
        return { day: day === '' ? null : day, lookUps, hits, hitRatio: share(hits, lookUps) };
      }),
    };
  }

  #day(name: string): Day {
    if (this.#lastDay?.day === name) return this.#lastDay;
    let day = this.#days.get(name);
    if (day === undefined) {
      day = { day: name, lookUps: 0, hits: 0 };
      this.#days.set(name, day);
    }
    this.#lastDay = day;
    return day;
  }
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
