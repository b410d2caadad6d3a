import { promptTokens } from '../../model/usage.ts';
import { anthropicUsage } from '../anthropic-api/anthropic-usage.ts';
import { openaiUsage, type UsageRule } from '../openai-api/openai-usage.ts';
import { closeUsage, type LoggedUsage } from '../record/logged-count.ts';
import { decimalOf, firstOf, type JsonObject, objectOf } from '../record/record-access.ts';
import { objectIn } from './gateway-tags.ts';
import { withLifetimes } from './gateway-usage.ts';

const COUNTS = ['prompt_tokens', 'completion_tokens', 'total_tokens'];

/**
 * Token counts of a LiteLLM record. The proxy gives every provider OpenAI's shape: `prompt_tokens` includes what was read from
 * and written to a cache (FORMATS 8a), though some versions log Anthropic's own count on the row; so the counts of
 * `metadata.usage_object`, which stand beside their details, come first, then the row's with the details of
 * `metadata.additional_usage_values` or of the kept answer. An Anthropic answer that is kept states all of it itself.
 */
export function litellmUsage(
  row: JsonObject,
  metadata: JsonObject | undefined,
  response: JsonObject | undefined,
  rule: UsageRule,
): LoggedUsage {
  const answer = objectOf(response?.usage);
  if (answer?.input_tokens !== undefined && response?.type === 'message') {
    return checked(anthropicUsage(answer), row);
  }
  const object = objectIn(metadata?.usage_object);
  const isWhole = decimalOf(object?.prompt_tokens) !== undefined;
  const isOwn = object !== undefined && object.input_tokens !== undefined;
  if (object !== undefined && !isWhole && isOwn && object.cache_read_input_tokens !== undefined) {
    return checked(anthropicUsage(object), row);
  }
  const details = { ...answer, ...objectIn(metadata?.additional_usage_values), ...object };
  const usage = isWhole || isOwn ? details : { ...details, ...countsOf(row) };
  if (firstOf(usage, COUNTS) === undefined && !isOwn) return {};
  const logged = withLifetimes(openaiUsage(usage, rule), lifetimesIn(usage));
  return isWhole ? checked(logged, row) : logged;
}

function countsOf(row: JsonObject): JsonObject {
  return Object.fromEntries(COUNTS.map((name) => [name, row[name]]).filter(([, value]) => value !== null));
}

/** The row may count the prompt with or without its cached tokens; anything else is said. */
function checked(logged: LoggedUsage, row: JsonObject): LoggedUsage {
  const { usage } = logged;
  const prompt = decimalOf(row.prompt_tokens);
  const completion = decimalOf(row.completion_tokens);
  if (usage === undefined || prompt === undefined || completion === undefined || prompt + completion === 0)
    return logged;
  const readings = [
    promptTokens(usage),
    usage.input,
    promptTokens(usage) - usage.cacheWrite5m - usage.cacheWrite1h,
  ];
  if (
    readings.includes(prompt) &&
    (completion === usage.output || completion === usage.output - usage.reasoning)
  )
    return logged;
  const note = `the row counts ${prompt} in and ${completion} out, its details ${promptTokens(usage)} and ${usage.output}`;
  return closeUsage(usage, logged.warning === undefined ? [note] : [logged.warning, note]);
}

/** The split of cache writes into 5 minutes and an hour: LiteLLM's name for it, or Anthropic's. */
function lifetimesIn(usage: JsonObject): JsonObject | undefined {
  return (
    objectOf(objectOf(usage.prompt_tokens_details)?.cache_creation_token_details) ??
    objectOf(usage.cache_creation_token_details) ??
    objectOf(usage.cache_creation)
  );
}
