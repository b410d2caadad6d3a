import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { tagsOf } from '../agent-logs/agent-fields.ts';
import { openaiAnswer } from '../openai-api/openai-answer.ts';
import { openaiPrompt } from '../openai-api/openai-prompt.ts';
import { firstText, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';

/** Longer conversations are no chats; the prompts of n turns hold n² messages. */
const MOST_MESSAGES = 2000;

/** Who speaks, by ShareGPT's names and the chat APIs'. */
const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  user: 'user',
  gpt: 'assistant',
  chatgpt: 'assistant',
  assistant: 'assistant',
  model: 'assistant',
  system: 'system',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
};

/**
 * Conversations without usage: ShareGPT's `conversations` as benchmarks of vLLM load them, and tau-bench's trajectories (FORMATS 17).
 * Every answer of the model is one call with all that was said before it as its prompt; tokens are estimated from the text. Data sets have no times,
 * and their ids are numbers of their own, so no call has a key.
 */
export const conversations = defineSource({
  id: 'conversations',
  title: 'Conversations (ShareGPT, tau-bench)',
  describe:
    'Arrays of ShareGPT conversations and tau-bench trajectories, one call per answer; tokens are estimated, there are no times, and ' +
    'most name no model: say --model.',
  where: 'public data sets: ShareGPT_V3, sierra-research/tau-bench',
  supports: { duplicates: 'yes', retries: 'no', caching: 'yes' },
  recognize(record) {
    if (!isObject(record)) return { score: 0, why: '' };
    if (isShareGpt(record)) return { score: 0.95, why: 'ShareGPT: conversations with from and value' };
    return isTrajectory(record) ? { score: 0.95, why: 'tau-bench: task_id and traj' } : { score: 0, why: '' };
  },
  read(record, options) {
    if (!isObject(record)) return { kind: 'other' };
    if (isShareGpt(record)) {
      const session = safeText(firstText(record, ['id']));
      return readMessages(record.conversations.map(messageOf), record, { session }, options);
    }
    if (!isTrajectory(record)) return { kind: 'other' };
    const task = firstText(record, ['task_id']);
    const trial = firstText(record, ['trial']);
    const session = safeText(trial === undefined ? `task ${task}` : `task ${task} trial ${trial}`);
    return readMessages(record.traj, record, { session, tags: tagsOf({ task_id: task }) }, options);
  },
});

function isShareGpt(record: JsonObject): record is JsonObject & { conversations: readonly unknown[] } {
  if (!Array.isArray(record.conversations)) return false;
  const first: unknown = record.conversations[0];
  return record.conversations.length === 0
    ? record.id !== undefined
    : isObject(first) && typeof first.from === 'string' && first.value !== undefined;
}

function isTrajectory(record: JsonObject): record is JsonObject & { traj: readonly unknown[] } {
  return Array.isArray(record.traj) && record.task_id !== undefined;
}

function messageOf(turn: unknown): JsonObject {
  const { from, value } = objectOf(turn) ?? {};
  const role = typeof from === 'string' && Object.hasOwn(ROLES, from) ? ROLES[from]! : 'user';
  return { role, content: textOf(value) };
}

function readMessages(
  logged: readonly unknown[],
  record: JsonObject,
  shared: CallRecord,
  options: ReadOptions,
): ReadResult {
  const messages = logged.filter(isObject).filter(({ role }) => typeof role === 'string');
  if (messages.length > MOST_MESSAGES) {
    return { kind: 'skip', reason: `a conversation of ${messages.length} messages` };
  }
  const segments = openaiPrompt({ messages }) ?? [];
  const model = safeText(textOf(record.model) ?? textOf(objectOf(record.info)?.model)) ?? options.model;
  const calls: CallRecord[] = [];
  for (const [index, message] of messages.entries()) {
    if (index === 0 || message.role !== 'assistant') continue;
    const response = openaiAnswer({ choices: [{ message }] }, true);
    if (response === undefined) continue;
    calls.push({
      ...shared,
      model,
      endpoint: 'chat',
      failed: false,
      prompt: segments.slice(0, index),
      response,
    });
  }
  return calls.length === 0 ? { kind: 'other' } : { kind: 'calls', calls };
}
