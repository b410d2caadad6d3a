import { type ExchangeLine, lineOfExchange, promptSize } from '../../../src/demo/exchange-line.ts';
import type { Random } from '../../../src/demo/random.ts';
import { type CachedPart, ProviderCache } from './provider-cache.ts';

/** A log of one kind of traffic in which nothing is wasted. */
export interface CleanLog {
  readonly name: string;
  /** Ending of its file. */
  readonly ending: 'jsonl' | 'csv';
  /** Lines of the file; `count` counts tokens in o200k_base. */
  lines(random: Random, count: Count): readonly string[];
}

export type Count = (text: string) => number;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = Date.UTC(2026, 10, 9);

/** Moments of five working days from eight to six, in order. */
export function officeTimes(random: Random, count: number): number[] {
  const times = Array.from(
    { length: count },
    () => MONDAY + random.between(0, 4) * DAY_MS + 8 * HOUR_MS + random.between(0, 10 * HOUR_MS - 1),
  );
  return times.sort((a, b) => a - b);
}

export function someUser(random: Random, users = 40): string {
  return `user-${random.between(1, users)}`;
}

/** What a provider would count and serve from its cache for these calls, in the order of their times. */
export function billed(
  drafts: readonly Omit<ExchangeLine, 'usage'>[],
  count: Count,
  reasoning: (line: Omit<ExchangeLine, 'usage'>) => number = () => 0,
): string[] {
  const cache = new ProviderCache();
  const inTime = [...drafts].sort((a, b) => a.time - b.time);
  return inTime.map((draft) => {
    const hidden = reasoning(draft);
    const parts = partsOf(draft, count);
    const prompt =
      draft.api === 'openai'
        ? cache.automatic(draft.model, parts, draft.time)
        : cache.explicit(draft.model, parts, draft.time);
    const called = draft.answer?.toolCalls ?? [];
    const visible = [
      draft.answer?.content ?? '',
      ...called.flatMap(({ name, arguments: given }) => [name, given]),
    ].reduce((sum, text) => sum + count(text), 0);
    const output = visible + hidden;
    return lineOfExchange({
      ...draft,
      latencyMs: 400 + output * 12,
      usage: { ...prompt, output, reasoning: hidden },
    });
  });
}

function partsOf({ system, tools, messages }: Omit<ExchangeLine, 'usage'>, count: Count): CachedPart[] {
  const sizes = [
    ...(tools === undefined
      ? []
      : [{ text: JSON.stringify(tools), size: promptSize({ tools, messages: [] }, count) }]),
    ...(system === undefined ? [] : [{ text: system, size: promptSize({ system, messages: [] }, count) }]),
    ...messages.map((message) => ({
      text: JSON.stringify(message),
      size: promptSize({ messages: [message] }, count),
    })),
  ];
  // Every size has the reply's primer of three tokens; a prompt has it once.
  return sizes.map(({ text, size }, i) => ({ text, tokens: i === 0 ? size : size - 3 }));
}
