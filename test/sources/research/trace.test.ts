import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnmappedColumnsError } from '../../../src/contracts/source.ts';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { trace } from '../../../src/sources/research/trace.ts';
import { SHARED } from '../../support/shared-folder.ts';

const EPOCH = Date.UTC(2026, 0, 1);
const options = { map: {}, epoch: EPOCH, model: 'gpt-4o' };
const root = join(import.meta.dirname, '../../..');
const fixture = (name: string) => readFileSync(join(root, 'fixtures', name), 'utf8');
const tokens = (input: number, output: number) => ({
  ...{ input, output, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0 },
});

function table(text: string): { calls: CallRecord[]; skipped: string[] } {
  const [header, ...rows] = text.split(/\r?\n/).filter((line) => line !== '');
  const read = trace.openTable!(header!.split(','), options);
  const results = rows.map((row) => read(row.split(',')));
  return {
    calls: results.flatMap((result) => (result.kind === 'calls' ? result.calls : [])),
    skipped: results.flatMap((result) => (result.kind === 'skip' ? [result.reason] : [])),
  };
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

const read = (record: unknown) => {
  const result = trace.read!(record, options);
  return result.kind === 'calls' ? result.calls[0]! : result;
};

describe('Azure', () => {
  test('2023: equal rows are calls of their own, without a key', () => {
    const { calls, skipped } = table(fixture('trace-azure-2023.csv'));
    expect(skipped).toEqual([]);
    expect(calls).toEqual([
      { time: Date.UTC(2023, 10, 16, 9, 0, 0, 123), model: 'gpt-4o', usage: tokens(1200, 80) },
      { time: Date.UTC(2023, 10, 16, 9, 0, 1), model: 'gpt-4o', usage: tokens(640, 12) },
      { time: Date.UTC(2023, 10, 16, 9, 0, 1), model: 'gpt-4o', usage: tokens(640, 12) },
    ]);
  });

  test('2025: a column more, and a fraction that comes and goes', () => {
    expect(table(fixture('trace-azure-2025.csv')).calls).toEqual([
      { time: Date.UTC(2024, 9, 15) + 9, model: 'gpt-4o', usage: tokens(1711, 45) },
      { time: Date.UTC(2024, 9, 15) + 3000, model: 'gpt-4o', usage: tokens(300, 7) },
    ]);
  });

  test('rows that are cut short or hold no numbers are skipped with the reason; an unreadable time is unknown', () => {
    const header = 'TIMESTAMP,ContextTokens,GeneratedTokens\n';
    const { calls, skipped } = table(
      `${header}2023-11-16 09:00:00,12\nx,3,4\n2023-11-16,a,4\n2023-11-16,3,-4\n`,
    );
    expect(calls).toEqual([{ time: undefined, model: 'gpt-4o', usage: tokens(3, 4) }]);
    expect(skipped).toEqual([
      '2 fields where the header has 3',
      'ContextTokens is no number of tokens',
      'GeneratedTokens is no number of tokens',
    ]);
  });
});

describe('BurstGPT', () => {
  test('version 1: no response is a failure; what it used is billed as logged, and nothing is invented', () => {
    expect(table(fixture('trace-burstgpt-v1.csv')).calls).toEqual([
      {
        time: EPOCH + 7000,
        model: 'ChatGPT',
        failed: false,
        usage: tokens(310, 42),
        feature: 'Conversation log',
      },
      { time: EPOCH + 9000, model: 'GPT-4', failed: true, usage: tokens(815, 0), feature: 'API log' },
      { time: EPOCH + 12000, model: 'GPT-4', failed: true, feature: 'Conversation log' },
    ]);
  });

  test('version 3: session, latency, and a total that is checked', () => {
    const { calls } = table(fixture('trace-burstgpt-v3.csv'));
    expect(calls[0]).toEqual({
      ...{ time: EPOCH + 86_400_500, model: 'GPT-4', failed: false, usage: tokens(100, 20) },
      ...{ session: 's-1', latencyMs: 3250, feature: 'Conversation log' },
    });
    expect(calls[1]!.session).toBeUndefined();
    expect(calls[1]!.usageWarning).toBe('Total tokens is not request plus response tokens');
  });
});

describe('Mooncake', () => {
  test('blocks have 512 tokens, the last what is left', () => {
    const [first, second] = lines(fixture('trace-mooncake.jsonl')).map(read) as CallRecord[];
    const block = (id: string, size: number) => ({ kind: 'block', role: '', strings: [id], tokens: size });
    expect(first).toEqual({
      ...{ time: EPOCH, model: 'gpt-4o', usage: tokens(1100, 30) },
      prompt: [block('0', 512), block('1', 512), block('2', 76)],
    });
    expect(second!.prompt).toEqual([block('0', 512), block('1', 512)]);
    expect(second!.time).toBe(EPOCH + 1500);
  });

  test.each([
    [600, [1, 2, 3], [512, 88, 0]],
    [2000, [1, 2], [512, 1488]],
    [0, [1], [0]],
  ])('%d tokens in blocks %j still sum up, and it is said', (input, ids, sizes) => {
    const call = read({ timestamp: 0, input_length: input, output_length: 1, hash_ids: ids }) as CallRecord;
    expect(call.prompt!.map((segment) => segment.tokens)).toEqual(sizes);
    expect(call.usageWarning).toContain('hash_ids');
  });

  test('what is no trace is other, what is a broken one is skipped', () => {
    for (const record of [null, 1, 'x', [], {}, { timestamp: 0 }])
      expect(read(record)).toEqual({ kind: 'other' });
    const broken = { timestamp: 0, input_length: 10, output_length: 1, hash_ids: [{}] };
    expect(read(broken)).toMatchObject({ kind: 'skip' });
    expect(read({ ...broken, hash_ids: [], input_length: 1.5 })).toMatchObject({ kind: 'skip' });
    expect(read({ ...broken, hash_ids: [], output_length: 'many' })).toMatchObject({ kind: 'skip' });
  });
});

test('recognises its own headers and records and nothing else', () => {
  const score = (header: string) => trace.recognizeHeader!(header.split(','), options).score;
  expect(score('TIMESTAMP,ContextTokens,GeneratedTokens')).toBeGreaterThan(0.9);
  expect(score('\uFEFFTIMESTAMP,NumImages,ContextTokens,GeneratedTokens')).toBeGreaterThan(0.9);
  expect(score('Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type')).toBeGreaterThan(0.9);
  expect(score('timestamp,model,prompt_tokens,completion_tokens')).toBe(0);
  expect(
    trace.recognize!({ timestamp: 0, input_length: 1, output_length: 1, hash_ids: [] }, options).score,
  ).toBeGreaterThan(0.9);
  expect(trace.recognize!({ timestamp: 0, input_length: 1, output_length: 1 }, options).score).toBe(0);
  expect(() => trace.openTable!(['a'], options)).toThrow(UnmappedColumnsError);
});

describe.skipIf(!existsSync(SHARED))('the published traces (skipped: no folder of shared files)', () => {
  const file = (path: string) => readFileSync(join(SHARED, path), 'utf8');

  test('Azure 2023 conversations: every row, and the sums of the columns', () => {
    const text = file('data/azure-llm-2023-conv.csv');
    const { calls, skipped } = table(text);
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','));
    const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
    expect(skipped).toEqual([]);
    expect(calls).toHaveLength(19_366);
    expect(calls.reduce((total, call) => total + call.usage!.input, 0)).toBe(sum(1));
    expect(calls.reduce((total, call) => total + call.usage!.output, 0)).toBe(sum(2));
    expect(calls.map((call) => call.time)).toEqual(
      rows.map(([time]) => Date.parse(`${time!.replace(' ', 'T').slice(0, 23)}Z`)),
    );
  });

  test('Mooncake: 3,993 calls, and 63.96% of blocks were seen before', () => {
    const calls = lines(file('data/mooncake-synthetic.jsonl')).map(read) as CallRecord[];
    const seen = new Set<string>();
    let hits = 0;
    let blocks = 0;
    for (const call of calls) {
      expect(call.usageWarning).toBeUndefined();
      const total = call.prompt!.reduce((sum, segment) => sum + segment.tokens!, 0);
      expect(total).toBe(call.usage!.input);
      for (const segment of call.prompt!) {
        blocks++;
        if (seen.has(segment.strings[0]!)) hits++;
        seen.add(segment.strings[0]!);
      }
    }
    expect(calls).toHaveLength(3993);
    expect(((100 * hits) / blocks).toFixed(2)).toBe('63.96');
  });

  test.each([
    ['azure_llm_2023_conv.csv', 5],
    ['burstgpt_v1.csv', 3],
    ['burstgpt_v3.csv', 3],
  ])('%s', (name, count) => {
    const { calls, skipped } = table(file(`formats/samples/${name}`));
    expect(skipped).toEqual([]);
    expect(calls).toHaveLength(count);
    for (const call of calls) expect(call).not.toHaveProperty('key');
  });
});
