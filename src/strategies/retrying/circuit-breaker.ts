import { Outcomes } from './outcomes.ts';

/**
 * The second article's circuit breaker: failures in a row open it; for a while after the last of them nothing passes; then
 * one call is let through, and its outcome closes or reopens it. An answer closes it at any time. Where the article lets
 * every call pass until that outcome is known, this one lets a single call pass, as its comment says; another one follows
 * when nothing has come of it for as long again.
 */
export class CircuitBreaker {
  readonly #threshold: number;
  readonly #openMs: number;
  readonly #underWay = new Outcomes();
  #failures = 0;
  #isOpen = false;
  /** While open: when the next call may pass, in UTC ms. */
  #until = 0;
  /** Times that it went from closed to open. */
  opened = 0;

  constructor(threshold: number, openMs: number) {
    this.#threshold = threshold;
    this.#openMs = openMs;
  }

  /** Whether a call may be sent at `time` (UTC ms), which must not go back; one that may is taken to be sent. */
  admits(time: number): boolean {
    while (this.#underWay.next <= time) this.#learn(this.#underWay.next, this.#underWay.take());
    if (!this.#isOpen) return true;
    if (time < this.#until) return false;
    this.#until = time + this.#openMs;
    return true;
  }

  /** The outcome of a call that it admitted. */
  sent(end: number, failed: boolean): void {
    this.#underWay.add(end, failed);
  }

  #learn(end: number, failed: boolean): void {
    if (!failed) {
      this.#failures = 0;
      this.#isOpen = false;
      return;
    }
    this.#failures++;
    if (this.#failures < this.#threshold) return;
    if (!this.#isOpen) this.opened++;
    this.#isOpen = true;
    this.#until = end + this.#openMs;
  }
}
