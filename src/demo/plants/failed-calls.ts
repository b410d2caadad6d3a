import { type ExchangeLine, lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import type { Plant } from './plant.ts';

const WEEK_START = Date.UTC(2026, 10, 9);
const DAY_MS = 86_400_000;

const SYSTEM = {
  openai: 'You advise a museum of technology on its loans. Weigh what speaks for and against each of them.',
  anthropic: 'You describe exhibits of a museum of technology for its visitors, in plain words.',
} as const;
const MODELS = {
  openai: ['gpt-5-mini', 'gpt-4.1-mini'],
  anthropic: ['claude-haiku-4-5', 'claude-sonnet-4-5'],
} as const;

/** How a call ends: which part of its usual tokens is used, if any, and whether somebody gets the answer. */
interface End {
  readonly api?: ExchangeLine['api'];
  readonly status?: number;
  readonly error?: string;
  readonly finish?: string;
  readonly latencyMs?: number;
  /** Share of the answer that was written; undefined where the log has no tokens. */
  readonly written: number | undefined;
  readonly isFailure: boolean;
}

const ENDS: readonly End[] = [
  { written: 1, isFailure: false },
  { status: 504, error: 'timeout', latencyMs: 60_000, written: 0.6, isFailure: true },
  { written: 1, isFailure: false },
  { status: 429, error: 'rate_limit_exceeded', latencyMs: 30, written: undefined, isFailure: true },
  { written: 1, isFailure: false },
  { api: 'openai', finish: 'content_filter', written: 0.2, isFailure: true },
  { written: 1, isFailure: false },
  { status: 400, error: 'content_filter', latencyMs: 300, written: 0, isFailure: true },
  { written: 1, isFailure: false },
  { api: 'anthropic', finish: 'refusal', written: 0.1, isFailure: true },
  { written: 1, isFailure: false },
  { status: 500, error: 'server_error', written: 0.4, isFailure: true },
  { status: 400, error: 'invalid_request_error', latencyMs: 20, written: undefined, isFailure: true },
  { written: 1, isFailure: false },
  { status: 499, error: 'request_cancelled', written: 0.5, isFailure: true },
  { api: 'openai', finish: 'length', written: 0.9, isFailure: false },
];

/** Failures that nobody retried, billed and not, and filtered answers, beside answers of all lengths. */
export const failedCallsPlant: Plant = {
  detector: 'failed-calls',
  lines: ({ random, size, count }) =>
    Array.from({ length: size }, (_, i) => {
      const { isFailure, written, ...end } = ENDS[i % ENDS.length]!;
      const api = end.api ?? random.pick(['openai', 'anthropic'] as const);
      const id = `loan-${String(i).padStart(5, '0')}`;
      const time = WEEK_START + random.between(0, 6) * DAY_MS + random.between(DAY_MS / 4, (DAY_MS / 6) * 5);
      const content = paragraph(random, random.between(8, 11));
      const shown = content.slice(0, Math.floor(content.length * (written ?? 0)));
      const draft = { ...asked(api, random), ...end, id, time };
      const usage =
        written === undefined ? undefined : { input: promptSize(draft, count), output: count(shown) };
      const line = lineOfExchange({
        ...draft,
        latencyMs: end.latencyMs ?? 500 + (usage?.output ?? 0) * 11,
        ...(usage !== undefined && { usage, answer: { content: shown } }),
      });
      const tokens = usage === undefined ? 0 : usage.input + usage.output;
      return { id, time, line, truth: isFailure ? [{ detector: 'failed-calls', tokens }] : [] };
    }),
};

function asked(api: ExchangeLine['api'], random: Random) {
  const content = `About exhibit ${random.between(1000, 99_999)}: ${paragraph(random, 4)} ${sentence(random)}`;
  return {
    api,
    model: random.pick(MODELS[api]),
    feature: api === 'openai' ? 'loan-advice' : 'exhibit-texts',
    user: `curator-${random.between(1, 20)}`,
    system: SYSTEM[api],
    messages: [{ role: 'user' as const, content }],
    maxTokens: 3000,
  };
}
