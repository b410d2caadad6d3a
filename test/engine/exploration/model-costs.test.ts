import { expect, test } from 'vitest';
import type { ModelCost } from '../../../src/contracts/explorer.ts';
import { Exploration } from '../../../src/engine/exploration.ts';
import { chatLine, START } from '../../support/chat-lines.ts';
import { ask, HOOKS, logIn, requestIn } from '../../support/shown-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Sizes around long-context bands and windows, cached tokens around minimums and steps, several tokenizers, models that reason. */
const SIZES = [
  { input: 900, cached: 0, output: 40 },
  { input: 1500, cached: 1100, output: 300 },
  { input: 5000, cached: 4160, output: 1200 },
  { input: 199_990, cached: 0, output: 900 },
  { input: 210_000, cached: 150_016, output: 2500 },
  { input: 900_000, cached: 0, output: 10 },
];
const MODELS = ['gpt-4.1', 'claude-sonnet-4-5-20250929', 'gemini-2.5-pro', 'o4-mini', 'gpt-4o'];
const LINES = SIZES.flatMap((usage, s) =>
  MODELS.map((model, m) =>
    chatLine({ id: `c${s}-${m}`, at: START + (5 * s + m) * 60_000, model, prompt: ask(`Q${s} ${m}`), usage }),
  ),
);

const folder = logIn(tempFolder(false), LINES.join('\n'));
const exploration = new Exploration({ ...requestIn(folder, ''), detectors: [] }, HOOKS);
await exploration.open(() => {});
let all: readonly ModelCost[] = [];
let pauses = 0;
await exploration.models(
  (costs) => {
    all = costs;
  },
  async () => {
    pauses++;
  },
);

test('every model costs what the strategy model-map says, however its tokens are counted and cached', async () => {
  expect(pauses).toBeGreaterThan(1);
  for (const { model, ownCalls, calls, beforeUsd, costUsd } of all) {
    const wish = {
      strategies: ['model-map'],
      settings: { 'model-map': { map: `* -> ${model}` } },
    };
    const { strategies } = (await exploration.whatIf(wish, () => false))!;
    // Calls that are on the model cost what they did, by whatever name.
    if (ownCalls === 0) expect(strategies[0]!.callsChanged, model).toBe(calls);
    expect(beforeUsd - costUsd, model).toBeCloseTo(strategies[0]!.savedUsd, 9);
  }
});

test('a call that asks for vectors by its model alone is no call that models for text lack a price for', async () => {
  const lines = ['text-embedding-3-small', 'gpt-4o', 'gpt-4.1-nano'].map((model, i) =>
    JSON.stringify({
      timestamp: new Date(START + i * 60_000).toISOString(),
      ...{ model, prompt_tokens: 1000, completion_tokens: i === 0 ? 0 : 50 },
    }),
  );
  const own = new Exploration(
    { ...requestIn(logIn(tempFolder(), lines.join('\n')), ''), detectors: [] },
    HOOKS,
  );
  await own.open(() => {});
  let costs: readonly ModelCost[] = [];
  await own.models(
    (told) => {
      costs = told;
    },
    async () => {},
  );
  expect(costs.find(({ model }) => model === 'gpt-4o')).toMatchObject({ calls: 2, unpricedCalls: 0 });
});
