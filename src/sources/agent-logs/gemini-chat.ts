import type { ReadOptions, ReadResult, RecordReader } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { billedTokens } from '../../model/usage.ts';
import { firstText, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { lastFolder, timeOf } from './agent-fields.ts';
import { readGeminiEvent } from './gemini-telemetry.ts';
import { type GeminiNames, geminiUsage } from './gemini-usage.ts';

const NAMES: GeminiNames = {
  input: 'input',
  output: 'output',
  cached: 'cached',
  thoughts: 'thoughts',
  tool: 'tool',
  total: 'total',
};
const MESSAGE_TYPES = new Set(['user', 'info', 'error', 'warning']);

/** What `$set` changes of a chat. */
const CHAT_NAMES = ['messages', 'lastUpdated', 'summary', 'memoryScratchpad', 'directories', 'kind'];
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A record of a chat: the whole of it, its first line, a message, or a change to it. */
export function isGeminiChat(record: JsonObject): boolean {
  if (typeof record.projectHash === 'string' && typeof record.sessionId === 'string') return true;
  if (typeof record.$rewindTo === 'string') return true;
  const { $set: changes } = record;
  if (isObject(changes)) return CHAT_NAMES.some((name) => changes[name] !== undefined);
  const { id, type, timestamp, content, tokens } = record;
  if (typeof id !== 'string' || typeof timestamp !== 'string') return false;
  if (type === 'gemini') return content !== undefined || tokens !== undefined;
  return typeof type === 'string' && MESSAGE_TYPES.has(type) && content !== undefined && UUID.test(id);
}

interface Chat {
  readonly session: string | undefined;
  readonly folder: string | undefined;
  readonly isSubagent: boolean;
}

/**
 * Reads a chat of Gemini CLI, as one document or line by line: the first line says which session it is. A message is
 * written again under its id when its tokens or tools are known; its key is that id, so the copies are one call. What `$set`
 * replaces or `$rewindTo` takes out of the chat was billed all the same. A message without tokens is a draft, or only shows tools.
 */
export class GeminiChat implements RecordReader {
  readonly #options: ReadOptions;
  #chat: Chat = { session: undefined, folder: undefined, isSubagent: false };

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  read(record: unknown): ReadResult {
    if (!isObject(record)) return { kind: 'other' };
    const event = readGeminiEvent(record, this.#options);
    if (event !== undefined) return event;
    if (!isGeminiChat(record)) return { kind: 'other' };
    if (typeof record.sessionId === 'string') {
      this.#chat = {
        session: safeText(record.sessionId),
        folder: Array.isArray(record.directories) ? lastFolder(record.directories[0]) : undefined,
        isSubagent: record.kind === 'subagent',
      };
    }
    const messages = record.messages ?? objectOf(record.$set)?.messages;
    if (!Array.isArray(messages)) return this.#readMessage(record);
    const results = messages.filter(isObject).map((message) => this.#readMessage(message));
    const calls = results.flatMap((result) => (result.kind === 'calls' ? result.calls : []));
    if (calls.length > 0) return { kind: 'calls', calls };
    return results.find(({ kind }) => kind === 'skip') ?? { kind: 'other' };
  }

  end(): readonly CallRecord[] {
    return [];
  }

  #readMessage(message: JsonObject): ReadResult {
    const tokens = objectOf(message.tokens);
    if (message.type !== 'gemini' || tokens === undefined) return { kind: 'other' };
    const { usage, warning } = geminiUsage(tokens, NAMES);
    if (usage === undefined) return { kind: 'skip', reason: warning ?? 'no token counts' };
    const { session, folder, isSubagent } = this.#chat;
    const id = safeText(firstText(message, ['id']));
    const isUnknown = billedTokens(usage) === 0;
    const call: CallRecord = {
      id,
      key: id === undefined ? undefined : keyOf(session, id),
      time: timeOf(message.timestamp, this.#options.logZone),
      model: safeText(textOf(message.model)) ?? this.#options.model,
      provider: 'google',
      endpoint: 'chat',
      failed: false,
      usage: isUnknown ? undefined : usage,
      usageWarning: isUnknown ? 'usage is all zeros for a call that succeeded' : warning,
      session,
      feature: folder,
      tags: isSubagent ? { subagent: 'true' } : undefined,
    };
    return { kind: 'calls', calls: [call] };
  }
}

/** Message ids are random UUIDs, the same in every copy of a chat; any other id is only the chat's own. */
function keyOf(session: string | undefined, id: string): string | undefined {
  if (UUID.test(id)) return `gemini-cli:${id}`;
  return session === undefined ? undefined : `gemini-cli:${session}:${id}`;
}
