import type { Call } from '../model/call.ts';

/**
 * What calls are attributed to where they name no feature: the fixed part that many prompts share (system prompt, tools, the
 * unchanging words of the user's message). All turns of a conversation belong to the template of its beginning. Numbers are
 * dense from 0 and good for one analysis; ids are stable.
 */
export interface Templates {
  /** -1 for a call without a prompt. All prompts that share nothing fixed (free chat) have one number, whose id is ''. */
  of(call: Call): number;
  /** The same on every machine and in every run over the same prompts; '' for prompts that share nothing fixed. */
  id(template: number): string;
  /** A readable line: what is fixed, the varying parts marked `<*>`; '' where no words of it are known. */
  label(template: number): string;
}
