import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { anthropicUsage } from '../anthropic-api/anthropic-usage.ts';
import { providerCall } from '../exchange/provider-call.ts';
import {
  decimalOf,
  firstText,
  httpStatusOf,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { makerOf } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';
import { errorName, lastFolder, tagsOf, timeOf } from './agent-fields.ts';

const OTHER: ReadResult = { kind: 'other' };

/** A model's name that Claude Code gives to messages it wrote itself. */
const SYNTHETIC = '<synthetic>';

/**
 * One line of a session file or of `stream-json`. A message's id is its identity, whatever file, session or sidechain
 * repeats it, with the key that the same message has in a log of the API; `requestId` differs between replays and serves
 * only where there is no id (FORMATS 15a).
 */
export function readClaudeLine(line: JsonObject, isStream: boolean, options: ReadOptions): ReadResult {
  if (line.type === 'system') return failedAttempt(line, options);
  if (line.type === 'progress') return subagentProgress(line, isStream, options);
  const message = objectOf(line.message);
  if (message === undefined || (line.type !== undefined && line.type !== 'assistant')) return OTHER;
  if (line.isApiErrorMessage === true) return failedMessage(line, message, options);
  if (message.model === SYNTHETIC || message.role === 'user') return OTHER;
  // The content of a line is one block of the answer; an answer in pieces is no answer to compare.
  const answer = providerCall(
    { response: { ...message, type: 'message', role: 'assistant', content: [] } },
    options,
  );
  if (answer === undefined) return { kind: 'skip', reason: 'an assistant message without readable usage' };
  const cost = decimalOf(line.costUSD);
  return one({
    ...answer,
    ...whereOf(line, options),
    provider: billedBy(answer),
    id: safeText(textOf(message.id)) ?? lineId(line),
    key: answer.key ?? requestKey(line),
    loggedCostUsd: cost !== undefined && cost >= 0 ? cost : undefined,
    usageWarning: warningOf(answer, message, isStream),
    params: undefined,
  });
}

/**
 * Some versions show in the session what a subagent does (`agent_progress`): a line with the subagent's own line inside. It
 * repeats the subagent's file under the same message id, and is all there is where that file is gone (ccusage counts it too).
 */
function subagentProgress(line: JsonObject, isStream: boolean, options: ReadOptions): ReadResult {
  const inner = objectOf(objectOf(line.data)?.message);
  if (inner?.type !== 'assistant') return OTHER;
  return readClaudeLine({ ...line, ...inner, isSidechain: true }, isStream, options);
}

/**
 * Claude Code also talks to whatever `ANTHROPIC_BASE_URL` names, which is not logged; what is no model of Anthropic's is not
 * billed by Anthropic.
 */
function billedBy({ provider, model }: CallRecord): string | undefined {
  const isElsewhere = provider === 'anthropic' && model !== undefined && !/claude/i.test(model);
  return isElsewhere ? makerOf(model) : provider;
}

/** `stream-json` shows a message as it stood when a block of it ended: the count of its output is not final. */
function warningOf(call: CallRecord, message: JsonObject, isStream: boolean): string | undefined {
  if (!isStream || call.usage === undefined || textOf(message.stop_reason) !== undefined)
    return call.usageWarning;
  const early = `${call.usage.output} output tokens were logged before the answer ended`;
  return call.usageWarning === undefined ? early : `${call.usageWarning}; ${early}`;
}

/** An error of the API in an assistant message of Claude Code's own; what it says is for people and is not kept. */
function failedMessage(line: JsonObject, message: JsonObject, options: ReadOptions): ReadResult {
  const model = message.model === SYNTHETIC ? undefined : safeText(textOf(message.model));
  return one({
    ...whereOf(line, options),
    id: lineId(line),
    key: lineKey(line),
    model,
    provider: 'anthropic',
    endpoint: 'messages',
    failed: true,
    status: httpStatusOf(line.apiErrorStatus),
    error: errorName(line.error),
  });
}

/** An attempt that failed and was made again: `api_error` in a session, `api_retry` in a stream. Other system lines are no calls. */
function failedAttempt(line: JsonObject, options: ReadOptions): ReadResult {
  const isSession = line.subtype === 'api_error';
  if (!isSession && line.subtype !== 'api_retry') return OTHER;
  const error = objectOf(line.error);
  const cause = objectOf(error?.error);
  const attempt = decimalOf(line.retryAttempt ?? line.attempt);
  return one({
    ...whereOf(line, options),
    id: lineId(line),
    key: lineKey(line),
    provider: 'anthropic',
    endpoint: 'messages',
    failed: true,
    status: httpStatusOf(error?.status ?? line.error_status),
    error: errorName(objectOf(cause?.error)?.type ?? cause?.type ?? error?.type ?? line.error),
    attempt:
      attempt !== undefined && Number.isInteger(attempt) && attempt > 0 && attempt < 1000
        ? attempt
        : undefined,
  });
}

/**
 * A line of the first versions, with counts at its root under names in camel case. Without an id it is the line's
 * `uuid`, else session, time and counts together, that tell a copy in a resumed session from a call of its own.
 */
export function readLegacyLine(line: JsonObject, options: ReadOptions): ReadResult {
  const { usage, warning } = anthropicUsage({
    input_tokens: line.inputTokens,
    output_tokens: line.outputTokens,
    cache_creation_input_tokens: line.cacheCreationInputTokens ?? line.cacheCreationTokens,
    cache_read_input_tokens: line.cacheReadInputTokens ?? line.cacheReadTokens,
  });
  if (usage === undefined) return { kind: 'skip', reason: warning ?? 'no token counts' };
  const where = whereOf(line, options);
  const message = firstText(line, ['messageId']);
  const counts = [usage.input, usage.cacheRead, usage.cacheWrite5m, usage.output].join('.');
  const content =
    where.time === undefined ? undefined : `claude-code:${where.session}:${where.time}:${counts}`;
  const cost = decimalOf(line.costUSD);
  return one({
    ...where,
    id: safeText(message) ?? lineId(line),
    key: message !== undefined ? `anthropic:${safeText(message)}` : (requestKey(line) ?? content),
    model: safeText(textOf(line.model)) ?? options.model,
    provider: 'anthropic',
    endpoint: 'messages',
    usage,
    usageWarning: warning,
    loggedCostUsd: cost !== undefined && cost >= 0 ? cost : undefined,
  });
}

function whereOf(line: JsonObject, options: ReadOptions) {
  return {
    time: timeOf(line.timestamp, options.logZone),
    session: safeText(firstText(line, ['sessionId', 'session_id'])),
    feature: lastFolder(line.cwd),
    tags: tagsOf({
      git_branch: line.gitBranch,
      version: line.version,
      subagent: line.isSidechain === true || typeof line.parent_tool_use_id === 'string',
    }),
  };
}

function requestKey(line: JsonObject): string | undefined {
  const request = firstText(line, ['requestId']);
  return request === undefined ? lineKey(line) : `anthropic:${safeText(request)}`;
}

function lineKey(line: JsonObject): string | undefined {
  const id = lineId(line);
  return id === undefined ? undefined : `claude-code:${id}`;
}

function lineId(line: JsonObject): string | undefined {
  return safeText(firstText(line, ['uuid']));
}

function one(call: CallRecord): ReadResult {
  return { kind: 'calls', calls: [call] };
}
