import fc from 'fast-check';
import { expect, test } from 'vitest';
import { azureDiagnostics } from '../../../src/sources/apis/azure-diagnostics.ts';
import {
  callOf,
  callsOf,
  fixtureRecords,
  fixtureText,
  readRecord,
  readTable,
  usageRow,
} from '../../support/read-source.ts';
import { runAudit } from '../../support/run-audit.ts';

const records = fixtureRecords('azure-diagnostics.jsonl');
const options = { map: {}, epoch: 0 };

test.each([
  [1, '09:01:01.123', 200, 840, false],
  // Properties as text; a negative duration is none.
  [2, '09:02:01.123', 200, undefined, true],
  [3, '09:03:01.123', 429, 12, false],
] as const)('line %i', (number, time, status, latencyMs, stream) => {
  const call = callOf(azureDiagnostics, records[number - 1]);
  expect(call).toMatchObject({
    time: Date.parse(`2026-09-15T${time}Z`),
    model: 'gpt-4o-mini',
    requestedModel: 'shop-mini',
    provider: 'azure',
    endpoint: 'chat',
    status,
    failed: status === 429,
    stream,
    key: `azure:${call.id}`,
    tags: { region: 'westeurope', model_version: '2024-07-18' },
  });
  expect([call.latencyMs, call.usage, call.prompt, call.loggedCostUsd]).toEqual([
    latencyMs,
    undefined,
    undefined,
    undefined,
  ]);
});

test('who called is the user, from where is not kept', () => {
  expect(callOf(azureDiagnostics, records[1]).user).toBe('0f0f0f0f-aaaa-bbbb-cccc-121212121212');
  expect(JSON.stringify(callOf(azureDiagnostics, records[0]))).not.toContain('203.0.113');
});

test('operations that are no inference, and other categories', () => {
  expect([3, 7].map((index) => readRecord(azureDiagnostics, records[index]).kind)).toEqual([
    'other',
    'other',
  ]);
  const operation = (operationName: string) =>
    readRecord(azureDiagnostics, { ...(records[0] as object), operationName }).kind;
  expect(
    [
      'ImageGenerations_Create',
      'ListDeployments',
      'Get_Responses',
      'Create_Run',
      'TextAnalytics.Analyze',
    ].map(operation),
  ).toEqual(['other', 'other', 'other', 'other', 'other']);
  expect(['Completions_Create', 'Responses_Create', 'Embeddings_Create'].map(operation)).toEqual([
    'calls',
    'calls',
    'calls',
  ]);
});

test('usage records are read by the names of their counts, or said to be unreadable', () => {
  expect(usageRow(callOf(azureDiagnostics, records[5]).usage)).toEqual([120, 0, 0, 0, 30, 0]);
  expect(readRecord(azureDiagnostics, records[6]).kind).toBe('skip');
});

test('the export of Log Analytics', () => {
  const calls = callsOf(readTable(azureDiagnostics, fixtureText('azure-diagnostics.csv')));
  expect(calls.map(({ time, status, latencyMs, model }) => [time, status, latencyMs, model])).toEqual([
    [Date.UTC(2026, 8, 15, 9, 1, 1, 123), 200, 840, 'gpt-4o-mini'],
    [Date.UTC(2026, 8, 15, 12, 31, 3, 250), 503, undefined, 'gpt-4o-mini'],
  ]);
});

test('every record is recognised, those of other resources are not', () => {
  for (const record of records) expect(azureDiagnostics.recognize!(record, options).score).toBe(0.99);
  const vault = {
    category: 'AuditEvent',
    resourceId: '/SUBSCRIPTIONS/A/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/B',
  };
  const gateway = { category: 'GatewayLogs', resourceId: '/PROVIDERS/MICROSOFT.APIMANAGEMENT/SERVICE/B' };
  for (const record of [vault, gateway, {}, null, []]) {
    expect(azureDiagnostics.recognize!(record, options).score).toBe(0);
  }
});

test('the report says that the cost is unknown, and counts none', async () => {
  const { totals, warnings } = await runAudit('fixtures', ['azure-diagnostics.csv']);
  expect([totals.calls, totals.unpricedCalls, totals.costUsd]).toEqual([2, 1, 0]);
  expect(warnings.map(({ code, count }) => [code, count])).toContainEqual(['unknown-usage', 1]);
});

test('any record is read without throwing or broken counts', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('RequestResponse', 'AzureOpenAIRequestUsage', 'GatewayLogs', 'GatewayLlmLogs'),
      fc.dictionary(
        fc.constantFrom(
          'requestTime',
          'modelName',
          'promptTokens',
          'completionTokens',
          'totalTokens',
          'url',
          'backendResponseBody',
          'sequenceNumber',
          'requestMessages',
          'responseCode',
        ),
        fc.anything(),
      ),
      (category, properties) => {
        const result = readRecord(azureDiagnostics, { ...(records[0] as object), category, properties });
        for (const call of result.kind === 'calls' ? result.calls : []) {
          for (const count of usageRow(call.usage) ?? [])
            expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});
