import type { ServiceTier } from '../../model/call.ts';
import { anthropicUsage } from '../anthropic-api/anthropic-usage.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { firstCount, type LoggedUsage } from '../record/logged-count.ts';
import { decimalOf, isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** Tokens of a run, and the tier that the names of their details say. */
export interface RunUsage extends LoggedUsage {
  readonly tier?: ServiceTier;
}

/** A set of counts with its details, under LangSmith's names or a provider's own. */
interface Counted {
  readonly input: unknown;
  readonly output: unknown;
  readonly total: unknown;
  readonly inputDetails: JsonObject | undefined;
  readonly outputDetails: JsonObject | undefined;
}

/**
 * The tokens of a run; undefined when it has none. LangSmith's own counts include the cache in the input, whoever the provider is, and split it
 * in the details (its SDK); a provider's usage that an integration left as it was follows the provider's rule. Names of details
 * begin with the tier where it is not the standard one (`priority_cache_read`). What the details hold is checked against
 * the counts as in `openaiUsage`; an old version of the Anthropic wrapper left the cache out of the input.
 */
export function langsmithUsage(run: JsonObject, isEmbedding: boolean): RunUsage | undefined {
  const outputs = objectOf(run.outputs);
  const extra = objectOf(run.extra);
  const metadata = [
    outputs?.usage_metadata,
    objectOf(extra?.metadata)?.usage_metadata,
    messageOf(outputs)?.usage_metadata,
    objectOf(outputs?.output)?.usage_metadata,
  ];
  const logged = [runCounts(run), ...metadata.map(metadataCounts)].filter((it) => it !== undefined);
  const [counted] = logged;
  if (counted !== undefined) {
    // The run's own columns often come without their details.
    const detailed = logged.find(
      ({ inputDetails, input }) =>
        inputDetails !== undefined && decimalOf(input) === decimalOf(counted.input),
    );
    return countedUsage({ ...counted, ...detailsOf(detailed ?? counted) }, isEmbedding);
  }
  const llmOutput = objectOf(outputs?.llm_output);
  for (const raw of [llmOutput?.token_usage, llmOutput?.usage, outputs?.usage]) {
    const usage = objectOf(raw);
    if (usage !== undefined && hasCounts(usage)) return rawUsage(usage, isEmbedding);
  }
  return undefined;
}

function detailsOf({
  inputDetails,
  outputDetails,
}: Counted): Pick<Counted, 'inputDetails' | 'outputDetails'> {
  return { inputDetails, outputDetails };
}

/** Runs without usage carry zeros. */
function hasCounts(usage: JsonObject): boolean {
  const names = ['prompt_tokens', 'completion_tokens', 'input_tokens', 'output_tokens', 'total_tokens'];
  return names.some((name) => {
    const value = usage[name];
    return value !== undefined && value !== null && value !== '' && decimalOf(value) !== 0;
  });
}

function runCounts(run: JsonObject): Counted | undefined {
  if (!hasCounts(run)) return undefined;
  return {
    input: run.prompt_tokens,
    output: run.completion_tokens,
    total: run.total_tokens,
    inputDetails: objectOf(run.prompt_token_details),
    outputDetails: objectOf(run.completion_token_details),
  };
}

function metadataCounts(value: unknown): Counted | undefined {
  const usage = objectOf(value);
  if (usage === undefined || !hasCounts(usage)) return undefined;
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    total: usage.total_tokens,
    inputDetails: objectOf(usage.input_token_details),
    outputDetails: objectOf(usage.output_token_details),
  };
}

/** The first message of LangChain's generations, where it is serialised. */
export function messageOf(outputs: JsonObject | undefined): JsonObject | undefined {
  const first: unknown = Array.isArray(outputs?.generations) ? outputs.generations.flat()[0] : undefined;
  const message = objectOf(objectOf(first)?.message);
  return objectOf(message?.kwargs) ?? message;
}

function countedUsage(counted: Counted, isEmbedding: boolean): RunUsage {
  const notes: string[] = [];
  const details = counted.inputDetails;
  const cached = tieredCount(details, ['cache_read'], notes);
  const created = tieredCount(details, ['cache_creation'], notes);
  const short = tieredCount(details, ['ephemeral_5m_input_tokens'], notes);
  // The JavaScript SDK writes it with an r.
  const long = tieredCount(details, ['ephemeral_1h_input_tokens', 'ephemeral_1hr_input_tokens'], notes);
  const isSplit = short + long > 0 && (created === 0 || created === short + long);
  if (!isSplit && short + long > 0) {
    notes.push(
      `cache writes split into ${short + long}, cache_creation is ${created}: all read as 5-minute writes`,
    );
  }
  const { usage, warning } = openaiUsage(
    {
      prompt_tokens: counted.input,
      completion_tokens: counted.output,
      total_tokens: counted.total,
      prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: isSplit ? short + long : created },
      completion_tokens_details: {
        reasoning_tokens: tieredCount(counted.outputDetails, ['reasoning'], notes),
      },
    },
    { reasoningOutside: false, embedding: isEmbedding },
  );
  const tier = tierOf(details) ?? tierOf(counted.outputDetails);
  const warnings = [...(warning === undefined ? [] : [warning]), ...notes];
  return {
    ...(usage !== undefined && {
      usage: isSplit ? { ...usage, cacheWrite5m: usage.cacheWrite5m - long, cacheWrite1h: long } : usage,
    }),
    ...(warnings.length > 0 && { warning: warnings.join('; ') }),
    ...(tier !== undefined && { tier }),
  };
}

const TIERS = ['priority', 'flex'] as const;

function tieredCount(details: JsonObject | undefined, names: readonly string[], notes: string[]): number {
  const prefixes = ['', ...TIERS.map((tier) => `${tier}_`)];
  let sum = 0;
  for (const prefix of prefixes) {
    sum += firstCount(
      details,
      names.map((name) => prefix + name),
      notes,
    );
  }
  return sum;
}

function tierOf(details: JsonObject | undefined): ServiceTier | undefined {
  return TIERS.find(
    (tier) =>
      details !== undefined &&
      Object.keys(details).some((name) => name === tier || name.startsWith(`${tier}_`)),
  );
}

/** Anthropic's usage has the cache beside the input and no total. */
function rawUsage(usage: JsonObject, isEmbedding: boolean): LoggedUsage {
  const isAnthropic =
    usage.input_tokens !== undefined &&
    usage.total_tokens === undefined &&
    !isObject(usage.input_tokens_details);
  return isAnthropic
    ? anthropicUsage(usage)
    : openaiUsage(usage, { reasoningOutside: false, embedding: isEmbedding });
}
