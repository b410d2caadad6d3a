import { setImmediate as soon } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Explorer } from '../../../src/tui/explorer.ts';
import { ModelCostsStore } from '../../../src/tui/models/model-costs-store.ts';
import { modelCost } from './made-up-costs.ts';

test('pieces and the whole come to one list, each model once', async () => {
  const models: Explorer['models'] = async (watch) => {
    watch([modelCost('b', { costUsd: 20 })]);
    watch([modelCost('a', { costUsd: 10 })]);
    watch([modelCost('a', { costUsd: 30 }), modelCost('b', { costUsd: 20 })]);
  };
  const store = new ModelCostsStore({ models });
  const heard = vi.fn();
  store.subscribe(heard);
  store.start();
  expect(store.state().costs.map(({ model }) => model)).toEqual(['b', 'a']);
  expect(store.state().isRunning).toBe(true);
  await soon();
  expect(store.state().isRunning).toBe(false);
  expect(heard).toHaveBeenCalledTimes(4);
});

test('what failed is said, what was known stays', async () => {
  const models: Explorer['models'] = async (watch) => {
    watch([modelCost('a')]);
    throw new Error('gone');
  };
  const store = new ModelCostsStore({ models });
  store.start();
  await soon();
  expect(store.state()).toMatchObject({ isRunning: false, error: 'gone' });
  expect(store.state().costs).toHaveLength(1);
});
