import type { Source } from '../contracts/source.ts';
import { anthropic } from './anthropic.ts';
import { generic } from './generic.ts';
import { openai } from './openai.ts';
import { trace } from './trace.ts';

/** Every log format, in the order in which equal scores are settled; the last takes what no other knows. */
export const sources: readonly Source[] = [openai, anthropic, trace, generic];
