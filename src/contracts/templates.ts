import type { Call } from '../model/call.ts';

/**
 * What calls are attributed to where they name no feature: the fixed part that many prompts share (system prompt, tools, the
 * unchanging words of the user's message). Numbers are dense from 0 and good for one analysis; ids are stable.
 */
export interface Templates {
  /** -1 for a call without a prompt. */
  of(call: Call): number;
  /** The same on every machine and in every run over the same prompts. */
  id(template: number): string;
  /** A readable line: what is fixed, the varying parts marked. */
  label(template: number): string;
}
