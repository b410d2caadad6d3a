import { defineSource } from '../../contracts/source.ts';
import { readClaudeLine, readLegacyLine } from '../agent-logs/claude-call.ts';
import { claudeLine, recognizeClaude } from '../agent-logs/claude-lines.ts';
import { isObject } from '../record/record-access.ts';

/**
 * Session files of Claude Code and the output of `claude -p`. An answer has one line per block, each with all of its usage,
 * and its output grows from line to line; resumed sessions and sidechains repeat lines: all copies have one key, and the one
 * with the largest output counts. A session file is not the request: it has neither the system prompt nor the tools, so
 * no prompt is built. A `result` holds the sum of a run and is never added to its messages.
 * Names checked against the fixtures and issues of ccusage and tokscale (FORMATS 15a); those of failed attempts
 * (`api_error`, `api_retry`) against public issues only, so they are read where they are there and never relied on.
 */
export const claudeCode = defineSource({
  id: 'claude-code',
  title: 'Claude Code sessions',
  describe:
    'Every call of a session, its cache writes by lifetime; subscriptions pay no price per token, so figures are what the API ' +
    'would charge; web searches, which are billed apart, are not priced, and the result of --output-format json alone holds no calls.',
  where:
    '~/.claude/projects/<project>/<session>.jsonl, or the output of claude -p --output-format stream-json',
  supports: { duplicates: 'no', retries: 'yes', caching: 'usage only' },
  recognize: recognizeClaude,
  read(record, options) {
    const line = claudeLine(record);
    if (line === undefined || !isObject(record)) return { kind: 'other' };
    if (line === 'legacy') return readLegacyLine(record, options);
    return readClaudeLine(record, line === 'stream', options);
  },
});
