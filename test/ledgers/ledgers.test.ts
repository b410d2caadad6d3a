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
