import { describe, expect, test } from 'vitest';
import { PriceFileError } from '../../../src/pricing/own/price-file-error.ts';
import { parsePriceFile, readUserPrices } from '../../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { ask } from '../ask.ts';

const M = 1_000_000;
const list = loadPriceBook();

function own(content: unknown, origin = 'own.json') {
  return loadPriceBook({ overrides: [readUserPrices(content, origin)] });
}
function errorOf(content: unknown): string {
  try {
    own(content);
  } catch (error) {
    expect(error).toBeInstanceOf(PriceFileError);
    expect(String(error)).not.toContain('\n');
    return error instanceof Error ? error.message : '';
  }
  return 'no error';
}

describe('negotiated prices', () => {
  const book = own({
    prices: [
      {
        model: 'gpt-4.1',
        provider: 'openai',
        input: 1.6,
        output: 6.4,
        cache_read: 0.4,
        effective_from: '2026-07-01',
      },
    ],
  });
  const usage = { input: 1000, cacheRead: 1000, output: 1000 };

  test('come before the list', () => {
    const priced = book.price(ask('gpt-4.1', usage));
    expect(priced.usd).toBeCloseTo((1600 + 400 + 6400) / M, 12);
    expect(priced.origin).toBe('own.json');
  });
  test('hold for the aliases and snapshots of their model', () => {
    for (const name of ['gpt-4.1-2025-04-14', 'gpt-4.1-2026-01-02', 'openai/gpt-4.1']) {
      expect(book.cost(ask(name, usage))).toBeCloseTo(0.0084, 12);
    }
    expect(book.cost(ask('gpt-4.1-mini', usage))).toBe(list.cost(ask('gpt-4.1-mini', usage)));
  });
  test('hold from their first day on', () => {
    expect(book.cost(ask('gpt-4.1', usage, { on: '2026-07-01' }))).toBeCloseTo(0.0084, 12);
    const before = ask('gpt-4.1', usage, { on: '2026-06-30T23:59:59Z' });
    expect(book.cost(before)).toBe(list.cost(before));
  });
  test('hold with their provider only', () => {
    for (const provider of ['azure', 'openrouter', 'holysheep']) {
      expect(book.cost(ask('gpt-4.1', usage, { provider }))).toEqual(
        list.cost(ask('gpt-4.1', usage, { provider })),
      );
    }
    expect(book.cost(ask('gpt-4.1', usage, { provider: 'litellm' }))).toBeCloseTo(0.0084, 12);
  });
  test('leave unknown what they leave out', () => {
    const call = ask('gpt-4.1', { input: 1000, output: 1 }, { tier: 'batch' });
    expect(list.cost(call)).toBeGreaterThan(0);
    expect(book.cost(call)).toBeNaN();
    expect(book.price(call).reason).toBe(
      'the price of gpt-4.1 in own.json has no batch rate for input, output',
    );
  });
  test('take writes for free only where the list does', () => {
    const rates = { provider: 'openai', input: 3, output: 9 };
    const models = ['gpt-4.1', 'gpt-5.6-sol'] as const;
    const book = own({ prices: models.map((model) => ({ model, ...rates })) });
    // The list asks 1.25 times the input rate for writing on GPT-5.6, so the user's own rate is not known.
    expect(book.cost(ask('gpt-4.1', { cacheWrite5m: 1000 }))).toBeCloseTo(0.003, 12);
    expect(book.cost(ask('gpt-5.6-sol', { cacheWrite5m: 1000 }))).toBeNaN();
    expect(book.cost(ask('gpt-5.6-sol', { input: 1000 }))).toBeCloseTo(0.003, 12);
  });
  test('keep the facts of the model that are no prices', () => {
    expect(book.info('gpt-4.1', 'openai', Number.NaN)).toEqual(list.info('gpt-4.1', 'openai', Number.NaN));
  });
  test('can be given for models that no list has', () => {
    const local = own({
      prices: [
        {
          model: 'llama-local',
          input: 0,
          output: 0.1,
          long_context: { above_tokens: 10, input: 1, output: 2 },
        },
      ],
    });
    expect(local.cost(ask('llama-local', { input: 10, output: 10 }, { provider: 'acme' }))).toBeCloseTo(
      0.000001,
      12,
    );
    expect(local.cost(ask('llama-local', { input: 11, output: 10 }))).toBeCloseTo(0.000031, 12);
    expect(local.cost(ask('llama-local', { cacheRead: 1 }))).toBeNaN();
  });
  test('the first of several sources comes first', () => {
    const sources = [5, 7].map((input) =>
      readUserPrices({ prices: [{ model: 'gpt-4.1', input, output: 1 }] }, `${input}.json`),
    );
    expect(loadPriceBook({ overrides: sources }).cost(ask('gpt-4.1', { input: M }))).toBe(5);
    expect(loadPriceBook({ overrides: sources.toReversed() }).cost(ask('gpt-4.1', { input: M }))).toBe(7);
  });
});

describe('discounts', () => {
  const book = own({ discounts: { Anthropic: 15, azure: 10 } });
  test('take their share off every rate of the provider', () => {
    for (const tier of ['standard', 'batch'] as const) {
      const call = ask(
        'claude-haiku-5-5',
        { input: 90_000, cacheRead: 20_000, cacheWrite1h: 10, output: 100 },
        { tier },
      );
      expect(book.cost(call)).toBeCloseTo(list.cost(call) * 0.85, 12);
    }
    expect(book.price(ask('claude-sonnet-5', { input: 1 }))).toMatchObject({
      factor: 0.85,
      origin: 'own.json',
    });
  });
  test('follow whoever sends the bill', () => {
    const usage = { input: M };
    expect(book.cost(ask('gpt-4.1', usage, { provider: 'azure' }))).toBeCloseTo(1.8, 12);
    expect(book.cost(ask('gpt-4.1', usage, { provider: 'openai' }))).toBe(2);
    expect(book.cost(ask('claude-sonnet-5', usage, { provider: 'vertex_ai' }))).toBe(2);
    expect(book.cost(ask('claude-sonnet-5', usage))).toBeCloseTo(1.7, 12);
  });
  test('leave the user’s own prices alone', () => {
    const both = own({ discounts: { openai: 50 }, prices: [{ model: 'gpt-5', input: 1, output: 1 }] });
    expect(both.cost(ask('gpt-5', { input: M }))).toBe(1);
    expect(both.cost(ask('gpt-5-mini', { input: M }))).toBeCloseTo(0.125, 12);
  });
});

describe('aliases', () => {
  const book = own({
    aliases: {
      'prod-chat': 'gpt-4.1',
      'prod-claim': { model: 'gpt-4.1', provider: 'holysheep' },
      'gpt-4o': 'gpt-4o-mini',
    },
    prices: [],
  });
  test('stand for a model, whatever provider the log names', () => {
    for (const provider of ['', 'azure', 'my-gateway']) {
      expect(book.price(ask('prod-chat', { input: M }, { provider }))).toMatchObject({
        usd: 2,
        userAlias: 'prod-chat',
      });
    }
    expect(book.cost(ask('prod-claim', { input: M }))).toBe(1);
    expect(book.info('prod-chat', '', Number.NaN)?.id).toBe('gpt-4.1');
  });
  test('come before the list', () => {
    expect(book.cost(ask('gpt-4o', { input: M }))).toBe(0.15);
  });
});

test('says what was replaced', () => {
  const book = own({
    prices: [{ model: 'gpt-4.1', input: 1, output: 1 }],
    discounts: { anthropic: 15 },
    aliases: { prod: 'gpt-4.1' },
  });
  expect(book.overrides).toEqual([
    'own.json: own prices for gpt-4.1; 15% off the list of anthropic; aliases prod',
  ]);
  expect(list.overrides).toEqual([]);
});

describe('mistakes', () => {
  const price = { model: 'a', input: 1, output: 1 };
  test.each([
    [[], 'own.json: must be an object, is a list'],
    [null, 'own.json: must be an object, is null'],
    [{ pricse: [] }, "own.json: unknown key 'pricse'; did you mean 'prices'?"],
    [{ prices: {} }, 'own.json: prices: must be a list, is an object'],
    [
      { prices: [{ ...price, cached_read: 1 }] },
      "own.json: prices[0]: unknown key 'cached_read'; did you mean 'cache_read'?",
    ],
    [{ prices: [{ ...price, inptu: 1 }] }, "own.json: prices[0]: unknown key 'inptu'; did you mean 'input'?"],
    [{ prices: [{ ...price, zzzzzzzzzz: 1 }] }, 'known are model, provider'],
    [
      { prices: [{ model: 'a', input: 1 }] },
      "own.json: prices[0]: 'output' of 'a' is missing; null says that it is unknown",
    ],
    [
      { prices: [{ ...price, input: '1' }] },
      'own.json: prices[0].input: must be a number of US dollars, 0 or more, or null; is "1"',
    ],
    [{ prices: [{ ...price, input: -1 }] }, 'is -1'],
    [{ prices: [{ ...price, model: '' }] }, 'own.json: prices[0].model: must be a text, is ""'],
    [{ prices: [{ ...price, effective_from: '2026-02-31' }] }, 'must be a UTC date such as'],
    [{ prices: [{ ...price, effective_from: '2026-03-01', effective_to: '2026-03-01' }] }, 'must be before'],
    [{ prices: [price, price] }, 'own.json: prices[0] and prices[1] both give a price of'],
    [
      { prices: [{ ...price, long_context: { above_tokens: 0 } }] },
      'own.json: prices[0].long_context.above_tokens: must be a whole number above 0, is 0',
    ],
    [{ prices: [{ ...price, long_context: [{ above_tokens: 5, inputs: 2 }] }] }, "did you mean 'input'?"],
    [{ discounts: { openia: 10 } }, "did you mean 'openai'?"],
    [{ discounts: { openai: 110 } }, 'own.json: discounts.openai: must be per cent from 0 to 100, is 110'],
    [{ aliases: { x: 'gpt-nope' } }, "own.json: aliases: 'x' stands for 'gpt-nope', which has no price"],
    [{ aliases: { x: 'x' } }, "'x' stands for 'x', which has no price"],
    [{ aliases: { x: { model: 'gpt-4.1', provder: 'openai' } } }, "did you mean 'provider'?"],
  ])('%j', (content, message) => {
    expect(errorOf(content)).toContain(message);
  });

  test('in the file itself', () => {
    expect(() => parsePriceFile('{', 'own.json')).toThrow(/^own\.json: not a JSON file \(/);
    expect(parsePriceFile('\uFEFF{}', 'own.json').prices).toEqual([]);
  });
});
