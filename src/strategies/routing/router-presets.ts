import type { Preset } from '../../contracts/strategy.ts';

/** The articles' models, at their own resellers' claimed prices where these name an input and an output price. */
const HYBRID = { allowReasoning: true, reasoningFactor: 1 } as const;

export const ROUTER_PRESETS = {
  'first-article': {
    describe:
      "The first article's task map and output multipliers, at its reseller's claimed prices; its models reason, and it takes their answers to be as long.",
    options: {
      tasks:
        'classification=deepseek-v3.2, extraction=deepseek-v3.2, summarization=deepseek-v3.2, translation=gemini-2.5-flash, ' +
        'analysis=gemini-2.5-flash, reasoning=gpt-4.1, creative=gpt-4.1, *=gemini-2.5-flash',
      outputShares:
        'classification=0.02, extraction=0.15, summarization=0.25, translation=0.35, analysis=0.5, reasoning=0.8, creative=1, *=0.5',
      provider: 'holysheep',
      ceilingUsd: 1000,
      ...HYBRID,
    },
  },
  'second-article': {
    describe:
      "The second article's tiers with a ceiling of $0.05 a request and DeepSeek V3.2 to fall back on, at its reseller's claimed prices.",
    options: {
      trivial: 'deepseek-v3.2',
      standard: 'gemini-2.5-flash,deepseek-v3.2',
      complex: 'gpt-4.1,gemini-2.5-flash,deepseek-v3.2',
      expert: 'claude-sonnet-4.5,gpt-4.1,deepseek-v3.2',
      ceilingUsd: 0.05,
      provider: 'holysheep',
      ...HYBRID,
    },
  },
  'third-article': {
    describe:
      "The third article's task map at the makers' list prices: its reseller names no input prices; deepseek-reasoner has had no price since August 2026.",
    options: {
      tasks:
        'simple_chat=deepseek-v4-flash, code_gen=deepseek-coder, classification=Qwen/Qwen3-8B, ' +
        'complex_reasoning=deepseek-reasoner, summarization=Qwen/Qwen3-32B, translation=Qwen-MT-Turbo, *=deepseek-v4-flash',
      ceilingUsd: 1000,
      ...HYBRID,
    },
  },
  'fourth-article': {
    describe:
      "The fourth article's scores: below 0.3 a local model, below 0.7 gpt-3.5-turbo or claude-instant, else gpt-4; what its server cost it does not say.",
    options: {
      by: 'score',
      lowScore: 0.3,
      highScore: 0.7,
      trivial: 'local:mistral-7b',
      standard: 'gpt-3.5-turbo,claude-instant',
      expert: 'gpt-4',
      ceilingUsd: 1000,
    },
  },
  'fifth-article': {
    describe:
      "The fifth article's split: classification, summarization and extraction on gpt-4o-mini, the rest on gpt-4o.",
    options: {
      tasks: 'classification=gpt-4o-mini, summarization=gpt-4o-mini, extraction=gpt-4o-mini, *=gpt-4o',
      ceilingUsd: 1000,
    },
  },
} as const satisfies Readonly<Record<string, Preset>>;
