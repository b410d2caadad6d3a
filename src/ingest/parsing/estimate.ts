import type { CallRecord } from '../../model/call-record.ts';
import type { Encoding } from '../../tokens/encodings.ts';
import type { Count, PromptInterner } from './prompt-interner.ts';

/** Tokens that prime the reply of a chat call (OpenAI cookbook, "How to count tokens with tiktoken"). */
const REPLY_PRIMER_TOKENS = 3;

/**
 * Estimated input of a call in one encoding. Chat: for each message 3 tokens, its strings and 1 for a name; plus 3 for
 * the reply; plus the tools' compact JSON. Plain completions and embeddings: the text alone.
 */
export function estimateInput(
  record: CallRecord,
  node: number,
  prompts: PromptInterner,
  encoding: Encoding,
  count: Count,
): number {
  if (record.endpoint !== 'completion' && record.endpoint !== 'embedding') {
    return REPLY_PRIMER_TOKENS + prompts.chatTokens(node, encoding, count);
  }
  let tokens = 0;
  for (const text of prompts.strings(node)) tokens += count(text);
  return tokens;
}

/** Estimated output: the tokens of the response text, and of the tool calls' names and arguments. */
export function estimateOutput(record: CallRecord, count: Count): number {
  const { response } = record;
  if (response === undefined) return 0;
  let tokens = response.text === '' ? 0 : count(response.text);
  for (const text of response.toolCalls) tokens += count(text);
  return tokens;
}
