import { defineSource } from '../../contracts/source.ts';
import { CodexSession } from '../agent-logs/codex-session.ts';
import { isObject } from '../record/record-access.ts';

/** Types of a rollout's lines (openai/codex, `RolloutItem`). */
const TYPES = new Set(
  'session_meta turn_context event_msg response_item compacted token_usage_record inter_agent_communication world_state'.split(
    ' ',
  ),
);

/** Rollout files of OpenAI's Codex. How their lines are understood, and what forks repeat, is told at `CodexSession`. */
export const codex = defineSource({
  id: 'codex',
  title: 'Codex rollouts',
  describe:
    'Every call of a session, those that forks and subagents repeat once; subscriptions pay no price per token, so figures are ' +
    'what the API would charge; no prompts, no latency, and failed calls are not logged.',
  where: '~/.codex/sessions/<year>/<month>/<day>/rollout-*.jsonl and ~/.codex/archived_sessions',
  supports: { duplicates: 'no', retries: 'no', caching: 'usage only' },
  recognize(record) {
    const isLine =
      isObject(record) &&
      typeof record.type === 'string' &&
      TYPES.has(record.type) &&
      isObject(record.payload) &&
      record.timestamp !== undefined;
    return isLine ? { score: 0.99, why: `a rollout's line: ${record.type}` } : { score: 0, why: '' };
  },
  open: (options) => new CodexSession(options),
});
