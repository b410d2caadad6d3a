import type { TokenCounts } from '../../model/usage.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import { decimalOf, firstOf, type JsonObject, objectOf } from '../record/record-access.ts';
import { unpacked } from '../traced-content/nesting.ts';

/** What the keys of a usage map add up to, before the total decides. */
interface Sums {
  input: number;
  cached: number;
  /** Written to the cache without a lifetime. */
  written: number;
  written5m: number;
  written1h: number;
  output: number;
  reasoning: number;
}

const DETAILS = ['usageDetails', 'usage_details', 'providedUsageDetails', 'provided_usage_details'];

/**
 * The tokens of a Langfuse observation; undefined when it has none. The keys of `usageDetails` are disjoint, whatever the provider
 * counts inside what, and `total` is their sum (Langfuse's ingestion); where an integration filled in nested counts instead, the total
 * shows it. Older exports have `usage {input, output, total, unit}` or counts in columns of their own, without a cache.
 */
export function langfuseUsage(record: JsonObject): LoggedUsage | undefined {
  const isEmbedding = record.type === 'EMBEDDING';
  for (const name of DETAILS) {
    const details = objectOf(unpacked(record[name]));
    if (details !== undefined && hasCounts(details)) {
      const isCounted = isEmpty(record, 'providedUsageDetails') || isEmpty(record, 'provided_usage_details');
      return detailedUsage(details, isCounted, isEmbedding);
    }
  }
  const usage = objectOf(unpacked(record.usage));
  if (usage !== undefined && hasCounts(usage)) return plainUsage(usage, usage.unit, isEmbedding);
  const columns = {
    input: firstOf(record, ['promptTokens', 'prompt_tokens', 'inputUsage', 'input_usage']),
    output: firstOf(record, ['completionTokens', 'completion_tokens', 'outputUsage', 'output_usage']),
    total: firstOf(record, ['totalTokens', 'total_tokens', 'totalUsage', 'total_usage']),
  };
  return hasCounts(columns) ? plainUsage(columns, record.unit, isEmbedding) : undefined;
}

/** Rows without usage carry zeros. */
function hasCounts(counts: JsonObject): boolean {
  for (const name in counts) {
    const value = counts[name];
    if (name === 'unit' || value === null || value === undefined || value === '') continue;
    if (decimalOf(value) !== 0) return true;
  }
  return false;
}

function isEmpty(record: JsonObject, name: string): boolean {
  const provided = objectOf(unpacked(record[name]));
  return provided !== undefined && !hasCounts(provided);
}

function detailedUsage(details: JsonObject, isCounted: boolean, isEmbedding: boolean): LoggedUsage {
  const notes: string[] = [];
  if (isCounted) notes.push('tokens counted by Langfuse from the text, not logged by the provider');
  const sums: Sums = { input: 0, cached: 0, written: 0, written5m: 0, written1h: 0, output: 0, reasoning: 0 };
  const seen = new Set<keyof Sums>();
  for (const name in details) {
    if (name === 'total') continue;
    const count = countAt(details, name, notes);
    if (count === undefined) continue;
    const sum = sumOf(name.toLowerCase());
    if (sum !== undefined) {
      sums[sum] += count;
      seen.add(sum);
    } else if (count > 0) notes.push(`${count} tokens of a kind that is neither input nor output`);
  }
  const total = countAt(details, 'total', notes);
  if (notes.some((note) => note.includes('not a count'))) return closeUsage(undefined, notes);
  const hasOutput = seen.has('output') || seen.has('reasoning') || isEmbedding;
  const isOutputAlone = [...seen].every((it) => it === 'output' || it === 'reasoning');
  if (!isOutputAlone && !hasOutput && total !== undefined) {
    sums.output = Math.max(0, total - Object.values(sums).reduce((sum, count) => sum + count, 0));
    notes.push(`usage has no output tokens: the total leaves ${sums.output}`);
  } else if (isOutputAlone || !hasOutput) {
    notes.push(`usage has no ${isOutputAlone ? 'input' : 'output'} tokens`);
    return closeUsage(undefined, notes);
  }
  return closeUsage(settled(sums, total, notes), notes);
}

function sumOf(name: string): keyof Sums | undefined {
  if (/output|completion/.test(name)) return /reasoning|thinking|thought/.test(name) ? 'reasoning' : 'output';
  if (/cache_?(?:creation|write)/.test(name)) {
    return name.includes('1h') ? 'written1h' : name.includes('5m') ? 'written5m' : 'written';
  }
  if (/cache/.test(name)) return 'cached';
  return /input|prompt/.test(name) ? 'input' : undefined;
}

/** Finds what of the cache and of the reasoning the total counts only once: nothing as a rule. */
function settled(sums: Sums, total: number | undefined, notes: string[]): TokenCounts {
  const { input, cached, written, written5m, written1h, output, reasoning } = sums;
  const split = written5m + written1h;
  // The same writes with and without their lifetimes.
  const isRepeated = written > 0 && written === split;
  const created = isRepeated ? split : written + split;
  const cache = cached + created;
  const sum = input + cache + output + reasoning;
  const isNested = (inside: number) => total === sum - inside;
  let inInput = 0;
  let inOutput = 0;
  if (isRepeated && total === sum + written) {
    notes.push(`${written} cache writes stand there twice, with and without their lifetime: counted once`);
  } else if (total !== undefined && total !== sum) {
    if (cache > 0 && cache <= input && isNested(cache)) inInput = cache;
    else if (reasoning > 0 && reasoning <= output && isNested(reasoning)) inOutput = reasoning;
    else if (cache <= input && reasoning <= output && isNested(cache + reasoning)) {
      inInput = cache;
      inOutput = reasoning;
    }
    notes.push(
      inInput + inOutput > 0
        ? `total ${total} counts ${inInput + inOutput} tokens once that two keys hold`
        : `total ${total} is not the sum of the keys, ${sum}`,
    );
  }
  return {
    input: input - inInput,
    cacheRead: cached,
    cacheWrite5m: isRepeated ? written5m : written + written5m,
    cacheWrite1h: written1h,
    output: output + reasoning - inOutput,
    reasoning,
  };
}

function plainUsage(usage: JsonObject, unit: unknown, isEmbedding: boolean): LoggedUsage {
  if (typeof unit === 'string' && !/^tokens?$/i.test(unit)) {
    return { warning: 'usage is not counted in tokens' };
  }
  const named = (names: readonly string[]): unknown => firstOf(usage, names);
  return openaiUsage(
    {
      prompt_tokens: named(['input', 'promptTokens', 'prompt_tokens']),
      completion_tokens: named(['output', 'completionTokens', 'completion_tokens']),
      // A total of 0 is what is written when there is none.
      total_tokens: named(['total', 'totalTokens', 'total_tokens']) || undefined,
    },
    { reasoningOutside: false, embedding: isEmbedding },
  );
}
