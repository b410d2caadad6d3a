import { Buffer } from 'node:buffer';
import { type JsonObject, textOf } from '../record/record-access.ts';

/** The body of a captured response. */
export interface CapturedAnswer {
  readonly text: string | undefined;
  /** It came as server-sent events or as a binary event stream. */
  readonly isStream: boolean;
  /** Why there is no text where there are bytes. */
  readonly unread: string | undefined;
}

/** Longest body decoded, in characters of base64. */
const LONGEST = 32 << 20;

/** Takes the text out of a HAR `content`: plain, or in base64. Compressed bytes and AWS's binary event streams are not read. */
export function capturedAnswer(content: JsonObject | undefined): CapturedAnswer {
  const mime = textOf(content?.mimeType)?.slice(0, 200).toLowerCase() ?? '';
  const isStream = mime.includes('event-stream') || mime.includes('vnd.amazon.eventstream');
  const none = (unread?: string): CapturedAnswer => ({ text: undefined, isStream, unread });
  const raw = textOf(content?.text);
  if (raw === undefined) return none();
  if (mime.includes('vnd.amazon.eventstream')) return none('the answer is a binary event stream');
  if (content?.encoding !== 'base64') return { text: withoutComments(raw), isStream, unread: undefined };
  if (raw.length > LONGEST) return none('the answer is too long to decode');
  const bytes = Buffer.from(raw, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isGzip ? '' : bytes.toString('utf8');
  // Brotli has no mark of its own; as text it is full of characters that UTF-8 has no place for.
  if (isGzip || text.slice(0, 1000).includes('\uFFFD')) return none('the answer is compressed or binary');
  return { text: withoutComments(text), isStream, unread: undefined };
}

/** Comments (`: processing`) with which routers keep a stream open before its first event. */
function withoutComments(text: string): string {
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    if (end < 0 || (line !== '' && !line.startsWith(':'))) break;
    at = end + 1;
  }
  return at === 0 ? text : text.slice(at);
}
