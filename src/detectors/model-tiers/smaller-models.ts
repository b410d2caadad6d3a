import type { ModelInfo } from '../../model/price.ts';

/** Models of one vendor and what the vendor offers below them for simple, frequent work. */
interface Step {
  readonly provider: string;
  /** Ids of the price book that are above the small tier. */
  readonly larger: RegExp;
  /** Ids of the small tier, the one to try first before the others. */
  readonly smaller: readonly string[];
  /** The small models think only where a request asks for it, so they may follow a model that cannot think. */
  readonly thinksOnRequest?: true;
}

/**
 * The tiers as the vendors present them. OpenAI: Luna for high volume, Terra as the everyday default, Sol and Astra for hard
 * work (developers.openai.com, "Models" and "Model selection"); mini below the models before. Anthropic: Haiku for volume,
 * routing and extraction (platform.claude.com, "Choosing a model"). Google: Flash below Pro, Argon and Carbon
 * (ai.google.dev, "Models"). Others by their own names: small, flash, lite. Within a generation where it has a small model,
 * else the nearest; models for code, search and speech are left out, and so is whatever is small already.
 */
const STEPS: readonly Step[] = [
  { provider: 'openai', larger: /^gpt-6(?:\.\d)?-(?:astra|sol|terra)$/, smaller: ['gpt-6-luna'] },
  { provider: 'openai', larger: /^gpt-5\.6-(?:sol|terra)$/, smaller: ['gpt-5.6-luna'] },
  { provider: 'openai', larger: /^gpt-5\.[45](?:-pro)?$/, smaller: ['gpt-5.4-mini'] },
  { provider: 'openai', larger: /^gpt-5(?:\.[123])?(?:-pro|-chat-latest)?$/, smaller: ['gpt-5-mini'] },
  { provider: 'openai', larger: /^gpt-4\.1$/, smaller: ['gpt-4.1-mini'] },
  {
    provider: 'openai',
    larger: /^gpt-4o(?:-\d{4}-\d\d-\d\d)?$|^chatgpt-4o-latest$/,
    smaller: ['gpt-4o-mini'],
  },
  {
    provider: 'openai',
    larger: /^gpt-4(?:-32k|-turbo|\.5-preview)?$/,
    smaller: ['gpt-4.1-mini', 'gpt-4o-mini', 'gpt-3.5-turbo'],
  },
  { provider: 'openai', larger: /^o[13](?:-pro|-preview)?$/, smaller: ['o4-mini', 'o3-mini'] },
  {
    provider: 'anthropic',
    larger: /^claude-(?:\d(?:-\d)?-)?(?:opus|sonnet|fable|mythos)(?:-\d+)*$/,
    smaller: ['claude-haiku-5-5', 'claude-haiku-4-5', 'claude-3-5-haiku', 'claude-3-haiku'],
    thinksOnRequest: true,
  },
  {
    provider: 'google',
    larger: /^gemini-(?:4-(?:argon|carbon)|3(?:\.\d)?-pro-preview)$/,
    smaller: [
      'gemini-3.8-flash',
      'gemini-3.7-flash',
      'gemini-3.6-flash',
      'gemini-3.5-flash',
      'gemini-3-flash-preview',
    ],
  },
  { provider: 'google', larger: /^gemini-2\.5-pro$/, smaller: ['gemini-2.5-flash'] },
  { provider: 'google', larger: /^gemini-1\.5-pro$/, smaller: ['gemini-2.0-flash', 'gemini-1.5-flash'] },
  {
    provider: 'mistral',
    larger: /^(?:mistral|pixtral)-(?:large|medium)-(?:\d+|latest)$/,
    smaller: ['mistral-small-2603', 'mistral-small-2506'],
  },
  { provider: 'deepseek', larger: /^deepseek-v4-pro$/, smaller: ['deepseek-flash', 'deepseek-v4-flash'] },
  {
    provider: 'alibaba',
    larger: /^qwen(?:3(?:\.\d)?)?-(?:max|plus)(?:-preview)?$/,
    smaller: ['qwen3.8-flash', 'qwen3.6-flash', 'qwen-flash'],
  },
  { provider: 'zai', larger: /^glm-5(?:\.\d)?$/, smaller: ['glm-5.3-flash', 'glm-4.7-flashx'] },
  { provider: 'zai', larger: /^glm-4\.[5-7]$/, smaller: ['glm-4.7-flashx', 'glm-4.5-air'] },
  {
    provider: 'amazon-bedrock',
    larger: /^amazon\.nova-(?:pro|premier)-v1:0$/,
    smaller: ['amazon.nova-lite-v1:0'],
  },
  { provider: 'cohere', larger: /^command-r-plus-08-2024$/, smaller: ['command-r-08-2024'] },
];

/**
 * The small models that the vendor of this one sells at the time, the one to try first before the others; empty for a model
 * that is small itself or of which no tier is known. A model that cannot think is not sent to one that does so unasked: that
 * would add output which no log can tell (billing rules, "Reasoning tokens").
 */
export function smallerModels(from: ModelInfo, offered: readonly ModelInfo[]): readonly ModelInfo[] {
  const step = STEPS.find(({ provider, larger }) => provider === from.provider && larger.test(from.id));
  if (step === undefined) return [];
  return step.smaller.flatMap((id) =>
    offered.filter(
      (model) => model.id === id && (from.reasoning || !model.reasoning || step.thinksOnRequest === true),
    ),
  );
}
