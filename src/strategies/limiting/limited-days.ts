import type { View } from '../../model/replayed.ts';

const MOST_DAYS = 400;

interface Day {
  delayed: number;
  /** Milliseconds. */
  longest: number;
  avoided: number;
}

/** What the limit did, day by day; of very many days the last. */
export class LimitedDays {
  readonly #days = new Map<string, Day>();

  delayed(day: string, delay: number): void {
    const row = this.#row(day);
    row.delayed++;
    row.longest = Math.max(row.longest, delay);
  }

  avoided(day: string): void {
    this.#row(day).avoided++;
  }

  view(): View {
    return {
      id: 'limited-days',
      title: 'Days on which calls wait',
      columns: [
        { key: 'day', label: 'Day', kind: 'text' },
        { key: 'delayed', label: 'Delayed', kind: 'count' },
        { key: 'longest', label: 'Longest delay', kind: 'ms' },
        { key: 'avoided', label: '429s avoided', kind: 'count' },
      ],
      rows: [...this.#days].map(([day, row]) => ({ day, ...row })),
    };
  }

  #row(day: string): Day {
    let row = this.#days.get(day);
    if (row === undefined) {
      row = { delayed: 0, longest: 0, avoided: 0 };
      this.#days.set(day, row);
      if (this.#days.size > MOST_DAYS) {
        for (const oldest of this.#days.keys()) {
          this.#days.delete(oldest);
          break;
        }
      }
    }
    return row;
  }
}
