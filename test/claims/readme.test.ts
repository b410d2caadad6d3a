import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Strategy } from '../../src/contracts/strategy.ts';
import { estimate } from '../../src/engine/estimate.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import cache from '../../src/strategies/cache.ts';
import cascade from '../../src/strategies/cascade.ts';
import { ask } from '../pricing/ask.ts';
import { fakeModels } from '../strategies/fake-models.ts';
import { fakePrompts } from '../strategies/fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../strategies/run.ts';
import { inOrder } from '../support/calls.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const book = loadPriceBook();

/** What the README's table says the arithmetic says. */
function said(row: string): string {
  const match = new RegExp(`^\\| ${row} \\| .* \\| (.*) \\|$`, 'm').exec(readme);
  if (match === null) throw new Error(`README.md has no row ${row}`);
  return match[1]!;
}

const volume = (requests: number | null, input: number, output: number) => ({
  requests,
  inputTokens: input,
  cachedTokens: 0,
  outputTokens: output,
});

/** A strategy that leaves a share of what each call costs. */
function leaves(id: string, share: number): Strategy {
  return {
    ...{ id, title: id, describe: id, basis: 'assumed', needs: [], options: {}, sweeps: [] },
    start: () => ({
      change: ({ usage }) => ({ usage: { ...usage, input: Math.round(usage.input * share) } }),
      assumptions: () => [],
    }),
  };
}

/** Calls of one dollar each on a model of $1 per 1M tokens; `duplicates` of 100 repeat the first. */
function bill(count: number, duplicates: number) {
  const texts = Array.from({ length: count }, (_, i) => (i % 100 >= 100 - duplicates ? 'same' : `p${i}`));
  const { prompts, nodes } = fakePrompts(['same', ...texts.slice(1)].map((text) => [{ text }]));
  const calls = inOrder(
    nodes.map((prompt) => ({ prompt, model: 'm', latencyMs: 0, usage: { input: 1e6, output: 0 } })),
  );
  return { context: contextOf(prompts, fakeModels([{ model: 'm', input: 1, output: 1 }])), calls };
}

describe('what the articles say, what the arithmetic says', () => {
  test('S0-03', () => {
    const request = {
      models: ['gpt-4-32k'],
      volume: volume(69e6, 0, 0),
      tier: 'standard',
      bill: 5000,
    } as const;
    const [row] = estimate(book, request).rows;
    expect(row!.bill!.isImpossible).toBe(true);
    expect(said('S0-03')).toContain(`${row!.bill!.outputTokensPerRequest!.toFixed(2)} tokens a request`);
  });

  test('S0-09', () => {
    const usd = book.cost(ask('deepseek-v3.2', { input: 1000, output: 20 }, { provider: 'holysheep' }));
    expect(said('S0-09')).toContain(`$${usd.toFixed(7)} at its own prices`);
    const atOutput = book.cost(ask('deepseek-v3.2', { output: 1020 }, { provider: 'holysheep' }));
    expect(readme).toContain(`costs $${atOutput.toFixed(7)} |`);
  });

  test('S0-14', () => {
    const output = (model: string): number => book.cost(ask(model, { output: 1000 }, { on: '2026-04-01' }));
    const [before, after] = [output('gpt-4.1'), output('deepseek-v3.2')];
    expect(before).toBeCloseTo(0.008, 12);
    expect(said('S0-14')).toContain(`$${after.toFixed(5)}: `);
    expect(said('S0-14')).toContain((before / after).toFixed(2));
  });

  test('S0-17', () => {
    const { context, calls } = bill(5000, 34);
    // What repeats, repeats the first of its hundred: the cache holds one answer for all of them.
    const { strategies } = replayCalls([choose(leaves('router', 0.38)), choose(cache)], context, calls);
    expect(strategies.map(({ afterUsd }) => Math.round(afterUsd))).toEqual([1900, 1254]);
    expect(said('S0-17')).toBe('$1,254');
  });

  test('S1-18', () => {
    const request = {
      models: ['gpt-4.1'],
      volume: volume(1000, 2_048_000, 512_000),
      tier: 'standard',
    } as const;
    expect(said('S1-18')).toContain(`$${estimate(book, request).rows[0]!.totalUsd!.toFixed(2)}:`);
  });

  test('S1-23', () => {
    const request = {
      models: ['gpt-4.1'],
      volume: volume(null, 50e6, 20e6),
      tier: 'standard',
      baseline: 40,
    } as const;
    const [row] = estimate(book, request).rows;
    expect(row!.totalUsd).toBe(260);
    expect(said('S1-23')).toBe(`${(100 * row!.deltaShare!).toFixed(1)}% more`);
  });

  test('S2-04', () => {
    const models = fakeModels([
      { model: 'gpt-4o', input: 2.5, output: 10 },
      { model: 'first', input: 0, output: 0.01 },
      { model: 'second', input: 0, output: 0.25 },
      { model: 'third', input: 0, output: 2.5 },
    ]);
    const chain = choose(cascade, { tiers: 'first,second,third', gate: 'answers' });
    const paid = (answerLength: number): number => {
      const calls = inOrder([{ model: 'gpt-4o', answerLength, usage: { input: 0, output: 1e6 } }]);
      return replayCalls([chain], contextOf(fakePrompts([]).prompts, models), calls).combined.afterUsd;
    };
    expect(said('S2-04')).toContain(`paid three times: $${paid(10).toFixed(2)}`);
    expect(paid(500)).toBe(paid(10));
    expect(paid(501)).toBeCloseTo(0.01, 12);
  });

  test('S2-09', () => {
    const usd = book.cost(ask('deepseek-v4-flash', { input: 1600 }, { on: '2026-06-01' }));
    expect(said('S2-09')).toContain(`$${usd.toFixed(6)} on the model of its code`);
  });

  test('S2-12', () => {
    const cached = book.cost(ask('gpt-5', { cacheRead: 1920, input: 80 }));
    const compressed = book.cost(ask('gpt-5', { input: 400 }));
    expect(said('S2-12')).toContain(`$${cached.toFixed(5)}, 400 uncached ones $${compressed.toFixed(4)}`);
  });

  test('S2-16', () => {
    const steps = [0.15, 0.4, 0.8, 0.85].map((share, i) => choose(leaves(`step-${i}`, share)));
    const { context, calls } = bill(100, 0);
    const { combined } = replayCalls(steps, context, calls);
    expect(said('S2-16')).toContain(`${(100 * combined.share).toFixed(2)}%:`);
  });
});
