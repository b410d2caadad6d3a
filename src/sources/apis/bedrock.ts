import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import { bedrockCall } from '../bedrock-api/bedrock-call.ts';
import { bedrockError } from '../bedrock-api/bedrock-error.ts';
import { topCounts } from '../bedrock-api/bedrock-usage.ts';
import { fieldOf, type LoggedField, scanFields } from '../logger/logged-fields.ts';
import { loggedTags } from '../logger/logged-tags.ts';
import { firstText, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';

/**
 * Model invocation logs of Amazon Bedrock (FORMATS 6): one record an attempt, SDK retries included. Bodies over 100 KB are
 * kept elsewhere (`inputBodyS3Path`, `outputBodyS3Path`), and none is logged where text delivery is off; the counts stay.
 */
export const bedrock = defineSource({
  id: 'bedrock',
  title: 'Amazon Bedrock invocation logs',
  describe:
    'Model invocation logs from S3 or CloudWatch: InvokeModel and Converse, streamed or not, with tokens, cache use, caller ' +
    'and tags; they hold no cost and, where bodies are off or too big, no prompt.',
  where:
    'S3: AWSLogs/ACCOUNT/BedrockModelInvocationLogs/REGION/..., or the CloudWatch log group of invocation logging',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'yes' },
  recognize(record) {
    if (!isObject(record) || record.schemaType !== 'ModelInvocationLog') return { score: 0, why: '' };
    return { score: 0.99, why: 'schemaType: ModelInvocationLog' };
  },
  read(record, options) {
    if (!isObject(record) || record.schemaType !== 'ModelInvocationLog') return { kind: 'other' };
    return readInvocation(record, options);
  },
});

function readInvocation(record: JsonObject, options: ReadOptions): ReadResult {
  const modelId = textOf(record.modelId);
  const input = objectOf(record.input);
  const output = objectOf(record.output);
  const failure = bedrockError(record.errorCode);
  if (modelId === undefined && input === undefined && output === undefined && failure === undefined) {
    return { kind: 'skip', reason: 'an invocation without model, input, output and error' };
  }
  const notes: string[] = [];
  const counts = topCounts(input, output, notes);
  const time = parseTime(record.timestamp, options.logZone);
  const id = safeText(firstText(record, ['requestId']));
  const metadata = objectOf(record.requestMetadata);
  const parts = bedrockCall(
    {
      modelId,
      request: parsed(input?.inputBodyJson),
      response: parsed(output?.outputBodyJson),
      counts,
      notes,
      failed: failure !== undefined,
    },
    options,
  );
  const operation = textOf(record.operation);
  const isConverse = operation?.startsWith('Converse') === true;
  return {
    kind: 'calls',
    calls: [
      {
        ...parts,
        id,
        key: id === undefined ? undefined : `amazon-bedrock:${id}`,
        time: Number.isNaN(time) ? undefined : time,
        endpoint: parts.endpoint === 'unknown' && isConverse ? 'chat' : parts.endpoint,
        status: failure?.status,
        failed: failure !== undefined,
        error: failure?.error,
        stream: operation === undefined ? undefined : operation.endsWith('Stream'),
        user: callerOf(record, metadata),
        feature: named(metadata, 'feature'),
        session: named(metadata, 'session'),
        trace: named(metadata, 'trace'),
        tags: tagsOf(record, metadata),
      },
    ],
  };
}

/** Bodies are JSON; exports from tables write them as text. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || !/^\s{0,20}[{[]/.test(body)) return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A person or key that the request names, else the caller's name or session: the last part of the ARN. */
function callerOf(record: JsonObject, metadata: JsonObject | undefined): string | undefined {
  const arn = textOf(objectOf(record.identity)?.arn);
  const last = arn?.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  return named(metadata, 'user') ?? safeText(textOf(last));
}

function named(metadata: JsonObject | undefined, field: LoggedField): string | undefined {
  const value = fieldOf(scanFields(metadata), field);
  return typeof value === 'string' ? safeText(value) : undefined;
}

/** The request's metadata, and what the record says of where and as whom it was sent. */
function tagsOf(
  record: JsonObject,
  metadata: JsonObject | undefined,
): Readonly<Record<string, string>> | undefined {
  const own: [string, string][] = [];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) own.push([name, safeText(value) ?? value]);
  };
  add('region', textOf(record.region));
  add('inference_region', textOf(record.inferenceRegion));
  add('account', firstText(record, ['accountId']));
  add('role', /:assumed-role\/([^/]{1,200})\//.exec(textOf(objectOf(record.identity)?.arn) ?? '')?.[1]);
  const tags = { ...Object.fromEntries(own), ...loggedTags({ metadata }, undefined, undefined) };
  return Object.keys(tags).length === 0 ? undefined : tags;
}
