import { promptTokens, type TokenCounts } from '../../model/usage.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import type { JsonObject } from '../record/record-access.ts';

/** Counts as a row of a gateway has them, each under whatever name; null and absent are the same. */
export interface RowCounts {
  readonly prompt: unknown;
  readonly completion: unknown;
  readonly total?: unknown;
  readonly cached?: unknown;
  readonly written?: unknown;
  readonly reasoning?: unknown;
}

const INSIDE = { reasoningOutside: false, embedding: false };

/**
 * Counts of a row where cached and written tokens are inside the prompt and reasoning is inside the completion, unless
 * the arithmetic says otherwise (FORMATS 0.2). Nothing, and no warning, when the row counts neither side.
 */
export function inclusiveUsage(counts: RowCounts, rule = INSIDE): LoggedUsage {
  const { prompt, completion, total, cached, written, reasoning } = counts;
  if (isAbsent(prompt) && isAbsent(completion)) return {};
  return openaiUsage(
    {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: total,
      prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
      completion_tokens_details: { reasoning_tokens: reasoning },
    },
    rule,
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Cache writes by lifetime, where `split` has Anthropic's names for them and sums to the writes that are known. */
export function withLifetimes({ usage, warning }: LoggedUsage, split: JsonObject | undefined): LoggedUsage {
  if (usage === undefined || split === undefined) return { usage, warning };
  const notes = warning === undefined ? [] : [warning];
  const short = countAt(split, 'ephemeral_5m_input_tokens', notes);
  const long = countAt(split, 'ephemeral_1h_input_tokens', notes);
  if (short === undefined && long === undefined) return { usage, warning };
  const written = usage.cacheWrite5m + usage.cacheWrite1h;
  const sum = (short ?? 0) + (long ?? 0);
  if (sum !== written) {
    notes.push(`cache writes split into ${sum}, and are ${written}: all read as 5-minute writes`);
    return closeUsage(usage, notes);
  }
  return closeUsage({ ...usage, cacheWrite5m: short ?? 0, cacheWrite1h: long ?? 0 }, notes);
}

/**
 * The usage that the provider's own body states, since it splits the cache; the row's where there is no body. A row that
 * counts something else, cached tokens and reasoning taken either way, gives a warning.
 */
export function bodyOrRow(body: LoggedUsage, row: LoggedUsage): LoggedUsage {
  if (body.usage === undefined)
    return row.usage === undefined ? { warning: body.warning ?? row.warning } : row;
  if (row.usage === undefined || isNothing(row.usage) || agree(body.usage, row.usage)) return body;
  const note =
    `the row counts ${promptTokens(row.usage)} in and ${row.usage.output} out, ` +
    `the body ${promptTokens(body.usage)} and ${body.usage.output}: the body is taken`;
  return closeUsage(body.usage, body.warning === undefined ? [note] : [body.warning, note]);
}

function agree(body: TokenCounts, row: TokenCounts): boolean {
  const prompt = promptTokens(row);
  const isPrompt = prompt === promptTokens(body) || prompt === body.input;
  return isPrompt && (row.output === body.output || row.output === body.output - body.reasoning);
}

/** Gateways write zeros where they know nothing: a call that failed or was answered by a cache used nothing, others cannot have. */
export function unlessNothing(logged: LoggedUsage, isExpected: boolean): LoggedUsage {
  if (logged.usage === undefined || !isNothing(logged.usage)) return logged;
  return isExpected ? {} : { warning: logged.warning ?? 'usage is all zeros for a call that succeeded' };
}

function isNothing(usage: TokenCounts): boolean {
  return promptTokens(usage) === 0 && usage.output === 0;
}
