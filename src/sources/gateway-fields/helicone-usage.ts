import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import type { JsonObject } from '../record/record-access.ts';
import { inclusiveUsage } from './gateway-usage.ts';

/**
 * Token counts of a Helicone row. Rows of today count cached tokens, reasoning and audio beside the prompt and the
 * completion; older rows have the provider's raw counts, where Anthropic's exclude and others include the cache
 * (FORMATS 9; Helicone's usage processors). Reasoning beside the completion, or more cached tokens than prompt, or
 * Anthropic, show that the cache is outside. Otherwise the row's `reasoning_tokens` field, which came with the new counting,
 * decides, and a warning says so. `total_tokens` is summed up by the export and proves nothing of the cache.
 */
export function heliconeUsage(row: JsonObject, isAnthropic: boolean): LoggedUsage {
  const notes: string[] = [];
  const prompt = countAt(row, 'prompt_tokens', notes);
  const completion = countAt(row, 'completion_tokens', notes);
  const cacheRead = countAt(row, 'prompt_cache_read_tokens', notes) ?? 0;
  const written = countAt(row, 'prompt_cache_write_tokens', notes) ?? 0;
  const reasoning = countAt(row, 'reasoning_tokens', notes) ?? 0;
  const total = countAt(row, 'total_tokens', notes);
  if (notes.length > 0) return closeUsage(undefined, notes);
  if (prompt === undefined || completion === undefined) {
    return inclusiveUsage({ prompt: row.prompt_tokens, completion: row.completion_tokens, total });
  }
  const audio =
    (countAt(row, 'prompt_audio_tokens', notes) ?? 0) + (countAt(row, 'completion_audio_tokens', notes) ?? 0);
  if (audio > 0) notes.push(`${audio} audio tokens have a price of their own and are left out`);
  const isReasoningOutside = reasoning > 0 && total !== prompt + completion;
  if (total !== undefined && total !== prompt + completion && total !== prompt + completion + reasoning) {
    notes.push(
      `total_tokens ${total} is neither ${prompt + completion} nor ${prompt + completion + reasoning}`,
    );
  }
  if (!isReasoningOutside && reasoning > completion) {
    notes.push(`${reasoning} reasoning tokens exceed the completion of ${completion}`);
  }
  const cached = cacheRead + written;
  const isCertain = isReasoningOutside || isAnthropic || cached > prompt || cached === 0;
  const isOutside = isCertain || row.reasoning_tokens !== undefined;
  if (!isCertain) {
    notes.push(
      `nothing shows whether prompt_tokens ${prompt} includes the ${cached} cached and written tokens: read as ${isOutside ? 'excluding' : 'including'} them`,
    );
  }
  const output = completion + (isReasoningOutside ? reasoning : 0);
  return closeUsage(
    {
      input: isOutside ? prompt : prompt - cached,
      cacheRead,
      cacheWrite5m: written,
      cacheWrite1h: 0,
      output,
      reasoning: Math.min(reasoning, output),
    },
    notes,
  );
}
