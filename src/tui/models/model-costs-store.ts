import type { Explorer, ModelCost } from '../explorer.ts';
import { byCost } from './compared-cost.ts';

export interface ModelCostsState {
  /** As far as they are known, the cheapest first. */
  readonly costs: readonly ModelCost[];
  readonly isRunning: boolean;
  /** One line; what is missing will not come. */
  readonly error: string | undefined;
}

/** What the calls would cost on each model: asked for once, when somebody looks, and kept. */
export class ModelCostsStore {
  readonly #explorer: Pick<Explorer, 'models'>;
  readonly #listeners = new Set<() => void>();
  readonly #byModel = new Map<string, ModelCost>();
  #isStarted = false;
  #state: ModelCostsState = { costs: [], isRunning: true, error: undefined };

  constructor(explorer: Pick<Explorer, 'models'>) {
    this.#explorer = explorer;
  }

  readonly state = (): ModelCostsState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#explorer
      .models((costs) => this.#add(costs))
      .then(
        () => this.#set({ ...this.#state, isRunning: false }),
        (error: unknown) => {
          const text = error instanceof Error ? error.message : String(error);
          this.#set({ ...this.#state, isRunning: false, error: text });
        },
      );
  }

  /** A model may be told of again, with the others. */
  #add(costs: readonly ModelCost[]): void {
    for (const cost of costs) this.#byModel.set(JSON.stringify([cost.provider, cost.model, cost.tier]), cost);
    this.#set({ ...this.#state, costs: [...this.#byModel.values()].sort(byCost) });
  }

  #set(state: ModelCostsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
