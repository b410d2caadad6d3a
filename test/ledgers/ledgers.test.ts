import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgers } from '../../src/ledgers/index.ts';
import { entryRow, readExport } from '../support/read-ledger.ts';
import { sharedFile } from '../support/shared-folder.ts';

const none = undefined;
const gpt = 'gpt-4.1-2025-04-14';
const haiku = 'claude-haiku-4-5-20251001';
const usage = [
  ['2026-09-01', gpt, 6, 8000, 4000, 0, 0, 900, none],
  ['2026-09-01', gpt, 5, 5000, 0, 0, 0, 100, none],
];

describe.each([
  // file, ledger, entries, spans, skipped
  ['openai-usage.json', 'openai-usage', usage, 2, []],
  ['openai-usage.csv', 'openai-usage', usage, 3, ['cached tokens 400 and written 0 exceed the input 100']],
  [
    'openai-costs.csv',
    'openai-costs',
    [
      ['2026-09-01', gpt, none, none, none, none, none, none, 0.016],
      ['2026-09-01', gpt, none, none, none, none, none, none, 0.002],
      ['2026-09-01', none, none, none, none, none, none, none, 0.25],
    ],
    4,
    ['a cost that is not in US dollars'],
  ],
  [
    'anthropic-usage.csv',
    'anthropic-usage',
    [
      ['2026-09-01', haiku, none, 1500, 7000, 300, 200, 420, none],
      ['2026-09-01', haiku, none, 100, 0, 0, 0, 10, none],
    ],
    2,
    ['usage_input_tokens_no_cache is a string, not a count of tokens'],
  ],
  [
    'anthropic-costs.csv',
    'anthropic-costs',
    [
      ['2026-09-01', 'Claude Haiku 4.5', none, none, none, none, none, none, 0],
      ['2026-09-01', 'Claude Haiku 4.5', none, none, none, none, none, none, 1.25],
      ['2026-09-01', none, none, none, none, none, none, none, 0.3],
    ],
    3,
    [],
  ],
  [
    'openrouter-daily.csv',
    'openrouter-daily',
    [
      ['2026-09-01', 'openai/gpt-4.1', 4, 5000, 0, 0, 0, 300, 0.0123],
      ['2026-09-02', 'openai/gpt-4.1', 4, 5000, 0, 0, 0, 300, none],
    ],
    2,
    [],
  ],
  [
    'litellm-daily.jsonl',
    'litellm-daily',
    [['2026-09-01', 'gpt-4.1', 7, 7500, 1000, 500, 0, 400, 0.021]],
    1,
    ['cached and written tokens 1000 exceed the prompt 10'],
  ],
  [
    'deepseek-amount.csv',
    'deepseek-platform',
    [
      ['2026-09-01', 'deepseek-chat', none, 0, 64000, 0, 0, 0, none],
      ['2026-09-01', 'deepseek-chat', none, 2000, 0, 0, 0, 0, none],
      ['2026-09-01', 'deepseek-chat', none, 0, 0, 0, 0, 1500, none],
      ['2026-09-01', 'deepseek-chat', 12, none, none, none, none, none, none],
    ],
    4,
    [],
  ],
] as const)('%s', (file, ledger, entries, spans, skipped) => {
  test('is known and read', async () => {
    const reading = await readExport(file);
    expect(reading.ledger).toBe(ledger);
    expect(reading.entries.map(entryRow)).toEqual(entries);
    expect(reading.spans).toHaveLength(spans);
    expect(reading.skippedSamples.map(({ reason }) => reason)).toEqual(skipped);
    expect(reading.skipped).toBe(skipped.length);
  });
});

test('batch, tier, item and rounding are kept', async () => {
  const [openai, costs, anthropic] = await Promise.all(
    ['openai-usage.csv', 'anthropic-costs.csv', 'anthropic-usage.csv'].map((name) => readExport(name)),
  );
  expect(openai!.entries.map(({ tier }) => tier)).toEqual(['standard', 'batch']);
  expect(anthropic!.entries.map(({ tier }) => tier)).toEqual(['standard', 'batch']);
  expect(costs!.entries.map(({ item, costStepUsd }) => [item, costStepUsd])).toEqual([
    ['input_no_cache', 0.01],
    ['output', 0.01],
    ['web_search', 0.01],
  ]);
});

const ledgerOf = (id: string) => ledgers.find((ledger) => ledger.id === id)!;
const read = { map: {}, epoch: 0 };

test.each([
  ['gpt-4.1-2025-04-14, cached input', 'gpt-4.1-2025-04-14'],
  ['priority | gpt-4.1-2025-04-14, output, long context', 'gpt-4.1-2025-04-14'],
  ['gpt-audio-mini-2025-12-15 audio, input', 'gpt-audio-mini-2025-12-15'],
  ['web search tool calls', undefined],
  ['Vector storage, 2 GB', undefined],
])('the model of the line item %s', (line_item, model) => {
  const results = [{ object: 'organization.costs.result', amount: { value: 1, currency: 'usd' }, line_item }];
  const result = ledgerOf('openai-costs').read!(
    { data: [{ start_time: 1_788_220_800, end_time: 1_788_307_200, results }] },
    read,
  );
  expect(result.kind === 'entries' && result.entries[0]!.model).toBe(model);
});

test.each([
  [{ n_cached_context_tokens_total: 300 }, 700, 300, undefined],
  [{}, 1000, 0, ['cacheRead']],
])('cached tokens of the old activity: %j', (more, input, cacheRead, unsplit) => {
  const row = { aggregation_timestamp: 1_730_696_460, n_requests: 2, snapshot_id: 'gpt-4o-2024-08-06' };
  const tokens = { n_context_tokens_total: 1000, n_generated_tokens_total: 50 };
  const result = ledgerOf('openai-activity').read!({ data: [{ ...row, ...tokens, ...more }] }, read);
  expect(result).toMatchObject({ entries: [{ requests: 2, tokens: { input, cacheRead, output: 50 } }] });
  expect(result.kind === 'entries' && result.entries[0]!.unsplit).toEqual(unsplit);
});

test.each([
  ['2026-03-31', undefined],
  ['2026-03-31 02:00', '02:00'],
  ['2026-03-31T00:00:00Z', '00:00:00Z'],
])('the Console’s row of %s is of that day', (time, hour) => {
  const header = ['usage_date_utc', 'model_version', 'usage_input_tokens_no_cache', 'usage_output_tokens'];
  const result = ledgerOf('anthropic-usage').openTable!(header, read)([time, haiku, '100', '20']);
  const from = Date.UTC(2026, 2, 31);
  expect(result).toMatchObject({ entries: [{ from, to: from + 86_400_000, tokens: { input: 100 } }] });
  expect(result.kind === 'entries' && result.entries[0]!.tags?.hour).toBe(hour);
});

test.each(['2026-07-16', '20260716'])('DeepSeek’s older rows have a date: %s', (date) => {
  const header = 'user_id,utc_date,model,api_key_name,api_key,type,price,amount'.split(',');
  const deepseek = ledgerOf('deepseek-platform');
  expect(deepseek.recognizeHeader!(header).score).toBeGreaterThan(0.9);
  const row = ['u', date, 'deepseek-v4-pro', 'ci', 'sk-9***7', 'input_cache_miss_tokens', '0.1', '77'];
  const from = Date.UTC(2026, 6, 16);
  expect(deepseek.openTable!(header, read)(row)).toMatchObject({
    entries: [{ from, to: from + 86_400_000, tokens: { input: 77 } }],
  });
});

const samples = sharedFile('formats/samples');

test.skipIf(samples === undefined)('the providers’ own examples', async () => {
  const sample = (name: string) => readExport(join(samples!, name));
  // 1,000 input tokens, of which 400 cached and 100 written.
  expect((await sample('openai_org_usage_completions.json')).entries.map(entryRow)).toEqual([
    ['2024-11-01', none, 5, 500, 400, 100, 0, 500, none],
  ]);
  expect((await sample('openai_org_costs.json')).entries.map(entryRow)).toEqual([
    ['2024-11-01', none, none, none, none, none, none, none, 0.06],
  ]);
  expect((await sample('anthropic_usage_report.json')).entries.map(entryRow)).toEqual([
    ['2025-08-01', 'claude-sonnet-4-20250514', none, 1500, 200, 500, 1000, 500, none],
  ]);
});

test('cents of the cost report are divided', async () => {
  const costs = ledgers.find(({ id }) => id === 'anthropic-costs')!;
  const page = {
    data: [
      {
        starting_at: '2026-09-01T00:00:00Z',
        ending_at: '2026-09-02T00:00:00Z',
        results: [{ amount: '123.45', currency: 'USD', token_type: 'output_tokens', model: haiku }],
      },
    ],
    has_more: false,
  };
  expect(costs.recognize!(page).score).toBeGreaterThan(0.9);
  const result = costs.read!(page, { map: {}, epoch: 0 });
  expect(result.kind === 'entries' && result.entries[0]?.costUsd).toBe(1.2345);
});

test.each(ledgers.map((ledger) => [ledger.id, ledger] as const))(
  '%s says what and where it is',
  (_, ledger) => {
    expect(ledger.describe).toMatch(/\.$/);
    expect(ledger.where).not.toBe('');
  },
);
