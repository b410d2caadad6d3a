import { pushValue, standIn } from '../openai-api/content-strings.ts';
import { firstOf, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';

/**
 * Appends the strings of content as Gemini and its SDKs write it: a text, a part, a list of either, or an object with
 * `parts`. Calls and results of functions give their name and compact JSON; images, sounds and files a short stand-in
 * whose own tokens are not estimated.
 */
export function pushParts(content: unknown, into: string[]): void {
  const parts = isObject(content) && content.parts !== undefined ? content.parts : content;
  for (const part of Array.isArray(parts) ? parts : [parts]) {
    if (typeof part === 'string') pushValue(part, into);
    else if (isObject(part)) pushPart(part, into);
  }
}

/** Appends the name and the arguments of a function call; false for a part that is none. */
export function pushFunctionCall(part: JsonObject, into: string[]): boolean {
  const call = objectOf(firstOf(part, ['functionCall', 'function_call']));
  if (call === undefined) return false;
  pushValue(call.name, into);
  pushValue(call.args, into);
  return true;
}

function pushPart(part: JsonObject, into: string[]): void {
  if (typeof part.text === 'string') {
    pushValue(part.text, into);
    return;
  }
  if (pushFunctionCall(part, into)) return;
  const result = objectOf(firstOf(part, ['functionResponse', 'function_response']));
  const code = objectOf(firstOf(part, ['executableCode', 'executable_code']));
  const ran = objectOf(firstOf(part, ['codeExecutionResult', 'code_execution_result']));
  if (result !== undefined) {
    pushValue(result.name, into);
    pushValue(result.response, into);
  } else if (code !== undefined) {
    pushValue(code.code, into);
  } else if (ran !== undefined) {
    pushValue(ran.output, into);
  } else {
    pushMedia(part, into);
  }
}

function pushMedia(part: JsonObject, into: string[]): void {
  const blob = objectOf(firstOf(part, ['inlineData', 'inline_data', 'fileData', 'file_data']));
  if (blob === undefined) return;
  const type = textOf(firstOf(blob, ['mimeType', 'mime_type']));
  const kind = /^(image|audio|video)\//.exec(type ?? '')?.[1] ?? 'file';
  const data = textOf(firstOf(blob, ['data', 'fileUri', 'file_uri']));
  into.push(standIn(kind, data ?? JSON.stringify(blob)));
}
