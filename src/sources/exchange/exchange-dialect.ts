import type { Recognition } from '../../contracts/source.ts';
import { loggedModel } from '../logger/logged-model.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';
import type { Exchange } from './exchange.ts';
import { isChoices, isEmbeddingList, isMessage } from './exchange-shape.ts';
import { isGeminiAnswer, isGeminiRequest, isGeminiUsage } from './gemini-shape.ts';

/** Whose API an exchange speaks, and how sure that is. At most one of the APIs' sources takes a record. */
export interface Dialect extends Recognition {
  readonly api: 'openai' | 'anthropic' | 'gemini' | 'none';
}

const OPENAI_PATH = /\/(?:chat\/completions|completions|responses|embeddings)(?:[/?]|$)/;
const GEMINI_PATH = /:(?:(?:stream)?generateContent|(?:batchE|e)mbedContents?)(?:[/?]|$)/i;
/** Endpoints that only count a prompt's tokens: nothing is billed. */
const COUNTING_PATH = /\/messages\/count_tokens|\/responses\/input_tokens|:(?:count|compute)Tokens/i;
const ANTHROPIC_PATH = /\/v1\/messages(?:[/?]|$)|:(?:stream)?rawPredict/i;

/** The strongest evidence decides: the answer's shape, then the URL, then the usage's names, then the model's name. */
export function dialectOf(exchange: Exchange): Dialect {
  if (COUNTING_PATH.test(exchange.url?.slice(0, 2000) ?? '')) {
    return { api: 'none', score: 0, why: 'tokens were only counted' };
  }
  const found =
    answerDialect(exchange) ??
    urlDialect(exchange) ??
    usageDialect(exchange) ??
    askDialect(exchange) ??
    cutDialect(exchange);
  if (found === undefined) return { api: 'none', score: 0, why: 'no OpenAI, Anthropic or Gemini call' };
  return exchange.isSearched
    ? { ...found, score: found.score / 2, why: `${found.why}, found by search` }
    : found;
}

function answerDialect({ response, place }: Exchange): Dialect | undefined {
  if (response === undefined || response.isPlain === true) return undefined;
  if (isMessage(response)) return { api: 'anthropic', score: 0.97, why: `type: message in ${place}` };
  if (response.type === 'error' && isObject(response.error)) {
    return { api: 'anthropic', score: 0.85, why: `type: error in ${place}` };
  }
  if (isGeminiAnswer(response)) return { api: 'gemini', score: 0.97, why: `candidates in ${place}` };
  if (isEmbeddingList(response)) return { api: 'openai', score: 0.97, why: `object: embedding in ${place}` };
  if (typeof response.object === 'string' && response.object !== 'list') {
    return { api: 'openai', score: 0.97, why: `object: ${response.object} in ${place}` };
  }
  if (isChoices(response.choices)) return { api: 'openai', score: 0.85, why: `choices in ${place}` };
  if (Array.isArray(response.output)) return { api: 'openai', score: 0.8, why: `output items in ${place}` };
  return undefined;
}

function urlDialect({ url }: Exchange): Dialect | undefined {
  if (url === undefined || url.length > 2000) return undefined;
  if (OPENAI_PATH.test(url)) return { api: 'openai', score: 0.8, why: 'URL of an OpenAI-style endpoint' };
  if (GEMINI_PATH.test(url)) return { api: 'gemini', score: 0.9, why: 'URL of the Gemini API' };
  if (ANTHROPIC_PATH.test(url)) return { api: 'anthropic', score: 0.9, why: 'URL of Anthropic Messages' };
  return undefined;
}

function usageDialect({ usage, request, response, record }: Exchange): Dialect | undefined {
  if (usage === undefined) return undefined;
  const isAsked = request !== undefined || response !== undefined;
  if (!isAsked) return undefined;
  if (isGeminiUsage(usage)) return { api: 'gemini', score: 0.75, why: 'Gemini token counts beside a prompt' };
  if (usage.prompt_tokens !== undefined || usage.completion_tokens !== undefined) {
    return { api: 'openai', score: 0.75, why: 'prompt_tokens beside a prompt' };
  }
  const isClaude = isClaudeModel(response ?? {}) || isClaudeModel(request ?? {}) || isClaudeModel(record);
  if (isClaude || isAnthropicUsage(usage)) {
    return { api: 'anthropic', score: 0.75, why: 'input_tokens of a Claude model beside a prompt' };
  }
  return { api: 'openai', score: 0.6, why: 'input_tokens beside a prompt' };
}

/** Only the request is known, or a plain text answer. Texts alone, without a model, could be anything. */
function askDialect({ request, response, record }: Exchange): Dialect | undefined {
  if (request === undefined) {
    if (response === undefined || !isObject(response.error)) return undefined;
    const { code, status } = response.error;
    if (typeof code === 'number' && typeof status === 'string' && /^[A-Z_]+$/.test(status)) {
      return { api: 'gemini', score: 0.4, why: 'an error of a Google API' };
    }
    return { api: 'openai', score: 0.4, why: 'an error object' };
  }
  if (isGeminiRequest(request)) return { api: 'gemini', score: 0.6, why: 'contents of parts' };
  if (isClaudeModel(request) || isClaudeModel(record)) {
    return { api: 'anthropic', score: 0.6, why: 'a request to a Claude model' };
  }
  if (typeof request.model === 'string' || loggedModel(record) !== undefined) {
    return { api: 'openai', score: 0.5, why: 'a request with a model' };
  }
  if (record.prompt !== undefined && record.completion !== undefined) {
    return { api: 'openai', score: 0.3, why: 'prompt and completion' };
  }
  if (Array.isArray(record.messages)) return { api: 'openai', score: 0.2, why: 'messages without a model' };
  return undefined;
}

/** A body that was cut off still shows whose it was. */
function cutDialect({ unreadable }: Exchange): Dialect | undefined {
  if (unreadable === undefined) return undefined;
  if (/"(?:chat\.completion|text_completion|chatcmpl-|resp_)/.test(unreadable)) {
    return { api: 'openai', score: 0.4, why: 'a body that is cut off' };
  }
  if (/"candidates"\s{0,4}:\s{0,4}\[/.test(unreadable)) {
    return { api: 'gemini', score: 0.4, why: 'a body that is cut off' };
  }
  if (/"type"\s{0,4}:\s{0,4}"message|"msg_/.test(unreadable)) {
    return { api: 'anthropic', score: 0.4, why: 'a body that is cut off' };
  }
  return undefined;
}

function isAnthropicUsage(usage: JsonObject): boolean {
  return usage.cache_read_input_tokens !== undefined || usage.cache_creation_input_tokens !== undefined;
}

/** A Claude model under Anthropic's own name; `vendor/claude-...` is how OpenAI-style routers write it. */
function isClaudeModel(holder: JsonObject): boolean {
  const model = loggedModel(holder);
  return typeof model === 'string' && /^(?:[a-z]{2,6}\.)?(?:anthropic\.)?claude/i.test(model);
}
