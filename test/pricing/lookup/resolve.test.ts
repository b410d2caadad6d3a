import { describe, expect, test } from 'vitest';
import { withoutDate } from '../../../src/pricing/lookup/model-name.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { TABLE } from '../../../src/pricing/table/table.ts';
import { ask } from '../ask.ts';

const book = loadPriceBook();
const NOW = Date.UTC(2026, 10, 20);

function match(model: string, provider = '', time = NOW): string {
  const result = book.resolve(model, provider, time);
  if (!result.found) return result.code;
  return `${result.period.row.provider}:${result.period.row.model} ${result.how}${result.routed ? ' routed' : ''}`;
}

describe('names', () => {
  test.each([
    ['gpt-4.1', '', 'openai:gpt-4.1 id'],
    ['gpt-4.1-2025-04-14', '', 'openai:gpt-4.1 alias'],
    ['gpt-4.1-2025-12-24', '', 'openai:gpt-4.1 date-suffix'],
    ['claude-opus-5-20260724', '', 'anthropic:claude-opus-5 date-suffix'],
    ['claude-sonnet-4-5@20250929', '', 'anthropic:claude-sonnet-4-5 date-suffix'],
    ['claude-opus-4.5-20251101', '', 'anthropic:claude-opus-4-5 date-suffix'],
    // Never a shorter or similar name, never another letter case.
    ['claude-opus-5-5-mini', '', 'unknown-model'],
    ['claude-opus-5-6', '', 'unknown-model'],
    ['gpt-5.6-nova', '', 'unknown-model'],
    ['gpt-4.1-preview', '', 'unknown-model'],
    ['GPT-4.1', '', 'unknown-model'],
    ['gpt-4.1 ', '', 'unknown-model'],
    ['gpt-4.1-2025-13-01', '', 'unknown-model'],
    ['gpt-4.1-2025-02-30', '', 'unknown-model'],
    ['gpt-4.1-2025-04-14-2025-04-15', '', 'openai:gpt-4.1 date-suffix'],
    ['', '', 'unknown-model'],
    ['-2025-04-14', '', 'unknown-model'],
    // Unless the table itself says so.
    ['GLM-4.7', '', 'zai:glm-4.7 alias'],
    ['constructor', '__proto__', 'unknown-provider'],
  ])('%s at "%s" is %s', (model, provider, expected) => {
    expect(match(model, provider)).toBe(expected);
  });

  test('a name with a date of its own does not fall back to the one without', () => {
    expect(match('gpt-4o-2024-08-06', '', Date.UTC(2024, 6, 1))).toBe('no-price-at-date');
    expect(match('gpt-4o', '', Date.UTC(2024, 6, 1))).toBe('openai:gpt-4o id');
  });

  test('an id whose price ended is still found as an alias', () => {
    expect(match('deepseek-chat', '', Date.UTC(2026, 3, 23))).toBe('deepseek:deepseek-chat id');
    expect(match('deepseek-chat', '', Date.UTC(2026, 3, 24))).toBe('deepseek:deepseek-v4-flash alias');
  });

  test('every name of the table finds its own row while it is in force', () => {
    for (const row of TABLE) {
      const time = row.effective_from === null ? Date.UTC(2015, 0, 1) : Date.parse(row.effective_from);
      for (const name of [row.model, ...row.aliases]) {
        const result = book.resolve(name, row.provider, time);
        expect(result.found && result.period.row, `${row.provider} ${name}`).toBe(row);
      }
    }
  });

  test('very long names are refused quickly', () => {
    expect(match('openai/'.repeat(500_000))).toBe('unknown-model');
    expect(match(`gpt-4.1${'-2025-04-14'.repeat(100_000)}`)).toBe('unknown-model');
  });
});

describe('providers', () => {
  test.each([
    ['gpt-4.1', 'OpenAI', 'openai:gpt-4.1 id'],
    ['gemini-2.5-pro', 'gcp.gemini', 'google:gemini-2.5-pro id'],
    ['nova-lite', 'aws.bedrock', 'amazon-bedrock:amazon.nova-lite-v1:0 alias'],
    ['claude-sonnet-4-5-20250929', 'amazon-bedrock', 'anthropic:claude-sonnet-4-5 alias'],
    ['gpt-4.1', 'amazon-bedrock', 'unknown-model'],
    ['gpt-4.1', 'azure', 'openai:gpt-4.1 id'],
    ['claude-sonnet-4-5@20250929', 'vertex_ai', 'anthropic:claude-sonnet-4-5 date-suffix'],
    ['claude-sonnet-4-5@20250929', 'google', 'anthropic:claude-sonnet-4-5 date-suffix'],
    ['gpt-4.1', 'vertex_ai', 'unknown-model'],
    ['gpt-4.1', 'google', 'unknown-model'],
    ['gpt-4.1', 'litellm', 'openai:gpt-4.1 id'],
    ['gpt-4.1', 'groq', 'unknown-model'],
    ['gpt-4.1', 'fireworks', 'unknown-provider'],
    ['gpt-4.1', 'unknown', 'openai:gpt-4.1 id'],
  ])('%s at %s is %s', (model, provider, expected) => {
    expect(match(model, provider)).toBe(expected);
  });

  test('a claim counts only when its provider is named', () => {
    for (const row of TABLE.filter((each) => each.price_scope === 'seed-claim')) {
      expect(match(row.model, row.provider)).toBe(`${row.provider}:${row.model} id`);
      expect(match(row.model)).not.toContain(row.provider);
    }
    expect(match('holysheep/gpt-4.1')).toBe('holysheep:gpt-4.1 id routed');
  });

  test('hosts that disagree are named', () => {
    const result = book.resolve('meta-llama/Llama-3.3-70B-Instruct-Turbo', '', NOW);
    expect(result).toMatchObject({
      found: false,
      code: 'ambiguous-host',
      providers: ['together', 'deepinfra'],
    });
    expect(match('meta-llama/Llama-3.3-70B-Instruct-Turbo', 'together')).toContain('together:');
  });

  test('a host that was not named is said', () => {
    const result = book.resolve('llama-3.3-70b-versatile', '', NOW);
    expect(result).toMatchObject({
      found: true,
      caveats: ['the log names no provider: this is the price of groq'],
    });
  });

  test('a cloud that sells another’s model is said', () => {
    const priced = book.price(ask('gpt-4.1', { input: 1 }, { provider: 'azure' }));
    expect(priced.usd).toBe(0.000002);
    expect(priced.caveats.join()).toContain('billed by azure');
  });
});

describe('names of routers', () => {
  test.each([
    ['openai/gpt-4o', '', 'openai:gpt-4o id routed'],
    ['openai/gpt-4o-2024-11-20', 'openrouter', 'openai:gpt-4o-2024-08-06 alias routed'],
    ['anthropic/claude-sonnet-4.5', 'openrouter', 'anthropic:claude-sonnet-4-5 alias routed'],
    ['openrouter/anthropic/claude-sonnet-4.5', '', 'anthropic:claude-sonnet-4-5 alias routed'],
    ['x-ai/grok-4.7', '', 'xai:grok-4.7 id routed'],
    ['openai/gpt-4o', 'openai', 'openai:gpt-4o id routed'],
    ['openai/gpt-4o', 'groq', 'unknown-model'],
    ['acme/gpt-4o', '', 'unknown-model'],
    ['openai/', '', 'unknown-model'],
    ['/gpt-4o', '', 'unknown-model'],
    // The whole name is in the book: it is not taken apart.
    ['openai/gpt-oss-120b', 'groq', 'groq:openai/gpt-oss-120b id'],
    ['qwen/qwen3-32b', '', 'ambiguous-host'],
    // What another host charges is no price of the router's.
    ['openai/gpt-oss-120b', 'openrouter', 'unknown-model'],
  ])('%s at "%s" is %s', (model, provider, expected) => {
    expect(match(model, provider)).toBe(expected);
  });
});

describe('dates', () => {
  test('a call without a time is priced on the book’s date', () => {
    expect(book.date).toBe(NOW);
    expect(book.cost(ask('gpt-6.2-sol', { input: 1_000_000 }))).toBe(4);
    expect(book.price(ask('deepseek-flash', { input: 1 })).caveats).toContain(
      'the call has no time: off-peak rates are taken',
    );
  });

  test('`at` prices everything as on that date, hours as they were', () => {
    const then = loadPriceBook({ at: Date.UTC(2026, 9, 1) });
    const million = { input: 1_000_000 };
    for (const on of ['2020-01-01', '2026-09-30', '2027-06-01']) {
      expect(then.cost(ask('gemini-3.8-flash', { input: 1000 }, { on }))).toBeCloseTo(0.00075, 12);
    }
    expect(then.cost(ask('gpt-6.2-sol', million, { on: '2026-11-18' }))).toBeNaN();
    expect(then.cost(ask('deepseek-flash', million, { on: '2026-11-18T02:00:00Z' }))).toBeCloseTo(0.3, 12);
    expect(then.cost(ask('deepseek-flash', million, { on: '2026-11-18T05:00:00Z' }))).toBeCloseTo(0.15, 12);
    expect(then.cost(ask('gemini-3.8-flash', { input: 1000 }))).toBeCloseTo(0.00075, 12);
  });

  test('periods include their first moment and exclude their last', () => {
    const at = (on: string) => book.cost(ask('deepseek-v4-flash', { input: 1_000_000 }, { on }));
    expect(at('2026-08-16T15:59:59.999Z')).toBeCloseTo(0.14, 12);
    expect(at('2026-08-16T16:00:00Z')).toBeCloseTo(0.22, 12);
  });

  test('a miss says when the prices start and end', () => {
    const result = book.resolve('claude-sonnet-5', '', Date.UTC(2026, 0, 1));
    expect(result).toMatchObject({ reason: expect.stringContaining('the next one starts 2026-06-30') });
    expect(book.price(ask('gpt-4.1', { input: 1 }, { on: '2027-02-01' })).caveats.join()).toContain(
      'later than the price table',
    );
  });

  test('answers do not depend on what was asked before', () => {
    const models = ['gpt-4o', 'deepseek-chat', 'gpt-5.6-sol', 'nope'];
    const times = [2023, 2024, 2025, 2026].flatMap((year) =>
      [0, 4, 7, 9].map((month) => Date.UTC(year, month, 20)),
    );
    const asked = models.flatMap((model) => times.map((time) => ({ model, time })));
    const shared = loadPriceBook();
    for (const { model, time } of [...asked, ...asked.toReversed()]) {
      const call = { ...ask(model, { input: 1000, output: 10 }), time };
      expect(shared.price(call)).toEqual(loadPriceBook().price(call));
    }
  });
});

test('model facts', () => {
  expect(book.info('text-embedding-3-small', '', NOW)).toMatchObject({ maxOutput: 0, provider: 'openai' });
  expect(book.info('gpt-5-2025-08-07', '', NOW)).toEqual({
    id: 'gpt-5',
    provider: 'openai',
    contextWindow: 400_000,
    maxOutput: 128_000,
    tokenizerFamily: 'o200k_base',
    reasoning: true,
    cacheMinTokens: 1024,
    cacheStepTokens: 128,
  });
  expect(book.info('gpt-6-sol', '', NOW)).toMatchObject({ cacheMinTokens: 1024, cacheStepTokens: 1 });
  expect(book.info('grok-4.7', '', NOW)).toMatchObject({ cacheMinTokens: 0, cacheStepTokens: 1 });
  expect(book.info('nope', '', NOW)).toBeUndefined();
});

test('date suffixes', () => {
  expect(withoutDate('m-2026-01-31')).toBe('m');
  expect(withoutDate('m-20260131')).toBe('m');
  expect(withoutDate('m@20260131')).toBe('m');
  for (const name of [
    'm-1999-01-01',
    'm-2026-1-31',
    'm_20260131',
    'm20260131',
    'm-2026-01-31x',
    '20260131',
  ]) {
    expect(withoutDate(name)).toBeUndefined();
  }
});
