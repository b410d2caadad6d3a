import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';
import type { Evidence } from './tool-scopes.ts';

/** OpenAI `tool_calls`, `function_call`; Anthropic and Bedrock `tool_use`; Cohere `TOOL_CALL`. */
const CALLS_TOOLS = /tool|function/i;

/**
 * What the answer of a call says about tools; undefined when it says nothing, since it failed or was cut. Text with a reason why it
 * ended that is no tool call says that none was called. Text without one may come from a logger that keeps only the text.
 */
export function evidenceOf(call: Call): keyof Evidence | undefined {
  if (call.failed || answerEnding(call.finishReason) !== 'whole') return undefined;
  if (call.toolsCalled !== '') return 'certain';
  if (CALLS_TOOLS.test(call.finishReason)) return 'hidden';
  if (Number.isNaN(call.answerLength)) return 'unseen';
  return call.answerLength > 0 && call.finishReason !== '' ? 'certain' : 'silent';
}

/** Gemini's `default_api.search` and other prefixes that models put before a name they were given without. */
export function withoutPrefix(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
}
