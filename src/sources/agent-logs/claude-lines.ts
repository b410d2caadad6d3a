import type { Recognition } from '../../contracts/source.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** Types of the lines of a session file, other than `user`, `assistant` and `system`, that Claude Code writes. */
const SESSION_TYPES = new Set(
  (
    'summary file-history-snapshot queue-operation progress attachment custom-title ai-title agent-name agent-color ' +
    'agent-setting tag last-prompt pr-link mode permission-mode saved-hook-context worktree-state content-replacement'
  ).split(' '),
);
const TURN_TYPES = new Set(['user', 'assistant', 'system']);
/** Types of the lines of `--output-format stream-json`, and of the one object of `--output-format json`. */
const STREAM_TYPES = new Set(
  'user assistant system result stream_event rate_limit_event tool_progress auth_status control_response'.split(
    ' ',
  ),
);

/** Where a line comes from: a session file, one of its first versions, or the output of `claude -p`. */
type ClaudeLine = 'session' | 'legacy' | 'stream';

/** Knows a line of Claude Code by the fields that only it writes; undefined for all other records. */
export function claudeLine(record: unknown): ClaudeLine | undefined {
  if (!isObject(record)) return undefined;
  const { type, sessionId } = record;
  if (typeof record.session_id === 'string' && isStream(record)) return 'stream';
  if (typeof sessionId === 'string') {
    if (objectOf(objectOf(record.message)?.usage) !== undefined) return 'session';
    if (typeof type === 'string' && SESSION_TYPES.has(type)) return 'session';
    if (typeof type === 'string' && TURN_TYPES.has(type) && isTurn(record)) return 'session';
    // A type that is newer than this list.
    if (typeof type === 'string' && typeof record.uuid === 'string' && record.parentUuid !== undefined)
      return 'session';
    return isLegacy(record) ? 'legacy' : undefined;
  }
  if (type === 'summary') return typeof record.leafUuid === 'string' ? 'session' : undefined;
  return type === 'file-history-snapshot' && isObject(record.snapshot) ? 'session' : undefined;
}

function isTurn(record: JsonObject): boolean {
  return typeof record.uuid === 'string' || isObject(record.message) || record.parentUuid !== undefined;
}

function isStream({ type, message, subtype, event, parent_tool_use_id, uuid }: JsonObject): boolean {
  if (typeof type !== 'string' || !STREAM_TYPES.has(type)) return false;
  if (type === 'assistant' || type === 'user') return isObject(message) && parent_tool_use_id !== undefined;
  return typeof subtype === 'string' || isObject(event) || typeof uuid === 'string';
}

/** Counts and a cost at the root, as the first versions wrote them. */
function isLegacy(record: JsonObject): boolean {
  return (
    record.inputTokens !== undefined && record.outputTokens !== undefined && record.costUSD !== undefined
  );
}

const WHY: Readonly<Record<ClaudeLine, string>> = {
  session: 'sessionId with a line of a session',
  legacy: 'sessionId, costUSD and inputTokens',
  stream: 'session_id with a line of stream-json',
};

/** Above every API's own score, since the message inside is Anthropic's. */
export function recognizeClaude(record: unknown): Recognition {
  const line = claudeLine(record);
  return line === undefined ? { score: 0, why: '' } : { score: 0.99, why: WHY[line] };
}
