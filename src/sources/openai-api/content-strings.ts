import { combine52, hash52 } from '../../model/hash.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/**
 * A short stand-in for content that has no text to count, with the identity of its bytes or address but not the bytes:
 * `[image sha:2k9x...]`. Its own few tokens are counted; what the provider charges for the image, sound or file is not
 * estimated. Equal data gives an equal stand-in.
 */
export function standIn(kind: string, data: string): string {
  return `[${kind} sha:${hash52(data).toString(36)}]`;
}

/** The stand-in of a prompt given as token ids. */
export function tokenIdsStandIn(ids: readonly unknown[]): string {
  let hash = 1;
  for (const id of ids) hash = combine52(hash, typeof id === 'number' ? id : 0);
  return `[tokens sha:${hash.toString(36)}]`;
}

/**
 * Appends the strings of a message's content, each apart and uncopied: a plain string, a list of parts as OpenAI and
 * Anthropic write them, or null. Empty strings are left out: they cost nothing and vendors write them for null.
 */
export function pushContent(content: unknown, into: string[]): void {
  if (typeof content === 'string') {
    if (content !== '') into.push(content);
  } else if (Array.isArray(content)) {
    for (const part of content) pushPart(part, into);
  } else if (isObject(content)) {
    pushPart(content, into);
  }
}

/** Appends a value's text: strings as they are, anything else as compact JSON. */
export function pushValue(value: unknown, into: string[]): void {
  if (value === undefined || value === null || value === '') return;
  into.push(typeof value === 'string' ? value : JSON.stringify(value));
}

function pushPart(part: unknown, into: string[]): void {
  if (typeof part === 'string') {
    if (part !== '') into.push(part);
    return;
  }
  if (!isObject(part)) return;
  switch (part.type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'summary_text':
    case 'reasoning_text':
      pushText(part.text, into);
      return;
    case 'refusal':
      pushText(part.refusal, into);
      return;
    case 'thinking':
      pushText(part.thinking, into);
      return;
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      pushText(part.name, into);
      pushValue(part.input, into);
      return;
    case 'tool_result':
    case 'web_search_tool_result':
    case 'mcp_tool_result':
      pushContent(part.content, into);
      return;
    default:
      pushMedia(part, into);
      return;
  }
}

function pushText(text: unknown, into: string[]): void {
  if (typeof text === 'string' && text !== '') into.push(text);
}

/** Images, sounds, documents and parts that are not known: text sources as text, all else as a stand-in. */
function pushMedia(part: JsonObject, into: string[]): void {
  if (part.type === undefined && typeof part.text === 'string') {
    pushText(part.text, into);
    return;
  }
  const kind = mediaKind(part.type);
  const source = objectOf(part.source);
  if (source?.type === 'text') {
    pushText(source.data, into);
    return;
  }
  if (source?.type === 'content') {
    pushContent(source.content, into);
    return;
  }
  const data = mediaData(part, source);
  into.push(standIn(kind, data ?? JSON.stringify(part)));
}

function mediaKind(type: unknown): string {
  if (typeof type !== 'string') return 'part';
  if (type.includes('image')) return 'image';
  if (type.includes('audio')) return 'audio';
  return /^[a-z_]{1,40}$/.test(type) ? type : 'part';
}

/** The one string that holds the bytes or the address, wherever the vendor puts it. */
function mediaData(part: JsonObject, source: JsonObject | undefined): string | undefined {
  const holders = [objectOf(part.image_url), objectOf(part.input_audio), objectOf(part.file), source, part];
  for (const holder of holders) {
    if (holder === undefined) continue;
    for (const name of ['url', 'image_url', 'data', 'file_data', 'file_id', 'encrypted_content']) {
      const value = holder[name];
      if (typeof value === 'string' && value !== '') return value;
    }
  }
  return undefined;
}
