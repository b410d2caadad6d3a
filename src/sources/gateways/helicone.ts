import { defineSource, type ReadOptions, type ReadResult, type Recognition } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { recordTable } from '../columns/record-table.ts';
import { providerCall } from '../exchange/provider-call.ts';
import {
  answeredModel,
  endpointOfPath,
  gatewayCall,
  keptBody,
  keyOf,
  resultOf,
  withoutQuery,
} from '../gateway-fields/gateway-call.ts';
import { objectIn, purposeIn, tagsOf } from '../gateway-fields/gateway-tags.ts';
import { bodyOrRow, unlessNothing } from '../gateway-fields/gateway-usage.ts';
import { amountOf, millisecondsOf, nameOf, timeOf, workedOutCost } from '../gateway-fields/gateway-values.ts';
import { heliconeUsage } from '../gateway-fields/helicone-usage.ts';
import {
  decimalOf,
  firstOf,
  httpStatusOf,
  isObject,
  type JsonObject,
  textOf,
} from '../record/record-access.ts';
import { addressedProvider, loggedProviderName, makerOf } from '../record/record-provider.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no Helicone request' };
/** Beside `request_created_at`, which nobody else has, any of these. */
const MARKS = ['request_id', 'response_id', 'request_properties', 'delay_ms', 'request_path'];
/** What Helicone writes where no answer of its cache was used. */
const NO_REFERENCE = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;
/** Statuses below 0 are Helicone's own (not documented; read by what its dashboard shows for them). */
const OWN_STATUSES: Readonly<Record<string, string>> = { '-1': 'timeout', '-3': 'cancelled', '-4': 'threat' };
const PENDING = -2;

/**
 * Helicone's requests: rows of its API, and what its export tool writes as JSONL or CSV (FORMATS 9). The usage in a body
 * that was exported with the row comes first, since it splits the cache; without `--include-body` a stand-in is there.
 * The CSV has neither a provider nor cached tokens and leaves cells empty. Times are UTC.
 */
export const helicone = defineSource({
  id: 'helicone',
  title: 'Helicone requests',
  describe:
    'Rows of the API and of the export tool: tokens, cost, users, properties; text with --include-body; its CSV has no cached tokens and no provider.',
  where: 'POST /v1/request/query-clickhouse, or npx @helicone/export --format jsonl --include-body',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'if text is logged' },
  recognizeHeader(header) {
    const isMine = ['response_id', 'request_created_at', 'request_properties'].every((it) =>
      header.includes(it),
    );
    return isMine
      ? { score: 0.99, why: 'columns response_id, request_created_at, request_properties' }
      : NOT_MINE;
  },
  openTable: (header, options) => recordTable(header, options, readRow),
  recognize: (record) =>
    isRow(record) ? { score: 0.99, why: 'request_created_at beside request_id or response_id' } : NOT_MINE,
  read: (record, options) => (isRow(record) ? readRow(record, options) : { kind: 'other' }),
});

function isRow(record: unknown): record is JsonObject {
  if (!isObject(record) || record.request_created_at === undefined) return false;
  return MARKS.filter((name) => record[name] !== undefined).length >= 2;
}

function readRow(row: JsonObject, options: ReadOptions): ReadResult {
  const status = decimalOf(row.response_status);
  const address = textOf(row.target_url) ?? textOf(row.request_path);
  const url = address === undefined ? undefined : withoutQuery(address);
  const body = providerCall(
    {
      url,
      request: keptBody(row.request_body),
      response: keptBody(row.response_body),
      status: httpStatusOf(status),
    },
    options,
  );
  const model =
    nameOf(row.model_override) ??
    nameOf(row.response_model) ??
    answeredModel(body) ??
    nameOf(row.model) ??
    nameOf(row.request_model) ??
    body?.model ??
    options.model;
  const requestedModel = nameOf(row.request_model) ?? body?.requestedModel;
  const provider = providerOf(row, url, model) ?? body?.provider;
  const cacheHit = isCacheHit(row);
  const failed = isFailed(status);
  const counted = bodyOrRow(
    { usage: body?.usage, warning: body?.usageWarning },
    heliconeUsage(row, provider === 'anthropic'),
  );
  const isPending = status === PENDING;
  const logged = unlessNothing(counted, failed || cacheHit || isPending);
  const id = nameOf(row.response_id) ?? nameOf(row.request_id);
  const own: CallRecord = {
    ...purposeOf(row),
    id: nameOf(row.request_id) ?? id,
    key: keyOf('helicone', id, body, cacheHit),
    time: timeOf(firstOf(row, ['request_created_at']), options),
    model,
    requestedModel,
    provider,
    endpoint: endpointOfPath(url),
    status: httpStatusOf(status),
    failed,
    error: failed ? (OWN_STATUSES[String(status)] ?? body?.error) : undefined,
    latencyMs: millisecondsOf(firstOf(row, ['delay_ms', 'latency'])),
    timeToFirstTokenMs: millisecondsOf(row.time_to_first_token),
    loggedCostUsd: cacheHit ? 0 : costOf(row),
    cacheHit: cacheHit ? true : undefined,
  };
  const pending =
    isPending && logged.usage === undefined ? { warning: 'not answered when it was exported' } : logged;
  return resultOf(gatewayCall(body, own, pending));
}

function isFailed(status: number | undefined): boolean {
  return status !== undefined && (status >= 400 || OWN_STATUSES[String(status)] !== undefined);
}

function isCacheHit(row: JsonObject): boolean {
  const reference = textOf(row.cache_reference_id);
  return reference !== undefined && !NO_REFERENCE.test(reference);
}

function providerOf(row: JsonObject, url: string | undefined, model: string | undefined): string | undefined {
  // `X` is xAI, which its address tells.
  const named = /^(?:custom|x)$/i.test(textOf(row.provider) ?? '')
    ? undefined
    : loggedProviderName(row.provider);
  return named ?? addressedProvider(url) ?? makerOf(model);
}

/** US dollars; straight out of the column store it is a large whole number in another unit, which is left out (FORMATS 0.3). */
function costOf(row: JsonObject): number | undefined {
  const cost = amountOf(firstOf(row, ['cost', 'costUSD', 'cost_usd']));
  if (cost === undefined || (Number.isInteger(cost) && cost >= 1000)) return undefined;
  return workedOutCost(cost, false);
}

function purposeOf(row: JsonObject): Pick<CallRecord, 'user' | 'feature' | 'session' | 'trace' | 'tags'> {
  const properties = objectIn(row.request_properties) ?? objectIn(row.properties);
  const plain: Record<string, unknown> = {};
  let session: unknown;
  let feature: unknown;
  for (const [name, value] of Object.entries(properties ?? {})) {
    const bare = name.replace(/^Helicone-Property-/i, '');
    if (/^Helicone-Session-Id$/i.test(bare)) session = value;
    else if (/^Helicone-Session-Name$/i.test(bare)) feature = value;
    else if (!/^Helicone-/i.test(bare) && bare !== '__proto__') plain[bare] = value;
  }
  const lower = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name.toLowerCase(), value]));
  const purpose = purposeIn(lower);
  return {
    user: nameOf(row.request_user_id) ?? purpose.user,
    feature: purpose.feature ?? nameOf(feature),
    session: nameOf(session) ?? purpose.session,
    trace: purpose.trace,
    tags: tagsOf(undefined, plain, { prompt: row.prompt_id }),
  };
}
