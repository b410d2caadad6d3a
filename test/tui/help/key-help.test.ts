import { expect, test, vi } from 'vitest';
import { EVERYWHERE, type KeySection, LISTS, OF_SCREENS } from '../../../src/tui/help/key-help.ts';
import { KeyLayers } from '../../../src/tui/keys/key-layers.ts';
import { screens } from '../../../src/tui/screens/index.ts';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { madeUpStrategies } from '../made-up-strategies.ts';
import { modelCost } from '../models/made-up-costs.ts';
import { ShownTerminal } from '../shown-app.ts';

/** Keys that lead through a screen, so that all that it binds is bound once. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  overview: [],
  findings: ['enter'],
  'what-if': ['down', 'space', 'space', 'enter', 'down', 'right', 'esc'],
  models: [],
  inputs: [],
  help: [],
};

/** All that is bound on a screen on that way: the first key of each binding by its label, and every key. */
async function boundOn(
  screen: string,
): Promise<{ readonly keys: ReadonlySet<string>; readonly shown: readonly string[] }> {
  const added = vi.spyOn(KeyLayers.prototype, 'add');
  const opened = openedSample(screen === 'findings' ? 'typical' : 'what-if', {
    strategies: madeUpStrategies,
  });
  const models = async (watch: (costs: readonly ReturnType<typeof modelCost>[]) => void) =>
    watch([modelCost('a')]);
  const app = new ShownTerminal(fakeExplorer(opened, { models }));
  await vi.waitFor(() => expect(app.text).toContain('Overview'), { timeout: 20_000 });
  const layers = added.mock.contexts.at(-1) as KeyLayers;
  const keys = new Set<string>();
  const shown: string[] = [];
  for (const key of [String(screens.findIndex(({ id }) => id === screen) + 1), ...WAYS[screen]!]) {
    await app.press(key);
    for (const binding of layers.shown) {
      for (const bound of binding.keys) keys.add(bound);
      if (binding.label !== '') shown.push(binding.keys[0]!);
    }
  }
  await app.press('ctrl-c');
  added.mockRestore();
  return { keys, shown };
}

const keysOf = (section: KeySection): readonly string[] => section.keys.flatMap(({ keys }) => keys);

test('every screen has its way, and the screens by number are all there are', () => {
  expect(Object.keys(WAYS).sort()).toEqual(screens.map(({ id }) => id).sort());
  expect(EVERYWHERE.keys[0]!.keys).toEqual(screens.map((_, i) => String(i + 1)));
});

test.each(screens.map(({ id }) => id))('what the help says of the keys of %s is so', async (screen) => {
  const { keys, shown } = await boundOn(screen);
  const sections = OF_SCREENS.filter((section) => section.screen === screen);
  for (const key of [...keysOf(EVERYWHERE), ...sections.flatMap(keysOf)]) expect([...keys]).toContain(key);
  // What the line at the bottom promises is in the help; esc is always the way back.
  const told = [EVERYWHERE, LISTS, ...sections].flatMap(keysOf);
  for (const key of shown) expect(['esc', ...told]).toContain(key);
});

test('what the help says of lists is so', async () => {
  const { keys } = await boundOn('models');
  for (const key of keysOf(LISTS)) expect([...keys]).toContain(key);
});
