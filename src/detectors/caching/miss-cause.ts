import { CHUNK_TRAITS } from '../../model/segment.ts';

/** Why equal text was billed again: nobody asked, the prefix was there and not used, or it is no longer there. */
export const HELD_CAUSES = ['not-asked', 'breakpoint', 'missed', 'gap', 'model', 'usage'] as const;
/** What differs before text that is equal. */
export const VARYING_CAUSES = ['time', 'id', 'tool-order', 'word-order', 'tools', 'text'] as const;

export type HeldCause = (typeof HELD_CAUSES)[number];
export type VaryingCause = (typeof VARYING_CAUSES)[number];
export const CAUSES = [...HELD_CAUSES, ...VARYING_CAUSES, 'minimum'] as const;
export type Cause = (typeof CAUSES)[number];

export const CAUSE_NAMES: Readonly<Record<Cause, string>> = {
  'not-asked': 'caching not asked for',
  breakpoint: 'breakpoint too early',
  missed: 'identical, not served',
  gap: 'gap longer than the lifetime',
  model: 'model changed',
  usage: 'usage not logged',
  time: 'date or time',
  id: 'identifier',
  'tool-order': 'tools in another order',
  'word-order': 'same content in another order',
  tools: 'other tools',
  text: 'varying text',
  minimum: 'below the minimum',
};

export interface CauseTexts {
  readonly cause: Cause;
  /** The place in words: `system prompt`. */
  readonly where: string;
  /** Tokens before it. */
  readonly position: number;
  readonly model: string;
  readonly provider: string;
  readonly isExplicit: boolean;
  /** Tokens that are missing to the provider's minimum, and the minimum. */
  readonly missing: number;
  readonly minimum: number;
  readonly isMinimumKnown: boolean;
  /** Whether the log ever reports cached tokens of this model. */
  readonly hasReads: boolean;
}

const ASK = 'set cache_control {"type": "ephemeral"} (Bedrock: a cachePoint)';

/** What to change, with the values of one group. */
export function causeFix(texts: CauseTexts): string {
  const { where, position, model, isExplicit } = texts;
  const at = position > 0 ? ` at about token ${position}` : '';
  const mark = isExplicit ? `, and ${ASK} on the last block before it` : '';
  switch (texts.cause) {
    case 'not-asked':
      return `In calls to ${model}, ${ASK} on the last block that the next call repeats: equal prompts up to the ${where}${at} came within the cache's lifetime and none asked for caching.`;
    case 'breakpoint':
      return `Move the cache_control breakpoint of calls to ${model} to the end of the last message (or add a second one there): what follows the present one is repeated by the next call and billed in full.`;
    case 'missed':
      return missedFix(texts, at);
    case 'gap':
      return isExplicit
        ? `In calls to ${model}, set "ttl": "1h" in cache_control of the part before the ${where}${at}: it is sent again after the 5 minutes have passed and within the hour.`
        : `In calls to ${model}, set prompt_cache_retention to "24h" where the model offers it: the prefix is sent again after its default lifetime.`;
    case 'model':
      return `Stay with one model within a session (or switch when a new one begins): a cache of one model is of no use to ${model}, so the whole history was billed again.`;
    case 'usage':
      return `Log usage with its cached tokens for ${model}: the text shows prompts that a cache could have served, and nothing says whether it did.`;
    case 'time':
      return `Move the date or time in the ${where}${at} to the end of the last user message, or round it to the day: everything after it is new to the cache in each call${mark}.`;
    case 'id':
      return `Move the identifier in the ${where}${at} to the end of the last user message or to metadata: everything after it is new to the cache in each call${mark}.`;
    case 'tool-order':
      return `Sort the tools by name before sending them: the same schemas come in another order from ${where}${at} on${mark}.`;
    case 'word-order':
      return `Serialise the ${where} in one fixed order (sorted keys, sorted list): from ${at === '' ? 'its start' : `token ${position}`} on the same content comes in another order${mark}.`;
    case 'tools':
      return `Send the same tools in every call and restrict them with tool_choice or allowed_tools: the tools differ from ${where}${at} on, and all that follows them is new to the cache.`;
    case 'text':
      return `Put what varies in the ${where}${at} behind what does not, best at the end of the last user message${isExplicit ? `; split the ${where} into two blocks and ${ASK} on the fixed one` : ''}.`;
    case 'minimum':
      return `Nothing is cached below ${texts.minimum} tokens${texts.isMinimumKnown ? '' : ' (assumed: the minimum of this model is not published)'}: ${texts.missing} more fixed tokens before the ${where} (examples, tool schemas, instructions that now follow the varying part) would make it cacheable${isExplicit ? '; else drop cache_control' : ''}.`;
  }
}

/** Where usage tells what was read from an automatic cache. */
const READ_FIELDS: Readonly<Record<string, string>> = {
  google: 'usageMetadata.cachedContentTokenCount',
  deepseek: 'prompt_cache_hit_tokens',
};

function missedFix({ model, provider, where, isExplicit, hasReads }: CauseTexts, at: string): string {
  if (isExplicit)
    return `In calls to ${model}, also set a breakpoint (cache_control, cachePoint) right before the ${where}${at}, at the end of what they share: the cache is found only where an earlier call had a breakpoint; keep tools, tool choice and thinking equal, and start parallel calls after the first answer began.`;
  const together =
    provider === 'openai'
      ? 'set one prompt_cache_key for all calls with this prefix'
      : 'send calls with this prefix shortly after one another, with the same key and region';
  if (hasReads)
    return `In calls to ${model}, ${together}, keep tools and other parameters equal, and start parallel calls after the first answer began.`;
  const field = READ_FIELDS[provider] ?? 'prompt_tokens_details.cached_tokens';
  return `First make sure that the log is complete: it never shows cached tokens for ${model}, whose cache is automatic; log usage in full (${field}). If they are 0 there too, ${together}.`;
}

/** Traits of the chunks that differ. A chunk with both a time and an identifier is taken for the time. */
export function causeOfTraits(traits: number): VaryingCause {
  if ((traits & CHUNK_TRAITS.time) !== 0) return 'time';
  return (traits & CHUNK_TRAITS.id) !== 0 ? 'id' : 'text';
}
