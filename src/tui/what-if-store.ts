import type { Explorer, Opened, WhatIfAnswer, WhatIfWish } from './explorer.ts';

export interface WhatIfState {
  /** What is wished now; the answer may still be that of an earlier wish. */
  readonly wish: WhatIfWish;
  readonly answer: WhatIfAnswer;
  readonly isPending: boolean;
  /** One line; the last wish had no answer. */
  readonly error: string | undefined;
}

/** The what-if of all screens: one wish at a time, of which only the latest is answered. */
export class WhatIfStore {
  readonly #explorer: Pick<Explorer, 'whatIf'>;
  readonly #listeners = new Set<() => void>();
  #state: WhatIfState;

  constructor(explorer: Pick<Explorer, 'whatIf'>, { wish, report }: Pick<Opened, 'wish' | 'report'>) {
    const { strategies, combined, monthly } = report;
    this.#explorer = explorer;
    this.#state = {
      wish,
      answer: { wish, strategies, combined, monthly },
      isPending: false,
      error: undefined,
    };
  }

  readonly state = (): WhatIfState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(wish: WhatIfWish): void {
    this.#set({ ...this.#state, wish, isPending: true, error: undefined });
    this.#explorer.whatIf(wish).then(
      (answer) => {
        if (answer !== undefined && this.#state.wish === wish)
          this.#set({ wish, answer, isPending: false, error: undefined });
      },
      (error: unknown) => {
        if (this.#state.wish !== wish) return;
        const text = error instanceof Error ? error.message : String(error);
        this.#set({ ...this.#state, isPending: false, error: text });
      },
    );
  }

  #set(state: WhatIfState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
