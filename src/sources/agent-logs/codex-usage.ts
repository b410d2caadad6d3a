import type { ServiceTier } from '../../model/call.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import type { JsonObject } from '../record/record-access.ts';

const NAMES = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
  'total_tokens',
] as const;

/** The numbers of one logged usage in a fixed order; what is absent or no count is 0. */
export type Vector = readonly number[];

export function vectorOf(usage: JsonObject): Vector {
  return NAMES.map((name) => countAt(usage, name, []) ?? 0);
}

/** What is left of a vector after another one; undefined where a counter runs backwards, that is began anew. */
export function difference(vector: Vector, base: Vector): Vector | undefined {
  const rest = vector.map((count, i) => count - base[i]!);
  return rest.every((count) => count >= 0) ? rest : undefined;
}

export function usageOfVector(vector: Vector): JsonObject {
  return Object.fromEntries(NAMES.map((name, i) => [name, vector[i]]));
}

/** Tokens of the input and the output: what Codex notes after compaction has neither, only an estimated total. */
export function isNoCall(vector: Vector): boolean {
  return vector[0] === 0 && vector[3] === 0;
}

/** The total that a cumulative usage states, else its input and output. */
export function totalOf(vector: Vector): number {
  return vector[5] === 0 ? vector[0]! + vector[3]! : vector[5]!;
}

/**
 * The usage of one response: cached and written tokens are inside the input, reasoning inside the output (FORMATS 0.2: on all of
 * 134,316 events of real sessions `input + output` is the total). So reasoning takes no part in the arithmetic: where a
 * total says otherwise the numbers stay, and a warning names them.
 */
export function codexUsage(usage: JsonObject): LoggedUsage {
  const notes: string[] = [];
  const { usage: counts, warning } = openaiUsage(
    {
      input_tokens: usage.input_tokens,
      output_tokens: usage.output_tokens,
      total_tokens: usage.total_tokens === 0 ? undefined : usage.total_tokens,
      input_tokens_details: {
        cached_tokens: usage.cached_input_tokens,
        cache_write_tokens: usage.cache_write_input_tokens,
      },
    },
    { reasoningOutside: false, embedding: false },
  );
  if (counts === undefined) return warning === undefined ? {} : { warning };
  if (warning !== undefined) notes.push(warning);
  const logged = countAt(usage, 'reasoning_output_tokens', notes) ?? 0;
  if (logged > counts.output) {
    notes.push(`${logged} reasoning tokens exceed the output of ${counts.output}`);
  }
  const whole: TokenCounts = { ...counts, reasoning: Math.min(logged, counts.output) };
  return closeUsage(whole, notes);
}

const TIERS: Readonly<Record<string, ServiceTier>> = {
  default: 'standard',
  standard: 'standard',
  flex: 'flex',
  priority: 'priority',
  fast: 'priority',
};

/** OpenAI's service tier by its name in Codex's settings, where `fast` is another name of `priority`. */
export function codexTier(value: unknown): ServiceTier | undefined {
  return typeof value === 'string' && Object.hasOwn(TIERS, value) ? TIERS[value] : undefined;
}
