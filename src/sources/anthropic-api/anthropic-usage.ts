import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/**
 * Reads the usage of an Anthropic message: `input_tokens` excludes cache reads and writes, which stand beside it, and
 * `output_tokens` includes thinking (Anthropic API reference, Messages). The 5-minute/1-hour split of the writes
 * is taken only when it sums to `cache_creation_input_tokens`; otherwise all are 5-minute writes, and a warning says so.
 * `iterations` break the same tokens down and are never added; a warning says when they hold more than the top level.
 */
export function anthropicUsage(usage: JsonObject): LoggedUsage {
  const notes: string[] = [];
  const input = countAt(usage, 'input_tokens', notes);
  const output = countAt(usage, 'output_tokens', notes);
  if (input === undefined || output === undefined) {
    if (notes.length === 0) notes.push(`usage has no ${input === undefined ? 'input' : 'output'}_tokens`);
    return closeUsage(undefined, notes);
  }
  const cacheRead =
    countAt(usage, 'cache_read_input_tokens', notes) ?? countAt(usage, 'cached_tokens', notes) ?? 0;
  const [cacheWrite5m, cacheWrite1h] = writes(usage, notes);
  const thinking =
    countAt(objectOf(usage.output_tokens_details), 'thinking_tokens', notes) ??
    countAt(usage, 'thinking_tokens', notes) ??
    0;
  if (thinking > output) notes.push(`${thinking} thinking tokens exceed the output of ${output}`);
  const counts = {
    input,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output,
    reasoning: Math.min(thinking, output),
  };
  checkTotal(usage, input + output, cacheRead + cacheWrite5m + cacheWrite1h, notes);
  checkIterations(usage.iterations, input, output, notes);
  return closeUsage(counts, notes);
}

/** Cache writes by lifetime: [5 minutes, 1 hour]. */
function writes(usage: JsonObject, notes: string[]): readonly [number, number] {
  const created = countAt(usage, 'cache_creation_input_tokens', notes);
  const split = objectOf(usage.cache_creation);
  const short = countAt(split, 'ephemeral_5m_input_tokens', notes);
  const long = countAt(split, 'ephemeral_1h_input_tokens', notes);
  if (short === undefined && long === undefined) return [created ?? 0, 0];
  const sum = (short ?? 0) + (long ?? 0);
  if (created === undefined || created === sum) return [short ?? 0, long ?? 0];
  notes.push(
    `cache_creation splits into ${sum}, cache_creation_input_tokens is ${created}: all read as 5-minute writes`,
  );
  return [created, 0];
}

/** Messages have no total of their own; loggers add one, with or without the cache. */
function checkTotal(usage: JsonObject, uncached: number, cached: number, notes: string[]): void {
  const total = countAt(usage, 'total_tokens', notes);
  if (total === undefined || total === uncached || total === uncached + cached) return;
  notes.push(`total_tokens ${total} is neither ${uncached} nor ${uncached + cached}`);
}

function checkIterations(iterations: unknown, input: number, output: number, notes: string[]): void {
  if (!Array.isArray(iterations) || iterations.length < 2) return;
  let inputs = 0;
  let outputs = 0;
  for (const iteration of iterations) {
    if (!isObject(iteration)) continue;
    inputs += countAt(iteration, 'input_tokens', notes) ?? 0;
    outputs += countAt(iteration, 'output_tokens', notes) ?? 0;
  }
  if (inputs <= input && outputs <= output) return;
  notes.push(
    `iterations hold ${inputs} input and ${outputs} output tokens; only the top level's are counted`,
  );
}
