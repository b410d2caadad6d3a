import { describe, expect, test } from 'vitest';
import { describePrice, listPrices } from '../../src/pricing/describe-price.ts';
import { readUserPrices } from '../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import { TABLE } from '../../src/pricing/table/table.ts';

const book = loadPriceBook();
const NOW = Date.UTC(2026, 10, 20);

describe('one model', () => {
  test('with every rate that it can be billed at', () => {
    const { current } = describePrice(book, 'gpt-6.1-terra', NOW);
    const rows = current!.rates.map(({ tier, aboveTokens, rates }) => [
      tier,
      aboveTokens,
      rates.input,
      rates.cacheRead,
      rates.output,
    ]);
    expect(rows).toEqual([
      ['standard', null, 1, 0.05, 5],
      ['standard', 272_000, 2, 0.1, 7.5],
      ['batch', null, 0.5, 0.025, 2.5],
      ['batch', 272_000, 1, 0.05, 3.75],
      ['flex', null, 0.5, 0.025, 2.5],
      ['flex', 272_000, 1, 0.05, 3.75],
      ['priority', null, 2, 0.1, 10],
      ['priority', 272_000, 4, 0.2, 15],
      ['fast', null, 2, 0.1, 10],
      ['fast', 272_000, 4, 0.2, 15],
    ]);
    expect(current!.rates[0]!.rates.cacheWrite1h).toBeNull();
  });

  test('with its history, one period in force', () => {
    const { periods, current } = describePrice(book, 'o3', NOW);
    expect(periods.map(({ from, to, inForce }) => [from, to, inForce])).toEqual([
      ['2025-04-16', '2025-06-10', false],
      ['2025-06-10', null, true],
    ]);
    expect(current?.from).toBe('2025-06-10');
    expect(periods[0]?.uncertain).toEqual(['cache_read']);
    expect(periods[0]?.sources.length).toBeGreaterThan(0);
  });

  test('with what a reseller claims instead', () => {
    const { elsewhere, claimDifferences } = describePrice(book, 'gpt-4.1', NOW);
    expect(elsewhere.map(({ provider, scope }) => [provider, scope])).toEqual([['holysheep', 'seed-claim']]);
    expect(claimDifferences).toEqual([
      { provider: 'holysheep', field: 'input', claimed: 1, listed: 2 },
      { provider: 'holysheep', field: 'output', claimed: 4, listed: 8 },
    ]);
    expect(describePrice(book, 'deepseek-v4-flash', NOW).claimDifferences).toEqual([
      { provider: 'global-apis', field: 'input', claimed: null, listed: 0.15 },
      { provider: 'global-apis', field: 'output', claimed: 0.25, listed: 0.6 },
    ]);
    expect(describePrice(book, 'holysheep/gpt-4.1', NOW).current).toMatchObject({ provider: 'holysheep' });
  });

  test('with its peak hours and its price before the promotion', () => {
    expect(describePrice(book, 'deepseek-flash', NOW).current).toMatchObject({
      peakHours: {
        windowsUtc: [
          ['01:00', '04:00'],
          ['06:00', '10:00'],
        ],
      },
    });
    expect(
      describePrice(book, 'deepseek-flash', NOW).current!.rates.map(({ peak, rates }) => [peak, rates.input]),
    ).toEqual([
      [false, 0.15],
      [true, 0.3],
    ]);
    expect(describePrice(book, 'gpt-5.6', NOW).current?.listPrice).toEqual({ input: 5, output: 30 });
  });

  test('without a price in force says why and shows what there is', () => {
    expect(describePrice(book, 'gpt-99', NOW)).toMatchObject({
      code: 'unknown-model',
      current: null,
      periods: [],
      elsewhere: [],
    });
    const early = describePrice(book, 'gpt-5', Date.UTC(2025, 0, 1));
    expect(early).toMatchObject({ code: 'no-price-at-date', current: null });
    expect(early.periods).toHaveLength(1);
    const hosts = describePrice(book, 'qwen/qwen3-32b', NOW);
    expect(hosts.code).toBe('ambiguous-host');
    expect([...hosts.periods, ...hosts.elsewhere].map(({ provider }) => provider).sort()).toEqual([
      'groq',
      'openrouter',
    ]);
  });

  test('at the user’s own price, with the list beside it', () => {
    const own = readUserPrices({ prices: [{ model: 'gpt-4.1', input: 1, output: 2 }] }, 'own.json');
    const description = describePrice(loadPriceBook({ overrides: [own] }), 'gpt-4.1', NOW);
    expect(description.current).toMatchObject({ scope: 'user', origin: 'own.json' });
    expect(description.elsewhere.map(({ scope }) => scope)).toContain('official-list');
  });

  test('is plain data', () => {
    const description = describePrice(book, 'claude-haiku-5-5', NOW);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  });
});

test('all models at a date, each once', () => {
  const all = listPrices(book, NOW);
  const expected = TABLE.filter(
    (row) =>
      (row.effective_from === null || Date.parse(row.effective_from) <= NOW) &&
      (row.effective_to === null || Date.parse(row.effective_to) > NOW),
  );
  expect(all.map(({ provider, model }) => `${provider} ${model}`)).toEqual(
    expected.map(({ provider, model }) => `${provider} ${model}`),
  );
  expect(new Set(all.map(({ provider, model }) => `${provider} ${model}`)).size).toBe(all.length);
});
