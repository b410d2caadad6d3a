/**
 * Most names of one kind that are told apart. Beyond it the half that spent least is let go, so that what is said of a
 * name can only be too little: a name that spends half of everything cannot get lost.
 */
const MOST_SUBJECTS = 100_000;

/** What one user, feature or key spent. US dollars. */
export interface Spend {
  readonly name: string;
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
  /** In the last full week and in the one before. */
  readonly weekUsd: number;
  readonly previousUsd: number;
  readonly weekCalls: number;
}

/** Adds up what each name of one kind spends, in all and week by week. Calls come in the order of time. */
export class Subjects {
  #tallies = new Map<string, Tally>();
  readonly #most: number;
  #isCut = false;

  constructor(most = MOST_SUBJECTS) {
    this.#most = most;
  }

  /** Whether names have been let go. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** How many names are told apart; of more, the ones that are left. */
  get size(): number {
    return this.#tallies.size;
  }

  /** `week` is the number of the week, NaN when the call has no time. */
  add(name: string, tokens: number, usd: number, week: number): void {
    let tally = this.#tallies.get(name);
    if (tally === undefined) {
      if (this.#tallies.size >= this.#most) this.#letGo();
      tally = new Tally();
      this.#tallies.set(name, tally);
    }
    tally.add(tokens, usd, week);
  }

  /** Every name that is left; `fullWeek` is the number of the last week that the log holds to its end. */
  *spends(fullWeek: number): Iterable<Spend> {
    for (const [name, tally] of this.#tallies) {
      const { calls, tokens, usd } = tally;
      const week = tally.week(fullWeek);
      const previousUsd = tally.week(fullWeek - 1).usd;
      yield { name, calls, tokens, usd, weekUsd: week.usd, weekCalls: week.calls, previousUsd };
    }
  }

  #letGo(): void {
    this.#isCut = true;
    const all = [...this.#tallies].sort(([, a], [, b]) => b.usd - a.usd);
    this.#tallies = new Map(all.slice(0, this.#most >> 1));
  }
}

interface Week {
  readonly usd: number;
  readonly calls: number;
}

const NO_WEEK: Week = { usd: 0, calls: 0 };

/** Of one name, with the week of its latest call and the two before that one. */
class Tally {
  calls = 0;
  tokens = 0;
  usd = 0;
  #now = Number.NaN;
  #weekUsd = 0;
  #weekCalls = 0;
  #before: Week = NO_WEEK;
  #earlier: Week = NO_WEEK;

  add(tokens: number, usd: number, week: number): void {
    this.calls++;
    this.tokens += tokens;
    this.usd += usd;
    if (Number.isNaN(week)) return;
    if (week !== this.#now) this.#turnTo(week);
    this.#weekUsd += usd;
    this.#weekCalls++;
  }

  week(number: number): Week {
    const back = this.#now - number;
    if (back === 0) return { usd: this.#weekUsd, calls: this.#weekCalls };
    return back === 1 ? this.#before : back === 2 ? this.#earlier : NO_WEEK;
  }

  #turnTo(week: number): void {
    const earlier = this.week(week - 2);
    this.#before = this.week(week - 1);
    this.#earlier = earlier;
    this.#now = week;
    this.#weekUsd = 0;
    this.#weekCalls = 0;
  }
}
