import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { bedrock } from '../../../src/sources/apis/bedrock.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('bedrock.jsonl');
const options = { map: {}, epoch: 0 };
const line = (number: number): CallRecord => callOf(bedrock, records[number - 1]);

/** A record with other parts; `undefined` takes one away. */
function changed(number: number, parts: Record<string, unknown>): Record<string, unknown> {
  return { ...(records[number - 1] as Record<string, unknown>), ...parts };
}

describe('the fixture', () => {
  // line, [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], model, endpoint, finish, stream
  test.each([
    [1, [21, 0, 0, 0, 11, 0], 'amazon.nova-lite-v1:0', 'chat', 'end_turn', false],
    [2, [14, 2048, 100, 200, 40, 0], 'claude-haiku-4-5-20251001', 'chat', 'tool_use', false],
    [3, [18, 0, 1100, 400, 6, 0], 'claude-sonnet-4-5-20250929', 'messages', 'end_turn', true],
    [4, [41000, 0, 0, 0, 900, 0], 'claude-3-haiku-20240307', 'unknown', undefined, false],
    [5, undefined, 'amazon.nova-lite-v1:0', 'chat', undefined, false],
    [6, [8, 0, 0, 0, 4, 0], 'claude-haiku-4-5-20251001', 'messages', 'end_turn', false],
    [7, [3, 0, 0, 0, 0, 0], 'amazon.titan-embed-text-v2:0', 'embedding', undefined, false],
    [8, [7, 0, 0, 0, 2, 0], 'meta.llama3-3-70b-instruct-v1:0', 'completion', 'stop', true],
    [9, [0, 0, 0, 0, 0, 0], 'claude-3-haiku-20240307', 'messages', 'end_turn', true],
    [10, [10, 0, 0, 0, 3, 0], 'amazon.nova-pro-v1:0', 'chat', 'end_turn', false],
  ] as const)('line %i', (number, usage, model, endpoint, finish, stream) => {
    const call = line(number);
    expect(usageRow(call.usage)).toEqual(usage);
    expect([call.model, call.endpoint, call.finishReason, call.stream]).toEqual([
      model,
      endpoint,
      finish,
      stream,
    ]);
    expect(call.provider).toBe('amazon-bedrock');
    expect(call.time).toBe(Date.UTC(2026, 8, 14, 7, number));
    expect(call.key).toBe(`amazon-bedrock:${call.id}`);
    expect(call.failed).toBe(number === 5);
  });

  test('whose call it was, and from where', () => {
    expect(line(1)).toMatchObject({
      user: 'ines',
      feature: 'glossary',
      tags: {
        region: 'eu-central-1',
        inference_region: 'eu-west-1',
        account: '210987654321',
        role: 'checkout-service',
        team: 'logistics',
      },
    });
    expect(line(2).user).toBe('pod-7');
    expect(line(2).requestedModel).toBe('eu.anthropic.claude-haiku-4-5-20251001-v1:0');
    expect(line(6).requestedModel).toBe('application-inference-profile/q1w2e3r4t5y6');
  });

  test('prompts, answers and latencies of Converse', () => {
    const { prompt, response, latencyMs } = line(2);
    expect(prompt?.map(({ kind, role, strings }) => [kind, role, strings.length])).toEqual([
      ['tool', '', 1],
      ['system', 'system', 1],
      ['message', 'user', 1],
      ['message', 'assistant', 2],
      ['message', 'user', 1],
    ]);
    expect(prompt?.at(-1)?.strings).toEqual(['{"place":"Gdansk"}']);
    expect(response).toEqual({ text: 'It is in Gdansk.', toolCalls: ['track_parcel', '{"parcel":"78"}'] });
    expect(latencyMs).toBe(1503);
    expect(line(1)).toMatchObject({ maxOutputTokens: 200, temperature: 0.2 });
  });

  test('a stream: its text, and the latencies that Bedrock adds', () => {
    expect(line(3)).toMatchObject({ latencyMs: 1210, timeToFirstTokenMs: 640, response: { text: 'Gdynia' } });
    expect(line(8)).toMatchObject({ timeToFirstTokenMs: 120, response: { text: 'Hello' } });
  });

  test('bodies kept in S3 leave counts without text', () => {
    expect([line(4).prompt, line(4).response]).toEqual([undefined, undefined]);
  });

  test('a throttled attempt', () => {
    expect(line(5)).toMatchObject({ status: 429, failed: true, error: 'ThrottlingException' });
  });

  test('where record and answer differ, the record counts and the warning names both', () => {
    expect(line(10).usageWarning).toBe('10 input tokens are logged, the answer states 12');
    for (const number of [1, 2, 3, 4, 6, 7, 8, 9]) expect(line(number).usageWarning).toBeUndefined();
  });

  test('a record without anything is skipped', () => {
    expect(readRecord(bedrock, records[10])).toEqual({
      kind: 'skip',
      reason: 'an invocation without model, input, output and error',
    });
  });
});

describe('recognition', () => {
  test('every record, with certainty above what it holds', () => {
    for (const record of records) {
      const { score } = bedrock.recognize!(record, options);
      expect(score).toBeGreaterThan(0.98);
      expect(score).toBeGreaterThan(openai.recognize!(record, options).score);
    }
  });

  test('no other record', () => {
    for (const record of [undefined, null, [], 'ModelInvocationLog', {}, { schemaType: 'Other' }]) {
      expect(bedrock.recognize!(record, options).score).toBe(0);
      expect(readRecord(bedrock, record).kind).toBe('other');
    }
  });
});

describe('what is not known stays unknown', () => {
  test('zeros of a call that succeeded', () => {
    const call = callOf(
      bedrock,
      changed(4, { input: { inputTokenCount: 0 }, output: { outputTokenCount: 0 } }),
    );
    expect(call.usage).toBeUndefined();
    expect(call.usageWarning).toBe('usage is all zeros for a call that succeeded');
  });

  test('an input without an output', () => {
    const call = callOf(bedrock, changed(4, { input: { inputTokenCount: 7 }, output: {} }));
    expect([call.usage, call.usageWarning]).toEqual([undefined, 'the record has no count of output tokens']);
  });

  test('zeros of a failed attempt', () => {
    const call = callOf(
      bedrock,
      changed(4, {
        input: { inputTokenCount: 0 },
        output: { outputTokenCount: 0 },
        errorCode: 'ModelErrorException',
      }),
    );
    expect([call.usage, call.status]).toEqual([undefined, 424]);
  });

  test('a model behind a profile that the answer does not name', () => {
    const arn = 'arn:aws:bedrock:eu-central-1:1:application-inference-profile/abc';
    expect(callOf(bedrock, changed(4, { modelId: arn })).model).toBe('application-inference-profile/abc');
    expect(callOf(bedrock, changed(4, { modelId: arn }), { model: 'claude-opus-4-6' }).model).toBe(
      'claude-opus-4-6',
    );
  });

  test('a provisioned model is not priced as the model it serves', () => {
    const arn = 'arn:aws:bedrock:eu-central-1:1:provisioned-model/abc';
    expect(callOf(bedrock, changed(6, { modelId: arn })).model).toBe('provisioned-model/abc');
  });
});

test('counts of a record from before Bedrock logged cache counts come from the answer', () => {
  const old = structuredClone(records[1]) as { input: Record<string, unknown> };
  delete old.input.cacheReadInputTokenCount;
  delete old.input.cacheWriteInputTokenCount;
  expect(usageRow(callOf(bedrock, old).usage)).toEqual([14, 2048, 100, 200, 40, 0]);
});

test('latency-optimised inference is not priced at standard rates', () => {
  const fast = structuredClone(records[0]) as { output: { outputBodyJson: Record<string, unknown> } };
  fast.output.outputBodyJson.performanceConfig = { latency: 'optimized' };
  expect(callOf(bedrock, fast).tier).toBe('fast');
});

test('credentials in metadata are no tags', () => {
  const call = callOf(
    bedrock,
    changed(4, { requestMetadata: { api_key: 'sk-planted-12345678', note: 'Bearer planted-abc' } }),
  );
  expect(JSON.stringify(call)).not.toContain('planted');
});

test('any record is read without throwing, negative or broken counts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom('input', 'output', 'modelId', 'identity', 'requestMetadata', 'errorCode', 'timestamp'),
      fc.anything({ maxDepth: 3 }),
      fc.dictionary(
        fc.constantFrom('inputTokenCount', 'outputTokenCount', 'inputBodyJson', 'outputBodyJson'),
        fc.anything(),
      ),
      (index, name, value, inner) => {
        const record = { ...(records[index] as object), [name]: name.endsWith('put') ? inner : value };
        const result = readRecord(bedrock, record);
        if (result.kind !== 'calls') return;
        for (const count of usageRow(result.calls[0]!.usage) ?? []) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});
