import alibaba from '../data/alibaba.json' with { type: 'json' };
import amazonBedrock from '../data/amazon-bedrock.json' with { type: 'json' };
import anthropic from '../data/anthropic.json' with { type: 'json' };
import cerebras from '../data/cerebras.json' with { type: 'json' };
import cohere from '../data/cohere.json' with { type: 'json' };
import deepinfra from '../data/deepinfra.json' with { type: 'json' };
import deepseek from '../data/deepseek.json' with { type: 'json' };
import globalApis from '../data/global-apis.json' with { type: 'json' };
import google from '../data/google.json' with { type: 'json' };
import groq from '../data/groq.json' with { type: 'json' };
import holysheep from '../data/holysheep.json' with { type: 'json' };
import meta from '../data/meta.json' with { type: 'json' };
import minimax from '../data/minimax.json' with { type: 'json' };
import mistral from '../data/mistral.json' with { type: 'json' };
import moonshotai from '../data/moonshotai.json' with { type: 'json' };
import openai from '../data/openai.json' with { type: 'json' };
import openrouter from '../data/openrouter.json' with { type: 'json' };
import perplexity from '../data/perplexity.json' with { type: 'json' };
import together from '../data/together.json' with { type: 'json' };
import xai from '../data/xai.json' with { type: 'json' };
import zai from '../data/zai.json' with { type: 'json' };
import type { PriceRow } from './price-row.ts';

/** Every price period of the built-in table, provider by provider, each provider's newest models first. */
export const TABLE: readonly PriceRow[] = [
  ...openai,
  ...anthropic,
  ...google,
  ...deepseek,
  ...xai,
  ...mistral,
  ...moonshotai,
  ...minimax,
  ...zai,
  ...alibaba,
  ...openrouter,
  ...groq,
  ...cohere,
  ...amazonBedrock,
  ...meta,
  ...together,
  ...deepinfra,
  ...cerebras,
  ...perplexity,
  ...holysheep,
  ...globalApis,
];
