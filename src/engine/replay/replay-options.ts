import type { LogSpan } from '../log/log-window.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Reprice } from './repricing.ts';

export interface ReplayOptions {
  /** Also replays assumed values at either end of what is likely. */
  readonly ranges?: boolean;
  /** Other prices that everything is replayed at: a step of its own before the first strategy. */
  readonly reprice?: Reprice;
  /** Replays the sequence and nothing beside it: what a strategy says to save alone is then what it saves in its place. */
  readonly onlySequence?: boolean;
  /** Of the log, where the calls are some of it. */
  readonly span?: LogSpan;
  /** With `onlySequence`: the first strategies are not replayed, they are what they were there. */
  readonly from?: Checkpoint;
  /** With `onlySequence`: makes checkpoints of what the first strategies of these numbers leave, which `keep` is given. */
  readonly record?: { readonly at: readonly number[]; keep(checkpoint: Checkpoint): void };
}
