import type { AnyOptionValues } from '../../contracts/option.ts';
import type { LitellmDraft } from './litellm-draft.ts';

/** Puts one strategy of a scenario, with all its options, into a proxy's configuration. */
export type LitellmPart = (options: AnyOptionValues, draft: LitellmDraft) => void;
