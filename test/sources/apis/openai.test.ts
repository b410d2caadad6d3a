import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { billedTokens } from '../../../src/model/usage.ts';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { SHARED } from '../../support/shared-folder.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const samples = join(SHARED, 'formats/samples');
const options = { map: {}, epoch: 0 };

const fixture = readFileSync(join(root, 'fixtures/openai.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));

function callOf(record: unknown): CallRecord {
  const result = openai.read!(record, options);
  if (result.kind !== 'calls') throw new Error(`${result.kind}: ${JSON.stringify(record).slice(0, 200)}`);
  expect(result.calls).toHaveLength(1);
  return result.calls[0]!;
}

describe('the fixture', () => {
  // line, [input, cacheRead, cacheWrite5m, output, reasoning], endpoint, provider, time
  const golden: readonly (readonly [number, readonly number[], string, string, string])[] = [
    [1, [31, 0, 0, 2, 0], 'chat', 'openai', '2026-09-10T00:26:40Z'],
    [2, [352, 1536, 512, 130, 96], 'chat', 'openai', '2026-09-10T00:27:00Z'],
    [5, [118, 0, 0, 17, 0], 'chat', 'openai', '2026-09-10T00:29:00Z'],
    [6, [388, 512, 0, 260, 256], 'responses', 'openai', '2026-09-10T00:30:00Z'],
    [7, [6, 0, 0, 0, 0], 'embedding', 'openai', '2026-09-10T00:30:40Z'],
    [8, [4, 0, 0, 5, 0], 'completion', 'openai', '2026-09-10T00:31:00Z'],
    [9, [9, 0, 0, 2, 0], 'chat', 'openai', '2026-09-10T00:31:20Z'],
    [10, [10, 0, 0, 2, 0], 'chat', 'openai', '2026-09-10T00:31:40Z'],
    [11, [11, 0, 0, 5, 0], 'chat', 'openai', '2026-09-10T00:32:00Z'],
    [12, [14, 0, 0, 1, 0], 'chat', 'openai', '2026-09-10T00:32:20Z'],
    [13, [12, 0, 0, 6, 0], 'unknown', 'openai', '2026-09-10T00:32:40Z'],
    [14, [9, 0, 0, 3, 0], 'chat', 'openai', '2026-09-10T00:33:00Z'],
    [15, [88, 512, 0, 40, 0], 'chat', 'deepseek', '2026-09-10T00:33:20Z'],
    [16, [80, 0, 0, 312, 300], 'chat', 'xai', '2026-09-10T00:33:40Z'],
    [17, [40, 0, 0, 8, 0], 'chat', 'openrouter', '2026-09-10T00:34:00Z'],
  ];

  test.each(golden)(
    'line %i',
    (line, [input, cacheRead, cacheWrite5m, output, reasoning], endpoint, provider, time) => {
      const call = callOf(fixture[line - 1]);
      expect(call.usage).toEqual({ input, cacheRead, cacheWrite5m, cacheWrite1h: 0, output, reasoning });
      expect(call.usageWarning).toBeUndefined();
      expect([call.endpoint, call.provider]).toEqual([endpoint, provider]);
      expect(call.time).toBe(Date.parse(time));
      expect(call.failed).toBe(false);
    },
  );

  test('the two failed attempts are two calls, with a code and without a message', () => {
    const [first, second] = [callOf(fixture[2]), callOf(fixture[3])];
    expect([first.status, first.failed, first.error]).toEqual([429, true, 'rate_limit_exceeded']);
    expect([first.attempt, second.attempt]).toEqual([1, 2]);
    expect(first.id).toBe('log-0003');
    expect(first.key).not.toBe(second.key);
    expect(first.usage).toBeUndefined();
  });

  test('the broken line is skipped with a reason', () => {
    expect(openai.read!(fixture[17], options)).toEqual({
      kind: 'skip',
      reason: expect.stringMatching(/not JSON/),
    });
  });

  test('the logger fields', () => {
    expect(callOf(fixture[0])).toMatchObject({
      id: 'log-0001',
      key: 'openai:chatcmpl-fx0001',
      model: 'gpt-4.1-2025-04-14',
      requestedModel: 'gpt-4.1',
      session: 's-17',
      user: 'depot-3',
      feature: 'routing',
      tags: { region: 'north' },
      latencyMs: 840,
      tier: 'standard',
      maxOutputTokens: 50,
      temperature: 0.2,
      params: { temperature: 0.2, max_tokens: 50 },
    });
    expect(callOf(fixture[9])).toMatchObject({ feature: 'naming', tags: { env: 'test' } });
    expect(callOf(fixture[10]).loggedCostUsd).toBe(0.00000465);
    expect(callOf(fixture[16])).toMatchObject({
      loggedCostUsd: 0.00024,
      tags: { upstream_provider: 'Google' },
    });
  });

  test('the prompt: tools, then messages in order, each string apart', () => {
    const { prompt, response } = callOf(fixture[4]);
    expect(prompt!.map((it) => [it.kind, it.role, it.strings.length])).toEqual([
      ['tool', '', 1],
      ['system', 'system', 1],
      ['message', 'user', 1],
      ['message', 'assistant', 2],
      ['message', 'tool', 1],
    ]);
    expect(prompt![3]!.strings).toEqual(['find_depot', '{"postcode":"3311"}']);
    expect(response).toEqual({ text: '', toolCalls: ['find_depot', '{"postcode":"3312"}'] });
  });

  test.each(fixture.map((record, i) => [i + 1, record] as const))(
    'line %i belongs to openai alone',
    (_, record) => {
      expect(openai.recognize!(record, options).score).toBeGreaterThan(0.2);
      expect(anthropic.recognize!(record, options).score).toBe(0);
      expect(anthropic.read!(record, options)).toEqual({ kind: 'other' });
    },
  );

  test('no credential gets into any field', () => {
    const all = JSON.stringify(fixture.map((record) => openai.read!(record, options)));
    expect(JSON.stringify(fixture)).toContain('sk-fixture');
    expect(all).not.toMatch(/sk-fixture|fixturecookie|Bearer/);
  });
});

test('records that hold no call score 0', () => {
  for (const record of [
    {},
    [],
    null,
    'x',
    3,
    { a: { b: 1 } },
    { level: 'info', message: 'hi' },
    { input: 'a', output: 'b' },
  ]) {
    expect(openai.recognize!(record, options).score).toBe(0);
    expect(openai.read!(record, options)).toEqual({ kind: 'other' });
  }
});

test('nothing that JSON can hold makes reading throw', () => {
  const names =
    'request response body messages input output usage choices object model error id time tags metadata role content tools type status prompt completion data kwargs headers'.split(
      ' ',
    );
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('chat.completion', 'response', 'message', 'assistant', '{"a":1}'),
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(node, (record) => {
      for (const source of [openai, anthropic]) {
        source.recognize!(record, options);
        const result = source.read!(record, options);
        if (result.kind !== 'calls') continue;
        for (const { time, latencyMs, loggedCostUsd } of result.calls) {
          for (const value of [time, latencyMs, loggedCostUsd]) expect(value ?? 0).not.toBeNaN();
        }
      }
    }),
    { numRuns: 1500 },
  );
});

describe.skipIf(!existsSync(samples))('recorded traffic (skipped without the shared samples)', () => {
  const files = existsSync(samples)
    ? readdirSync(samples).filter((name) => /^(?:azure_)?openai_.*\.jsonl?$/.test(name))
    : [];
  test.each(files)('%s', (name) => {
    const text = readFileSync(join(samples, name), 'utf8').trim();
    const records = name.endsWith('.jsonl')
      ? text.split('\n').map((line): unknown => JSON.parse(line))
      : [JSON.parse(text)];
    for (const record of records) {
      if (/batch|_org_/.test(name)) {
        expect(openai.recognize!(record, options).score).toBe(0);
        expect(openai.read!(record, options)).toEqual({ kind: 'other' });
        continue;
      }
      const stated = (record as { response: { body: { usage: { total_tokens: number } } } }).response.body
        .usage;
      const call = callOf(record);
      expect(billedTokens(call.usage!)).toBe(stated.total_tokens);
      expect(call.usageWarning).toBeUndefined();
      expect(openai.recognize!(record, options).score).toBeGreaterThan(0.9);
      expect(anthropic.recognize!(record, options).score).toBe(0);
    }
  });
});
