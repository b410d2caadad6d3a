import type { WhatIfWish } from '../../contracts/explorer.ts';
import type { AuditRequest } from '../../engine/audit-request.ts';

/** What an engine beside the program is started with. */
export interface EngineSetup {
  readonly request: AuditRequest;
  /** Numbers that both sides see at once, by URGENT. */
  readonly urgent: SharedArrayBuffer;
}

/** Places in `urgent`, a number of 32 bits each: messages wait while the engine works, these do not. */
export const URGENT = {
  /** Number of the latest what-if; work on an earlier one is broken off. */
  wish: 0,
  /** Questions so far; work that nobody waits for is broken off for each. */
  questions: 1,
} as const;

export const URGENT_BYTES = 4 * Object.keys(URGENT).length;

/** What is asked; `job` names the answer. */
export type Question = { readonly job: number } & (
  | { readonly ask: 'open' | 'models' | 'close' }
  /** `number`: how many what-ifs were asked before, and this one. */
  | { readonly ask: 'whatIf'; readonly wish: WhatIfWish; readonly number: number }
  | { readonly ask: 'expect'; readonly wishes: readonly WhatIfWish[] }
  | { readonly ask: 'calls'; readonly what: string }
  | { readonly ask: 'call'; readonly index: number }
);

/** What is answered: a piece of what is told on the way, the answer, or why there is none. */
export type Reply = { readonly job: number } & (
  | { readonly told: unknown }
  | { readonly answer: unknown }
  | { readonly error: EngineError }
);

/** `isInput`: what the user can put right. `stack` where the program is at fault. */
export interface EngineError {
  readonly message: string;
  readonly isInput: boolean;
  readonly stack?: string;
}
