import { defineSource } from '../../contracts/source.ts';
import { bedrockCall } from '../bedrock-api/bedrock-call.ts';
import { bedrockError } from '../bedrock-api/bedrock-error.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';

/** Counts that the manifest of a finished job sums up. */
const MANIFEST = ['totalRecordCount', 'processedRecordCount', 'successRecordCount'] as const;

/**
 * Output of Bedrock's batch inference (FORMATS 6; user guide, "View the results of a batch inference job"): what was asked
 * and what came back, at half the price. A `recordId` is the customer's and repeats from job to job, so only an answer's own id is a key.
 */
export const bedrockBatch = defineSource({
  id: 'bedrock-batch',
  title: 'Amazon Bedrock batch output',
  describe:
    'Records of a batch inference job with request and answer, at the batch price; they hold no time and, but for Claude, ' +
    'no model: say it with --model.',
  where: 'S3: the output location of the batch inference job, *.jsonl.out',
  supports: { duplicates: 'yes', retries: 'no', caching: 'usage only' },
  recognize(record) {
    if (!isObject(record)) return { score: 0, why: '' };
    if (isManifest(record)) return { score: 0.9, why: 'the manifest of a batch job' };
    if (!isLine(record)) return { score: 0, why: '' };
    return { score: 0.99, why: 'recordId beside modelInput or modelOutput' };
  },
  read(record, options) {
    if (!isObject(record) || !isLine(record)) return { kind: 'other' };
    const failure = failureOf(record.error);
    // A line of the job's input: no call yet.
    if (record.modelOutput === undefined && failure === undefined) return { kind: 'other' };
    const response = objectOf(record.modelOutput);
    if (response === undefined && failure === undefined) {
      return { kind: 'skip', reason: 'modelOutput is no answer' };
    }
    const parts = bedrockCall(
      {
        modelId: undefined,
        request: record.modelInput,
        response,
        failed: failure !== undefined,
      },
      options,
    );
    const answerId = textOf(response?.id);
    return {
      kind: 'calls',
      calls: [
        {
          ...parts,
          id: safeText(textOf(record.recordId)),
          key: answerId?.startsWith('msg_') === true ? `anthropic:${safeText(answerId)}` : undefined,
          status: failure?.status,
          failed: failure !== undefined,
          error: failure?.error,
          tier: 'batch',
          stream: false,
        },
      ],
    };
  },
});

function isLine(record: JsonObject): boolean {
  return (
    typeof record.recordId === 'string' && (isObject(record.modelInput) || record.modelOutput !== undefined)
  );
}

function isManifest(record: JsonObject): boolean {
  return MANIFEST.every((name) => typeof record[name] === 'number');
}

function failureOf(error: unknown): ReturnType<typeof bedrockError> {
  if (error === undefined || error === null) return undefined;
  const code = isObject(error) ? (error.errorCode ?? error.code) : error;
  return bedrockError(code) ?? { status: undefined, error: 'error' };
}
