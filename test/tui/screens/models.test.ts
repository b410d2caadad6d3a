import { expect, test, vi } from 'vitest';
import type { Explorer, ModelCost, WhatIfWish } from '../../../src/tui/explorer.ts';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { expectHarmless, HOSTILE_TEXTS } from '../hostile-text.ts';
import { madeUpStrategies } from '../made-up-strategies.ts';
import { modelCost } from '../models/made-up-costs.ts';
import { ShownTerminal } from '../shown-app.ts';

const opened = openedSample('what-if', { strategies: madeUpStrategies });
const costs = [
  modelCost('dear', { costUsd: 300 }),
  modelCost('small', { costUsd: 10, unpricedCalls: 5, ownCalls: 7 }),
  modelCost('none', { costUsd: 0, beforeUsd: 0, calls: 0, unpricedCalls: 100 }),
];

async function shown(parts: Partial<Explorer> = {}, size = {}): Promise<ShownTerminal> {
  const models = async (watch: (known: readonly ModelCost[]) => void) => {
    watch(costs.slice(0, 1));
    watch(costs);
  };
  const app = new ShownTerminal(fakeExplorer(opened, { models, ...parts }), size);
  await says(app, 'Overview');
  await app.press('4');
  await says(app, 'What-if: ');
  return app;
}

async function says(app: ShownTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(app.text).toContain(text), { timeout: 20_000, interval: 10 });
}

test('the models by cost, and what is not known of them', async () => {
  const app = await shown();
  expect(app.screen.slice(4, 8)).toEqual([
    '    model                       cost      change             of now     left out',
    '› • small                    ≥$10.00     -$90.00     -90.0%  ▊                 5',
    '    dear                     $300.00    +$200.00    +200.0%  ████████›',
    '    none                     unknown                                         100',
  ]);
  expect(app.text).toContain('3 models');
  expect(app.text).toContain('left out: 5 calls without a price there at that time');
});

test('they are worked out once, when somebody looks', async () => {
  const models = vi.fn(async () => {});
  const app = await shown({ models });
  await app.press('1', '4', '1', '4');
  expect(models).toHaveBeenCalledTimes(1);
  expect(app.text).toContain('There is no model with a price.');
});

test('a gives a model to a tier of the router, and takes it off again', async () => {
  const wishes: WhatIfWish[] = [];
  const app = await shown({
    whatIf: async (wish) => {
      wishes.push(wish);
      return { ...opened.report, wish };
    },
  });
  await app.press('down', 'a');
  await says(app, 'Which calls should the router send to dear?');
  await app.press('s');
  await says(app, 'The router tries dear first for standard calls.');
  expect(wishes.at(-1)!.settings).toEqual({ router: { standard: 'dear,small,medium' } });
  await app.press('enter');
  await says(app, 'not standard');
  await app.press('s');
  await says(app, 'The router leaves dear out for standard calls.');
  expect(wishes.at(-1)!.settings).toEqual({});
  await app.press('a', 'esc');
  await says(app, ' What-if: ');
});

test('a large screen shows prices, contexts and own calls; no name breaks it', async () => {
  const hostile = HOSTILE_TEXTS.map((name, i) => ({ ...modelCost(name, { costUsd: i }), provider: name }));
  const models = async (watch: (known: readonly ModelCost[]) => void) => watch(hostile);
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 160, rows: 50 },
    { columns: 40, rows: 10 },
  ]) {
    const app = await shown({ models }, size);
    await app.press('down', 'a', 't', 'down', 'a');
    expectHarmless(app);
    expect(app.screen).toHaveLength(size.rows);
  }
  const large = await shown({}, { columns: 160, rows: 50 });
  expect(large.screen[4]).toContain('in / 1M  out / 1M  context  left out  your calls');
});
