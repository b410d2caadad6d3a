import type { Call } from '../../../src/model/call.ts';
import type { FakeModel } from '../fake-models.ts';

/** US dollars and tokens of a call on a model, worked out the long way; the prices are the test's own. */
export interface SlowMove {
  readonly usd: number;
  readonly output: number;
}

export const LADDER: readonly FakeModel[] = [
  { model: 'top', input: 10, output: 50, cacheRead: 1, contextWindow: 100_000, maxOutput: 8000 },
  {
    model: 'mid',
    input: 2,
    output: 8,
    cacheRead: 0.5,
    cacheMinTokens: 1000,
    cacheStepTokens: 100,
    contextWindow: 50_000,
  },
  { model: 'low', input: 0.5, output: 2, contextWindow: 6000, maxOutput: 1500 },
  { model: 'twice', input: 0.2, output: 0.9, family: 'double' },
  { model: 'thinker', input: 0.1, output: 0.6, reasoning: true },
  { model: 'later', input: 0.01, output: 0.02, from: Date.UTC(2026, 8, 1, 0, 0, 20) },
];

export interface SlowOptions {
  readonly allowReasoning: boolean;
  readonly reasoningFactor: number;
}

/** Undefined when the call cannot go there. */
export function slowMove(
  call: Call,
  name: string,
  options: SlowOptions,
  outputTimes = 1,
): SlowMove | undefined {
  const row = LADDER.find(({ model }) => model === name);
  const from = LADDER.find(({ model }) => model === call.model);
  if (row === undefined || from === undefined) return undefined;
  if (row.from !== undefined && call.time < row.from) return undefined;
  if (row.reasoning === true && from.reasoning !== true && !options.allowReasoning) return undefined;
  const size = (family: string | undefined): number => (family === 'double' ? 2 : 1);
  const scaled = (tokens: number): number => Math.round((tokens * size(row.family)) / size(from.family));
  const { input, cacheRead, output } = call.usage;
  const prompt = scaled(input + cacheRead);
  let answer = scaled(output);
  if (row.reasoning === true && from.reasoning !== true)
    answer = Math.round(answer * options.reasoningFactor);
  const room = row.contextWindow ?? Number.POSITIVE_INFINITY;
  if (prompt + Math.max(answer, call.maxOutputTokens) > room) return undefined;
  if (answer > (row.maxOutput ?? Number.POSITIVE_INFINITY)) return undefined;
  let read = 0;
  if (row.cacheMinTokens !== undefined && row.cacheWrite5m === undefined && row.cacheRead !== undefined) {
    const kept = Math.min(prompt, scaled(cacheRead));
    if (kept >= row.cacheMinTokens) read = Math.floor(kept / row.cacheStepTokens!) * row.cacheStepTokens!;
  }
  const paid = Math.round(answer * outputTimes);
  const usd = ((prompt - read) * row.input + read * (row.cacheRead ?? 0) + paid * row.output) / 1e6;
  return { usd, output: answer };
}

/** What the call costs as it is. */
export function slowCost({ model, usage }: Call): number {
  const row = LADDER.find((each) => each.model === model)!;
  return (usage.input * row.input + usage.cacheRead * (row.cacheRead ?? 0) + usage.output * row.output) / 1e6;
}
