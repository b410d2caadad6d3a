import type { Basis } from '../model/usage.ts';
import type { Encoding } from './encodings.ts';

/** A tokenizer family: how its tokens are counted here. */
export interface Family {
  /** The vocabulary that stands for the family's own. */
  readonly encoding: Encoding;
  /** Tokens of the family per token of o200k_base, for the same text. */
  readonly ratio: number;
  /** `measured`: its own vocabulary is counted; `estimated`: somebody measured the ratio; `assumed`: nothing is known. */
  readonly basis: Basis;
  /** Where the ratio comes from, for people. */
  readonly source: string;
}

const OWN = 'own vocabulary, compared on 1,870 chat and coding-agent messages';
const AI_TOKENIZER = "fit of coder/ai-tokenizer to providers' counts, 2025-12-01";

/**
 * The families of the price book. The ratios of the OpenAI vocabularies were counted over the distinct messages of two
 * logs, 1,500 of single-turn chats and 370 of coding-agent sessions: o200k_base 389,588 + 128,923 tokens, cl100k_base
 * 389,951 + 128,835 (1.001 and 0.999), p50k_base 445,164 + 151,536 (1.143 and 1.175), r50k_base 482,278 + 171,845
 * (1.238 and 1.333). That is English and code; other languages differ far more, which is why a ratio measured in the
 * log at hand is better than any of these.
 *
 * `claude`, `gemini`, `deepseek`, `qwen`, `grok`: coder/ai-tokenizer (1.10 and 1.08 times o200k_base, o200k_base,
 * cl100k_base, p50k_base), 1 to 5% from real responses. The 683 tokens that Grok adds to each call are no part of a ratio.
 * `claude-new`: 30% more tokens than `claude` for the same text, Anthropic's token-counting page.
 * `llama`, `minimax`: the same project found its fits 30% off or worse, so nothing better than 1 is known.
 */
export const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['o200k_base', { encoding: 'o200k_base', ratio: 1, basis: 'measured', source: OWN }],
  ['cl100k_base', { encoding: 'cl100k_base', ratio: 1.0, basis: 'measured', source: OWN }],
  ['p50k_base', { encoding: 'p50k_base', ratio: 1.15, basis: 'measured', source: OWN }],
  ['r50k_base', { encoding: 'r50k_base', ratio: 1.26, basis: 'measured', source: OWN }],
  ['o200k_harmony', assumed('taken to be o200k_base for ordinary text')],
  ['claude', estimated(1.1, AI_TOKENIZER)],
  ['claude-new', estimated(1.1 * 1.3, `${AI_TOKENIZER}, and 30% more by Anthropic's token-counting page`)],
  ['gemini', estimated(1.08, AI_TOKENIZER)],
  ['deepseek', estimated(1, AI_TOKENIZER)],
  ['qwen', estimated(1, AI_TOKENIZER)],
  ['grok', estimated(1.15, AI_TOKENIZER)],
  ['kimi', assumed()],
  ['glm', assumed()],
  ['minimax', assumed('assumed; fits of 2025-12-01 were 30% off or worse')],
  ['mistral', assumed()],
  ['llama', assumed('assumed; fits of 2025-12-01 were 30% off or worse')],
  ['nova', assumed()],
  ['cohere', assumed()],
]);

function estimated(ratio: number, source: string): Family {
  return { encoding: 'o200k_base', ratio, basis: 'estimated', source };
}

function assumed(source = 'assumed: its vocabulary was not compared'): Family {
  return { encoding: 'o200k_base', ratio: 1, basis: 'assumed', source };
}

const UNKNOWN = assumed('assumed: the family is not known');

/** What is known of a family; one that is not listed is taken to be o200k_base, with basis `assumed`. */
export function familyOf(name: string): Family {
  return FAMILIES.get(name) ?? UNKNOWN;
}

/** The vocabulary to count a family's text in. Counts in it still want `encodingRatio`. */
export function encodingOfFamily(name: string): Encoding {
  return familyOf(name).encoding;
}

/** Tokens of the family per token of o200k_base, for the same text. */
export function defaultRatio(name: string): number {
  return familyOf(name).ratio;
}

/** Tokens of the family per token counted in `encodingOfFamily`: 1 where that is the family's own vocabulary. */
export function encodingRatio(name: string): number {
  const { encoding, ratio } = familyOf(name);
  return ratio / familyOf(encoding).ratio;
}

/** `-2024-08-06`, `-20240806` and `@20240806` at the end of a name. */
const DATE_SUFFIX = /(?:-20\d\d-[01]\d-[0-3]\d|[-@]20\d\d[01]\d[0-3]\d)$/;

/** `accounts/fireworks/models/<name>` is the longest path before a model's name that hosts write. */
const MAX_PREFIXES = 3;

/**
 * The tokenizer family of a model as logged: by its exact name, else without its date, else without the
 * `provider/` before it. A fine-tuned model (`ft:<base>:<organisation>:<name>:<id>`) has the family of its base.
 * `undefined` when the names say nothing; never by likeness.
 */
export function resolveFamily(
  model: string,
  familiesByName: ReadonlyMap<string, string>,
): string | undefined {
  let name = model;
  for (let dropped = 0; dropped <= MAX_PREFIXES; dropped++) {
    const base = name.startsWith('ft:') ? name.split(':', 2)[1]! : name;
    const family =
      familiesByName.get(name) ??
      familiesByName.get(base) ??
      familiesByName.get(base.replace(DATE_SUFFIX, ''));
    if (family !== undefined) return family;
    const slash = name.indexOf('/');
    if (slash < 0) return undefined;
    name = name.slice(slash + 1);
  }
  return undefined;
}
