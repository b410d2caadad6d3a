import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import { billedTokens } from '../../model/usage.ts';
import { errorName, lastFolder, tagsOf, timeOf } from '../agent-logs/agent-fields.ts';
import { opencodeUsage } from '../agent-logs/opencode-usage.ts';
import { cellValue } from '../columns/record-table.ts';
import { scanFields } from '../logger/logged-fields.ts';
import {
  decimalOf,
  firstText,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { loggedProvider } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';

const OTHER: ReadResult = { kind: 'other' };

/**
 * Messages of opencode: files of its storage until version 1.1, since then rows of its database, whose `data` is the same JSON without the ids
 * (anomalyco/opencode 1.2.0; names from public issues and fixtures, FORMATS 15d). A message has one id in both, so reading both counts it once.
 * `cost` is 0 under a subscription, which says nothing of what the tokens cost, and so is no logged cost.
 */
export const opencode = defineSource({
  id: 'opencode',
  title: 'opencode messages',
  describe:
    'Every answer of a session from message files or the database, with cost where the provider is paid per token; no prompts, ' +
    'and the time of an answer includes its tools, so there is no latency.',
  where: '~/.local/share/opencode/opencode.db, before version 1.2 storage/message/<session>/msg_*.json',
  supports: { duplicates: 'no', retries: 'no', caching: 'usage only' },
  database: { table: 'message', columns: ['id', 'session_id', 'time_created', 'data'] },
  recognize(record) {
    const isMine = isObject(record) && (messageOf(record) !== undefined || isPart(record));
    return isMine ? { score: 0.99, why: 'ids of opencode: ses_ and msg_' } : { score: 0, why: '' };
  },
  read(record, options) {
    const message = isObject(record) ? messageOf(record) : undefined;
    return message === undefined ? OTHER : readMessage(message, options);
  },
});

/** A message with its ids, from a file or from a row of the database. */
function messageOf(record: JsonObject): JsonObject | undefined {
  const { id } = record;
  if (typeof id !== 'string' || !id.startsWith('msg_')) return undefined;
  if (typeof record.sessionID === 'string') return typeof record.role === 'string' ? record : undefined;
  if (typeof record.session_id !== 'string') return undefined;
  const data = typeof record.data === 'string' ? cellValue(record.data) : record.data;
  if (!isObject(data) || typeof data.role !== 'string') return undefined;
  return { ...data, id, sessionID: record.session_id };
}

/** Parts of messages and sessions, which repeat the tokens of their messages. */
function isPart({ id, sessionID, session_id, messageID, message_id, projectID }: JsonObject): boolean {
  if (typeof id !== 'string') return false;
  if (id.startsWith('prt_'))
    return [sessionID, session_id, messageID, message_id].some((it) => typeof it === 'string');
  return id.startsWith('ses_') && typeof projectID === 'string';
}

function readMessage(message: JsonObject, options: ReadOptions): ReadResult {
  if (message.role !== 'assistant') return OTHER;
  const failure = objectOf(message.error);
  const tokens = objectOf(message.tokens);
  const { usage, warning } = tokens === undefined ? {} : opencodeUsage(tokens);
  const time = objectOf(message.time);
  const isEmpty = usage === undefined || billedTokens(usage) === 0;
  if (isEmpty && failure === undefined && firstText(time, ['completed']) === undefined) return OTHER;
  if (usage === undefined && failure === undefined) {
    return { kind: 'skip', reason: warning ?? 'a message without tokens' };
  }
  const model = safeText(textOf(message.modelID)) ?? options.model;
  const cost = decimalOf(message.cost);
  const id = safeText(textOf(message.id));
  return {
    kind: 'calls',
    calls: [
      {
        id,
        key: `opencode:${id}`,
        time: timeOf(time?.created, options.logZone),
        model,
        provider: loggedProvider(scanFields({ provider: message.providerID })),
        endpoint: 'chat',
        failed: failure !== undefined,
        status: httpStatusOf(objectOf(failure?.data)?.statusCode),
        error: failure === undefined ? undefined : errorName(failure.name),
        finishReason: textOf(message.finish)?.slice(0, 40),
        usage: isEmpty ? undefined : usage,
        usageWarning:
          isEmpty && failure === undefined ? 'usage is all zeros for a call that succeeded' : warning,
        loggedCostUsd: cost !== undefined && cost > 0 ? cost : undefined,
        session: safeText(textOf(message.sessionID)),
        feature: lastFolder(objectOf(message.path)?.cwd),
        tags: tagsOf({ agent: message.agent ?? message.mode }),
      },
    ],
  };
}
