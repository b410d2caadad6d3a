import type { Source } from '../contracts/source.ts';
import { anthropic } from './apis/anthropic.ts';
import { openai } from './apis/openai.ts';
import { generic } from './generic.ts';
import { trace } from './research/trace.ts';

/** Every log format, in the order in which equal scores are settled; the last takes what no other knows. */
export const sources: readonly Source[] = [openai, anthropic, trace, generic];
