import { expect, test } from 'vitest';
import type { Models } from '../../../src/contracts/models.ts';
import { Embeddings } from '../../../src/strategies/caching/embeddings.ts';
import { makeCall } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { START } from './run-cache.ts';

const EMBEDDING = 'text-embedding-3-small';

function planned(time: number) {
  const original = makeCall({ time, prompt: 0 });
  return { ...original, original, costUsd: 1 };
}

test('calls before the first price of the model are embedded at the price of the book', () => {
  const { prompts } = fakePrompts([[{ text: 'a' }]]);
  const fake = fakeModels([{ model: EMBEDDING, input: 0.02, output: 0, from: START }]);
  const period = { from: START, to: Number.POSITIVE_INFINITY };
  const models = { ...fake, periods: () => [period] } as unknown as Models;
  const embeddings = new Embeddings(EMBEDDING, prompts, models);
  for (const [time, billed] of [
    [START - 1, Number.NaN],
    [START, START],
    [Number.NaN, Number.NaN],
  ] as const) {
    const [billable] = embeddings.of(planned(time));
    expect(billable!.time).toBe(billed);
    expect(models.cost(billable!)).toBeCloseTo(0.00002, 15);
  }
});
