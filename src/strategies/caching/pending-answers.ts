/** An answer on its way into the cache. */
export interface Answer {
  /** Number of the request that it answers. */
  readonly slot: number;
  /** UTC milliseconds at which it was complete; NaN without a time. */
  readonly doneAt: number;
  /** Place of its call in time order: what is complete at the same time is stored in this order. */
  readonly index: number;
  /** Number of the user whom it was given to; 0 when the log names none. */
  readonly user: number;
  /** Identity of its text; 0 when the log has none. */
  readonly response: number;
  /** It ended by itself: neither cut at a limit nor withheld by a filter. */
  readonly isWhole: boolean;
}

/** Answers whose calls are still under way, the one that is complete first on top: a binary heap. */
export class PendingAnswers {
  readonly #heap: Answer[] = [];

  add(answer: Answer): void {
    const heap = this.#heap;
    let at = heap.push(answer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(answer, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = answer;
  }

  /** Takes out the next one that is complete at `time`; undefined when none is. */
  take(time: number): Answer | undefined {
    const heap = this.#heap;
    const top = heap[0];
    if (top === undefined || top.doneAt > time) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    return top;
  }

  #sink(answer: Answer): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, answer)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = answer;
  }
}

function isBefore(a: Answer, b: Answer): boolean {
  return a.doneAt < b.doneAt || (a.doneAt === b.doneAt && a.index < b.index);
}
