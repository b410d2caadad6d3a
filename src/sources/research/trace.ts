import {
  defineSource,
  type ReadOptions,
  type ReadResult,
  type Recognition,
  type RowReader,
  UnmappedColumnsError,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { INVALID, parseAmount, parseCount, parseName } from '../columns/field-values.ts';
import { parseTime } from '../record/timestamps.ts';

/** Tokens per block of a Mooncake trace (kvcache-ai/Mooncake, FAST25 release). */
const BLOCK_TOKENS = 512;

const NOT_MINE: Recognition = { score: 0, why: '' };
const OTHER: ReadResult = { kind: 'other' };
const skip = (reason: string): ReadResult => ({ kind: 'skip', reason });
const one = (call: CallRecord): ReadResult => ({ kind: 'calls', calls: [call] });

const tokens = (input: number, output: number): TokenCounts => ({
  input,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output,
  reasoning: 0,
});

/** Azure's columns: 2023 and 2024; 2025 adds NumImages, whose tokens ContextTokens includes (the dataset's schema). */
const AZURE = ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'];
/** BurstGPT's columns; version 3 adds Session ID and Elapsed time. */
const BURST = ['Timestamp', 'Model', 'Request tokens', 'Response tokens'];

/**
 * Research traces of serving systems. Their rows have no identity, so equal rows stay separate calls.
 * Relative times (BurstGPT: seconds, Mooncake: milliseconds) count from `options.epoch`.
 */
export const trace = defineSource({
  id: 'trace',
  title: 'Research traces (Azure LLM, BurstGPT, Mooncake)',
  describe:
    'Azure LLM inference 2023 to 2025 and BurstGPT tables, Mooncake JSONL: times and token counts; only BurstGPT names models; Mooncake has hashes of its prompts, the others nothing of them.',
  where: 'public data sets: Azure/AzurePublicDataset, HPMLL/BurstGPT, kvcache-ai/Mooncake',
  supports: { duplicates: 'if text is logged', retries: 'no', caching: 'if text is logged' },
  recognizeHeader(header) {
    const columns = header.map(clean);
    if (has(columns, AZURE)) return { score: 0.95, why: `Azure LLM trace: columns ${AZURE.join(', ')}` };
    if (has(columns, BURST)) return { score: 0.95, why: `BurstGPT: columns ${BURST.join(', ')}` };
    return NOT_MINE;
  },
  openTable(header, options) {
    const columns = header.map(clean);
    if (has(columns, AZURE)) return openAzure(columns, options);
    if (has(columns, BURST)) return openBurst(columns, options);
    throw new UnmappedColumnsError(
      `no trace has these columns; expected ${AZURE.join(', ')} (Azure) or ${BURST.join(', ')} (BurstGPT)`,
    );
  },
  recognize(record) {
    if (!isMooncake(record) || !Array.isArray(record.hash_ids)) return NOT_MINE;
    return { score: 0.95, why: 'Mooncake trace: timestamp, input_length, output_length, hash_ids' };
  },
  read: readMooncake,
});

function clean(name: string): string {
  return name.replace(/^\uFEFF/, '').trim();
}

function has(columns: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((name) => columns.includes(name));
}

function openAzure(columns: readonly string[], options: ReadOptions): RowReader {
  const width = columns.length;
  const time = columns.indexOf('TIMESTAMP');
  const context = columns.indexOf('ContextTokens');
  const generated = columns.indexOf('GeneratedTokens');
  return (row) => {
    if (row.length !== width) return skip(`${row.length} fields where the header has ${width}`);
    const input = parseCount(row[context]);
    const output = parseCount(row[generated]);
    if (!(input >= 0)) return skip('ContextTokens is no number of tokens');
    if (!(output >= 0)) return skip('GeneratedTokens is no number of tokens');
    const at = parseTime(row[time], options.logZone);
    return one({
      time: Number.isNaN(at) ? undefined : at,
      model: options.model,
      usage: tokens(input, output),
    });
  };
}

/**
 * A BurstGPT row with 0 response tokens is a request that failed (the dataset's README); no status code is logged.
 * Its request tokens, where there are any, are kept as logged usage and so are billed, by the general rule that a row with usage
 * is billed whether or not it failed: an upper bound, since the provider may have refused the request unprocessed.
 * A failed row with 0 tokens on both sides has no usage at all.
 */
function openBurst(columns: readonly string[], options: ReadOptions): RowReader {
  const width = columns.length;
  const [time, model, request, response, total, session, elapsed, type] = [
    ...['Timestamp', 'Model', 'Request tokens', 'Response tokens'],
    ...['Total tokens', 'Session ID', 'Elapsed time', 'Log Type'],
  ].map((name) => columns.indexOf(name)) as [number, number, number, number, number, number, number, number];
  return (row) => {
    if (row.length !== width) return skip(`${row.length} fields where the header has ${width}`);
    const input = parseCount(row[request]);
    const output = parseCount(row[response]);
    if (!(input >= 0)) return skip('Request tokens is no number of tokens');
    if (!(output >= 0)) return skip('Response tokens is no number of tokens');
    const seconds = parseAmount(row[time]);
    const latency = elapsed < 0 ? Number.NaN : parseAmount(row[elapsed]);
    const sum = total < 0 ? Number.NaN : parseCount(row[total]);
    const failed = output === 0;
    return one({
      time: Number.isNaN(seconds) ? undefined : options.epoch + Math.round(seconds * 1000),
      model: parseName(row[model]) ?? options.model,
      failed,
      latencyMs: Number.isNaN(latency) ? undefined : latency * 1000,
      usage: failed && input === 0 ? undefined : tokens(input, output),
      usageWarning:
        sum >= 0 && sum !== input + output ? 'Total tokens is not request plus response tokens' : undefined,
      feature: type < 0 ? undefined : parseName(row[type]),
      session: session < 0 ? undefined : parseName(row[session]),
    });
  };
}

interface Mooncake {
  readonly timestamp: number;
  readonly input_length: unknown;
  readonly output_length: unknown;
  readonly hash_ids?: unknown;
}

function isMooncake(record: unknown): record is Mooncake {
  if (typeof record !== 'object' || record === null) return false;
  const { timestamp, input_length, output_length } = record as Partial<Mooncake>;
  return typeof timestamp === 'number' && input_length !== undefined && output_length !== undefined;
}

function readMooncake(record: unknown, options: ReadOptions): ReadResult {
  if (!isMooncake(record)) return OTHER;
  const input = typeof record.input_length === 'number' ? parseCount(record.input_length) : INVALID;
  const output = typeof record.output_length === 'number' ? parseCount(record.output_length) : INVALID;
  if (!(input >= 0)) return skip('input_length is no number of tokens');
  if (!(output >= 0)) return skip('output_length is no number of tokens');
  const ids = Array.isArray(record.hash_ids) ? record.hash_ids : [];
  if (!ids.every((id) => typeof id === 'number' || typeof id === 'string')) {
    return skip('hash_ids holds something that is no block id');
  }
  const fits = ids.length === 0 || ids.length === Math.ceil(input / BLOCK_TOKENS);
  return one({
    time: record.timestamp >= 0 ? options.epoch + record.timestamp : undefined,
    model: options.model,
    usage: tokens(input, output),
    usageWarning: fits ? undefined : `hash_ids is not one block per ${BLOCK_TOKENS} tokens of input_length`,
    prompt: ids.length === 0 ? undefined : blocks(ids, input),
  });
}

/** One segment per block, 512 tokens each but the last, which has what is left: they sum to the logged input. */
function blocks(ids: readonly (number | string)[], input: number): Segment[] {
  const segments: Segment[] = [];
  let left = input;
  for (const [index, id] of ids.entries()) {
    const last = index === ids.length - 1;
    const size = last ? left : Math.min(BLOCK_TOKENS, left);
    left -= size;
    segments.push({ kind: 'block', role: '', strings: [String(id)], tokens: size });
  }
  return segments;
}
