import type { StrategyContext } from '../../contracts/strategy.ts';
import { type CallPass, type ReplayResult, replayEach } from './replay.ts';
import type { Choice } from './replay-entry.ts';
import type { ReplayOptions } from './replay-options.ts';

/** Up to this many strategies all orders are replayed, 24 at most. */
const ALL_ORDERS_UP_TO = 4;

/** Orders in one pass over the log: fewer passes, but each order holds the memory of its strategies. */
const AT_ONCE = 6;

/** Part of the cost before that an order must save beyond another to be better: less is the noise of summing. */
const LEAST_GAIN = 1e-9;

export interface BestOrder {
  readonly choices: readonly Choice[];
  /** Orders that were replayed, those of a part of the strategies included. */
  readonly tried: number;
}

/**
 * The order of the strategies that saves most of those tried, not counting what refused calls would have cost, the given one
 * among equals; it never saves less than the given one. All orders of up to four strategies are tried. Of more, those that change nothing, neither alone nor in the given
 * order, are put last; when up to four are left, all orders of these are tried, else they are inserted one after the other
 * where they save most, beginning with what saves most alone, and then neighbours are swapped as long as a swap saves more
 * (the heuristic of M. Nawaz, E. E. Enscore, I. Ham, Omega 11 (1983), followed by a local search).
 */
export function bestOrder(
  choices: readonly Choice[],
  context: StrategyContext,
  pass: CallPass,
  options: ReplayOptions,
): BestOrder {
  const search = new OrderSearch(choices, context, pass, options);
  if (choices.length < 2) return { choices, tried: 1 };
  const given = search.start();
  if (choices.length <= ALL_ORDERS_UP_TO) search.tryAll(permutations(choices).slice(1));
  else {
    const { movers, rest } = byEffect(choices, given);
    if (movers.length <= ALL_ORDERS_UP_TO)
      search.tryAll(permutations(movers).map((part) => [...part, ...rest]));
    else search.improve([...search.inserted(movers), ...rest]);
  }
  return { choices: search.best, tried: search.tried };
}

class OrderSearch {
  readonly #context: StrategyContext;
  readonly #pass: CallPass;
  readonly #options: ReplayOptions;
  best: readonly Choice[];
  #bestUsd = 0;
  tried = 0;

  constructor(
    given: readonly Choice[],
    context: StrategyContext,
    pass: CallPass,
    { reprice }: ReplayOptions,
  ) {
    this.#context = context;
    this.#pass = pass;
    this.#options = { onlySequence: true, ...(reprice !== undefined && { reprice }) };
    this.best = given;
  }

  /** Replays the given order, which all others are measured by, and each strategy alone. */
  start(): ReplayResult {
    const [given] = this.#replay([this.best], { ...this.#options, onlySequence: false });
    this.#bestUsd = servedUsd(given!);
    return given!;
  }

  /** Whole or partial orders, a few in each pass. */
  #replay(orders: readonly (readonly Choice[])[], options = this.#options): readonly ReplayResult[] {
    const results: ReplayResult[] = [];
    for (let i = 0; i < orders.length; i += AT_ONCE) {
      const some = orders.slice(i, i + AT_ONCE).map((order) => order.map(withoutSweeps));
      results.push(...replayEach(some, this.#context, this.#pass, options));
    }
    this.tried += orders.length;
    return results;
  }

  /** Replays whole orders and keeps the best; true when one of them is better than all before. */
  tryAll(orders: readonly (readonly Choice[])[]): boolean {
    let isBetter = false;
    this.#replay(orders).forEach((result, i) => {
      const savedUsd = servedUsd(result);
      if (savedUsd <= this.#bestUsd + LEAST_GAIN * result.combined.beforeUsd) return;
      this.#bestUsd = savedUsd;
      this.best = orders[i]!;
      isBetter = true;
    });
    return isBetter;
  }

  /** One after the other where it saves most, the last of equal places. */
  inserted(movers: readonly Choice[]): readonly Choice[] {
    return movers.reduce<readonly Choice[]>((order, choice) => {
      if (order.length === 0) return [choice];
      const places = Array.from({ length: order.length + 1 }, (_, at) =>
        order.toSpliced(order.length - at, 0, choice),
      );
      const saved = this.#replay(places).map(servedUsd);
      return places[saved.indexOf(Math.max(...saved))]!;
    }, []);
  }

  /** Tries an order, then swaps neighbours of the best one as long as that makes it better. */
  improve(order: readonly Choice[]): void {
    this.tryAll([order]);
    while (this.tryAll(swaps(this.best)));
  }
}

/** What orders are compared by. Refusing calls makes a bill smaller too; an order must not win by refusing more of them. */
function servedUsd({ combined: { savedUsd, unservedUsd } }: ReplayResult): number {
  return savedUsd - unservedUsd;
}

function withoutSweeps(choice: Choice): Choice {
  return { ...choice, sweeps: [] };
}

/** What changes anything alone or in this order, most savings alone first, and the others as they stand. */
function byEffect(
  choices: readonly Choice[],
  { strategies }: ReplayResult,
): { readonly movers: readonly Choice[]; readonly rest: readonly Choice[] } {
  // Other prices are a first step that is no choice.
  const results = strategies.slice(strategies.length - choices.length);
  const hasEffect = choices.map((_, i) => results[i]!.status === 'found');
  const places = [...choices.keys()].sort(
    (a, b) => results[b]!.aloneSavedUsd - results[a]!.aloneSavedUsd || a - b,
  );
  return {
    movers: places.filter((i) => hasEffect[i]).map((i) => choices[i]!),
    rest: choices.filter((_, i) => !hasEffect[i]),
  };
}

/** All orders, the given one first. */
function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

function swaps<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: items.length - 1 }, (_, i) => items.toSpliced(i, 2, items[i + 1]!, items[i]!));
}
