import { defineSource } from '../../contracts/source.ts';
import { GeminiChat, isGeminiChat } from '../agent-logs/gemini-chat.ts';
import { isGeminiTelemetry } from '../agent-logs/gemini-telemetry.ts';
import { isObject } from '../record/record-access.ts';

/** Chats of Gemini CLI and its telemetry file (google-gemini/gemini-cli, `chatRecordingTypes.ts` and `telemetry/types.ts`). */
export const geminiCli = defineSource({
  id: 'gemini-cli',
  title: 'Gemini CLI chats and telemetry',
  describe:
    'Every call of a chat, or of the telemetry file, which also has failures and latency; both tell of the same calls without a ' +
    'common id, so audit one of them; free tiers pay no price per token, so figures are what the API would charge.',
  where: '~/.gemini/tmp/<project>/chats/session-*.json or .jsonl, or the telemetry outfile',
  supports: { duplicates: 'no', retries: 'yes', caching: 'usage only' },
  recognize(record) {
    if (!isObject(record)) return { score: 0, why: '' };
    if (isGeminiTelemetry(record)) return { score: 0.99, why: 'telemetry of gemini-cli' };
    return isGeminiChat(record)
      ? { score: 0.97, why: 'a chat of Gemini CLI: sessionId and projectHash, or a message' }
      : { score: 0, why: '' };
  },
  open: (options) => new GeminiChat(options),
});
