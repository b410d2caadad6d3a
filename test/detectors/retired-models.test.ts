import { describe, expect, test } from 'vitest';
import { retiredModels } from '../../src/detectors/retired-models.ts';
import { inOrder } from '../support/calls.ts';
import { realModels } from './real-models.ts';
import { runDetector } from './run-detector.ts';

const models = realModels({ at: Date.UTC(2026, 10, 20) });
const NOVEMBER = Date.UTC(2026, 10, 12);

type Parts = Parameters<typeof inOrder>[0][number];

const run = (parts: readonly Parts[], settings = {}, known = models) =>
  runDetector(
    retiredModels,
    inOrder(parts.map((part, i) => ({ time: NOVEMBER + i * 1000, provider: '', ...part }))),
    undefined,
    settings,
    known,
  );

test('a model with an announced end, with what its calls cost here and on the replacement', () => {
  const tokens = { input: 100_000, output: 100_000 };
  const [group, ...others] = run([
    { model: 'claude-sonnet-4-5', usage: tokens },
    { model: 'gpt-5.4', usage: tokens },
  ]);
  expect(others).toEqual([]);
  // Sonnet 4.5: 0.3 + 1.5; GPT-5.4: 0.25 + 1.5; Sonnet 5.5: 0.2 + 1.
  expect(group).toMatchObject({
    id: 'claude-sonnet-4-5 2026-11-30 https://platform.claude.com/docs/en/about-claude/model-deprecations',
    label: 'claude-sonnet-4-5',
    review: false,
    columns: {
      status: 'retires soon',
      retires: '2026-11-30',
      daysLeft: 10,
      replacement: 'claude-sonnet-5-5',
      tokens: 200_000,
      costUsd: 1.8,
      costShare: 1.8 / 3.55,
      replacementUsd: 1.2,
      failed: 0,
    },
    fix: 'Set the model parameter to claude-sonnet-5-5 instead of claude-sonnet-4-5 before 2026-11-30, its last day.',
  });
  expect(group!.waste.size).toBe(0);
});

test('its calls under every name, failed ones and those without a time too', () => {
  const parts: readonly Parts[] = [
    { model: 'gpt-4.1-mini' },
    { model: 'gpt-4.1-mini-2025-04-14', requestedModel: 'gpt-4.1-mini' },
    { model: 'gpt-4.1-mini', failed: true, usageBasis: 'none', usage: { input: 0, output: 0 } },
    { model: 'gpt-4.1-mini', time: Number.NaN },
    { model: 'gpt-6-luna' },
  ];
  const [group, ...others] = run(parts);
  expect(others).toEqual([]);
  expect(group!.columns).toMatchObject({ failed: 1, tokens: 3300 });
  const calls = inOrder(parts).map((call) => ({ ...call, provider: '' }));
  expect(group!.covered!.calls).toBe(4);
  expect(calls.map((call) => group!.covered!.covers(call))).toEqual([true, true, true, true, false]);
});

test('what was asked for counts, also where another model answered', () => {
  expect(run([{ requestedModel: 'grok-3', model: 'grok-4.3' }]).map(({ label }) => label)).toEqual([
    'grok-3',
  ]);
  expect(run([{ requestedModel: 'our-deployment', model: 'gpt-4o-2024-08-06' }])).toHaveLength(1);
});

describe('when it is reported', () => {
  const label = (parts: Parts, settings = {}) => run([parts], settings).map(({ columns }) => columns.status);

  test('retired before the log, before today, or within the days of either', () => {
    expect(label({ model: 'gpt-4-turbo' })).toEqual(['retired']);
    // 2027-04-01 is 132 days after 2026-11-20.
    expect(label({ model: 'gpt-5.1' })).toEqual(['retires soon']);
    expect(label({ model: 'gpt-5.1' }, { days: 132 })).toEqual(['retires soon']);
    expect(label({ model: 'gpt-5.1' }, { days: 131 })).toEqual([]);
    expect(label({ model: 'gpt-5.1', time: Date.UTC(2027, 0, 1) }, { days: 90 })).toEqual(['retires soon']);
    expect(label({ model: 'claude-3-5-sonnet', time: Date.UTC(2025, 3, 1) }, { days: 0 })).toEqual([
      'retired',
    ]);
  });

  test('deprecated without a day', () => {
    expect(label({ model: 'command-r-plus' })).toEqual(['deprecated']);
    expect(label({ model: 'gemini-1.5-pro', time: Date.UTC(2025, 3, 1) })).toEqual(['deprecated']);
  });

  test('not where nothing is announced or the model is unknown', () => {
    expect(label({ model: 'gpt-5.4' })).toEqual([]);
    expect(label({ model: 'gemini-2.5-flash-lite' })).toEqual([]);
    expect(label({ model: 'house-model' })).toEqual([]);
    expect(label({ model: '' })).toEqual([]);
  });

  test('by whoever serves it', () => {
    const at = (provider: string) =>
      run([{ model: 'gpt-4.1', provider }]).map(({ columns }) => columns.retires);
    expect(at('openai')).toEqual(['2027-01-14']);
    expect(at('azure')).toEqual(['2027-04-14']);
    expect(at('openrouter')).toEqual([]);
  });
});

test('also where the price is unknown', () => {
  const model = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
  const [group] = run([{ model, provider: 'bedrock' }]);
  expect(group).toMatchObject({
    label: model,
    columns: { retires: '2026-10-14', costUsd: null, tokens: 1100 },
  });
});

test('unknown money is null, never 0', () => {
  const [group] = run([{ model: 'gpt-4.1', usageBasis: 'none', usage: { input: 0, output: 0 } }]);
  expect(group!.columns).toMatchObject({ costUsd: null, replacementUsd: null, costShare: null });
  // No replacement that is still served is recommended.
  const [retired] = run([{ model: 'claude-3-opus' }]);
  expect(retired!.columns).toMatchObject({ replacement: null, replacementUsd: null, costUsd: 0.0225 });
});
