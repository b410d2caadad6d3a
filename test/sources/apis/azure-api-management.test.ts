import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { azureApiManagement } from '../../../src/sources/apis/azure-api-management.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
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

const records = fixtureRecords('azure-api-management.jsonl');
const options = { map: {}, epoch: 0 };
const read = (number: number): readonly CallRecord[] =>
  callsOf([readRecord(azureApiManagement, records[number - 1])]);

describe('the gateway’s log', () => {
  test('with usage in the body it is the call', () => {
    const [call, ...others] = read(1);
    expect(others).toEqual([]);
    expect(usageRow(call?.usage)).toEqual([76, 1024, 0, 0, 4, 0]);
    expect(call).toMatchObject({
      model: 'gpt-4o-mini-2024-07-18',
      requestedModel: 'shop-mini',
      provider: 'azure',
      status: 200,
      latencyMs: 715,
      response: { text: 'Shelf nine.' },
      tags: { subscription: 'team-search', product: 'llm', region: 'West Europe' },
      key: 'azure:dddd0001-1111-4222-8333-444455556666',
      time: Date.parse('2026-09-16T10:01:00.123Z'),
    });
  });

  test.each([
    [2, 'the answer was not logged: its tokens are unknown'],
    [4, 'the answer was cut by the log: its tokens are unknown'],
  ])('line %i, without usage, is a call of unknown cost and lends its outcome', (number, warning) => {
    const [call, part, ...others] = read(number);
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      usage: undefined,
      prompt: undefined,
      response: undefined,
      usageWarning: warning,
    });
    expect(part).toEqual({ join: call?.join, isPart: true, status: 200, failed: false, latencyMs: 715 });
    expect(call?.key).toBe(call?.join);
  });

  test('the text of a stream that was cut is not counted as the whole answer', () => {
    const chunk = 'data: {"object":"chat.completion.chunk","choices":[{"delta":{"content":"word "}}]}\n\n';
    const row = structuredClone(records[1]) as { properties: Record<string, unknown> };
    row.properties.backendResponseBody = chunk.repeat(200);
    expect(callsOf([readRecord(azureApiManagement, row)])[0]).toMatchObject({
      response: undefined,
      prompt: undefined,
    });
    row.properties.backendResponseBody = chunk;
    expect(callsOf([readRecord(azureApiManagement, row)])[0]).toMatchObject({ response: { text: 'word ' } });
  });

  test('a refused request is a failed attempt', () => {
    expect(read(3)).toMatchObject([
      { status: 429, failed: true, latencyMs: 715, prompt: [{ strings: ['Which shelf?'] }] },
    ]);
  });

  test('other APIs behind the gateway are other records', () => {
    expect(readRecord(azureApiManagement, records[4]).kind).toBe('other');
  });

  test('keys in URLs and messages of errors stay out', () => {
    for (let number = 1; number <= records.length; number++) {
      expect(JSON.stringify(read(number))).not.toMatch(/gw-secret|sk-notakey|203\.0\.113/);
    }
  });
});

describe('the language model log', () => {
  test('the row with the tokens is the call', () => {
    const call = callOf(azureApiManagement, records[5]);
    expect(usageRow(call.usage)).toEqual([50, 0, 0, 0, 9, 0]);
    expect(call).toMatchObject({ stream: true, provider: 'azure', requestedModel: 'shop-mini' });
  });

  test('rows with messages are its parts; a piece of a longer message is none', () => {
    expect(read(7)).toMatchObject([
      { isPart: true, prompt: [{ kind: 'system' }, { strings: ['Which shelf?'] }] },
    ]);
    expect(read(8)).toMatchObject([{ isPart: true, response: { text: 'Shelf nine.' } }]);
    expect(readRecord(azureApiManagement, records[8]).kind).toBe('other');
  });

  test('zeros are of a request that reached no model', () => {
    expect(readRecord(azureApiManagement, records[9]).kind).toBe('other');
  });

  test('cached tokens stand beside a Claude prompt and inside an OpenAI one', () => {
    expect(usageRow(callOf(azureApiManagement, records[10]).usage)).toEqual([26, 4000, 0, 0, 80, 0]);
    expect(usageRow(callOf(azureApiManagement, records[11]).usage)).toEqual([500, 1500, 0, 0, 10, 0]);
    const row = structuredClone(records[10]) as { properties: Record<string, unknown> };
    row.properties.promptCachedTokens = 20;
    expect(usageRow(callOf(azureApiManagement, row).usage)).toEqual([26, 20, 0, 0, 80, 0]);
  });

  test('a Claude row says what the log leaves out', () => {
    expect(callOf(azureApiManagement, records[10])).toMatchObject({
      provider: undefined,
      usageWarning: 'the gateway logs no cache writes of Claude models',
    });
    const row = structuredClone(records[10]) as { properties: Record<string, unknown> };
    delete row.properties.promptCachedTokens;
    expect(callOf(azureApiManagement, row).usageWarning).toBe(
      'the gateway logs no cache tokens of Claude models',
    );
  });
});

describe('tables', () => {
  test('the dedicated table', () => {
    const calls = callsOf(readTable(azureApiManagement, fixtureText('azure-api-management.csv')));
    expect(calls.map(({ isPart, usage }) => [isPart, usageRow(usage)?.[0]])).toEqual([
      [undefined, 50],
      [true, undefined],
      [true, undefined],
    ]);
    expect(calls[0]?.time).toBe(Date.UTC(2026, 8, 16, 10, 2, 1));
  });

  test('AzureDiagnostics, with both logs in one', () => {
    const calls = callsOf(readTable(azureApiManagement, fixtureText('azure-api-management-diagnostics.csv')));
    expect(calls.map(({ status, isPart, usage }) => [status, isPart, usageRow(usage)?.[4]])).toEqual([
      [undefined, undefined, 9],
      [200, undefined, undefined],
      [200, true, undefined],
      [429, undefined, undefined],
    ]);
  });

  test.each(['azure-api-management.csv', 'azure-api-management-diagnostics.csv'])(
    '%s is recognised',
    (name) => {
      const header = fixtureText(name).split('\r\n')[0]!.split(',');
      expect(azureApiManagement.recognizeHeader!(header, options).score).toBe(0.97);
    },
  );

  test('other tables are not', () => {
    for (const header of [['CorrelationId', 'Url'], ['model', 'PromptTokens', 'CompletionTokens'], []]) {
      expect(azureApiManagement.recognizeHeader!(header, options).score).toBe(0);
    }
  });
});

test('a request in both logs counts once, with its tokens', async () => {
  const { totals, inputs } = await runAudit('fixtures', ['azure-api-management-diagnostics.csv']);
  expect([totals.calls, totals.failedCalls, totals.unpricedCalls, totals.tokens.input]).toEqual([
    2, 1, 0, 50,
  ]);
  expect(inputs[0]?.skipped).toBe(0);
});

test('every record is recognised above the shapes that it embeds', () => {
  for (const record of records) {
    const { score } = azureApiManagement.recognize!(record, options);
    expect(score).toBe(0.99);
    expect(score).toBeGreaterThan(openai.recognize!(record, options).score);
  }
});
