import { expect, test } from 'vitest';
import type { ModelInfo } from '../../../src/model/price.ts';
import { NO_TOKENS, type TokenCounts } from '../../../src/model/usage.ts';
import { MovedUsage } from '../../../src/strategies/routing/moved-usage.ts';
import { makeCall } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';

const MODELS = fakeModels([
  { model: 'plain', input: 1, output: 1 },
  { model: 'thinker', input: 1, output: 1, reasoning: true },
  { model: 'double', input: 1, output: 1, family: 'double', reasoning: true },
]);

function moved(from: string, to: string, usage: Partial<TokenCounts>, factor = 2): TokenCounts {
  const info = (model: string): ModelInfo => MODELS.info(model, '', 0)!;
  const original = makeCall({ model: from, usage: { ...NO_TOKENS, ...usage } });
  const planned = { ...original, original, costUsd: 1 };
  const target = { model: to, provider: '', info: info(to) };
  return new MovedUsage(MODELS).convert(planned, info(from), target, factor);
}

test('a call that starts to reason writes its answer and reasoning besides', () => {
  expect(moved('plain', 'thinker', { output: 101 }, 1.5)).toMatchObject({ output: 152, reasoning: 51 });
  expect(moved('plain', 'double', { output: 100 }, 3)).toMatchObject({ output: 600, reasoning: 400 });
  expect(moved('plain', 'thinker', { output: 100 }, 1)).toMatchObject({ output: 100, reasoning: 0 });
});

test('one that reasons already keeps what it reasoned, in tokens of the target', () => {
  expect(moved('thinker', 'double', { output: 100, reasoning: 60 })).toMatchObject({
    output: 200,
    reasoning: 120,
  });
  expect(moved('thinker', 'plain', { output: 100, reasoning: 60 })).toMatchObject({
    output: 100,
    reasoning: 60,
  });
});

test('written tokens become plain input', () => {
  const usage = { input: 1, cacheRead: 10, cacheWrite5m: 100, cacheWrite1h: 1000 };
  expect(moved('plain', 'thinker', usage)).toEqual({ ...NO_TOKENS, input: 1111 });
});

test('the same model by another name has the same tokens, cached ones too', () => {
  const usage = { input: 1, cacheRead: 10, cacheWrite5m: 100, cacheWrite1h: 1000, output: 5 };
  expect(moved('plain', 'plain', usage)).toEqual({ ...NO_TOKENS, ...usage });
});
