/** Output of one call that nobody needed. */
export interface VerboseClaim {
  readonly index: number;
  /** Avoidable output tokens. */
  readonly tokens: number;
  /** All output tokens of the call. */
  readonly output: number;
  /** What is too long, in tokens: the answer, or its reasoning. */
  readonly length: number;
}
