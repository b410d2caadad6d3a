import type { CacheTtl } from '../../model/call.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** At most four breakpoints are allowed (Anthropic docs, "Prompt caching"), so looking at a few places finds one of them. */
const MESSAGES_LOOKED_AT = 24;
const BLOCKS_LOOKED_AT = 24;

/**
 * The lifetime that a request asks of the provider's prompt cache, the longest where it names several; undefined when it
 * asks for none. Anthropic's `cache_control` stands at the top level or on a block of the system prompt, a message or a
 * tool, 5 minutes unless its `ttl` is `1h` (Anthropic docs, "Prompt caching"); Bedrock's `cachePoint` is a block of its own
 * (Bedrock docs, "Prompt caching"); OpenAI has `prompt_cache_retention` and `prompt_cache_options.ttl`
 * (OpenAI docs, "Prompt caching"). Breakpoints move along with a conversation, so messages are searched from the end.
 */
export function askedCacheTtl(request: JsonObject | undefined): CacheTtl | undefined {
  if (request === undefined) return undefined;
  const retention = request.prompt_cache_retention ?? objectOf(request.prompt_cache_options)?.ttl;
  if (retention === '24h' || retention === '1h' || retention === '5m') return retention;
  const tools = request.tools ?? objectOf(request.toolConfig)?.tools;
  const places = [inBlock(request), inBlocks(request.system), inBlocks(tools), inMessages(request.messages)];
  if (places.includes('1h')) return '1h';
  return places.includes('5m') ? '5m' : undefined;
}

function inMessages(messages: unknown): CacheTtl | undefined {
  if (!Array.isArray(messages)) return undefined;
  let found: CacheTtl | undefined;
  const first = Math.max(0, messages.length - MESSAGES_LOOKED_AT);
  for (let i = messages.length - 1; i >= first; i--) {
    const message: unknown = messages[i];
    if (!isObject(message)) continue;
    const ttl = inBlock(message) ?? inBlocks(message.content);
    if (ttl === '1h') return ttl;
    found ??= ttl;
  }
  return found;
}

function inBlocks(blocks: unknown): CacheTtl | undefined {
  if (!Array.isArray(blocks)) return undefined;
  let found: CacheTtl | undefined;
  const first = Math.max(0, blocks.length - BLOCKS_LOOKED_AT);
  for (let i = blocks.length - 1; i >= first; i--) {
    const ttl = inBlock(blocks[i]);
    if (ttl === '1h') return ttl;
    found ??= ttl;
  }
  return found;
}

function inBlock(block: unknown): CacheTtl | undefined {
  if (!isObject(block)) return undefined;
  const asked = objectOf(block.cache_control) ?? objectOf(block.cachePoint);
  if (asked === undefined) return undefined;
  return asked.ttl === '1h' ? '1h' : '5m';
}
