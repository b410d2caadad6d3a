import { describe, expect, test } from 'vitest';
import { savedByMove } from '../../../src/detectors/model-tiers/model-move.ts';
import { makeCall } from '../../support/calls.ts';
import { listModels } from '../../support/list-models.ts';

const models = listModels();
const time = Date.UTC(2026, 10, 1);
const mini = models.info('gpt-4.1-mini', 'openai', time)!;
const haiku = models.info('claude-haiku-4-5', 'anthropic', time)!;

describe('what a move saves', () => {
  test('input, cached input and output at the rates of both models', () => {
    // 1,000 x 2 + 2,000 x 0.5 + 100 x 8 = 3,800 here; 1,000 x 0.4 + 2,000 x 0.1 + 100 x 1.6 = 760 there.
    const call = makeCall({ time, usage: { input: 1000, cacheRead: 2000, output: 100 } });
    expect(savedByMove(models, call, mini)).toBeCloseTo(1 - 760 / 3800);
  });

  test('a prefix that the target does not cache is plain input there', () => {
    // 1,000 x 2 + 1,000 x 0.5 = 2,500 here; 2,000 x 0.4 = 800 there, since the target caches 1,024 tokens and more.
    const call = makeCall({ time, usage: { input: 1000, cacheRead: 1000, output: 0 } });
    expect(savedByMove(models, call, mini)).toBeCloseTo(1 - 800 / 2500);
  });

  test('tokens are those of the target: a newer tokenizer there makes them more', () => {
    const call = makeCall({ time, model: 'claude-sonnet-4-5', provider: 'anthropic' });
    const newer = models.info('claude-haiku-5-5', 'anthropic', time)!;
    const input = models.convertTokens(1000, call.model, newer.id);
    expect(input).toBeGreaterThan(1000);
    const output = models.convertTokens(100, call.model, newer.id);
    expect(savedByMove(models, call, newer)).toBeCloseTo(1 - (input * 0.1 + output * 0.5) / (3000 + 1500));
    expect(savedByMove(models, call, haiku)).toBeCloseTo(2 / 3);
  });

  test('unknown prices and calls too large for the target are no number', () => {
    expect(savedByMove(models, makeCall({ time, model: 'unknown' }), mini)).toBeNaN();
    expect(savedByMove(models, makeCall({ time, usage: { input: 0, output: 0 } }), mini)).toBeNaN();
    const small = { ...mini, contextWindow: 1100 };
    expect(savedByMove(models, makeCall({ time }), small)).toBeCloseTo(0.8);
    expect(savedByMove(models, makeCall({ time, maxOutputTokens: 101 }), small)).toBeNaN();
    expect(savedByMove(models, makeCall({ time }), { ...mini, maxOutput: 99 })).toBeNaN();
  });
});
