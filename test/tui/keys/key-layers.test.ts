import { expect, test } from 'vitest';
import { type KeyBinding, KeyLayers, LEVELS } from '../../../src/tui/keys/key-layers.ts';

const press = (name: string) => ({ name, text: name.length === 1 ? name : '' });

function recorded() {
  const layers = new KeyLayers();
  const ran: string[] = [];
  const bind = (who: string, ...keys: readonly string[]): KeyBinding => ({
    keys,
    label: who,
    run: (key) => ran.push(`${who} ${key}`),
  });
  return { layers, ran, bind };
}

test('the nearest layer that knows a key runs it, whatever came first', () => {
  const { layers, ran, bind } = recorded();
  layers.add({ level: LEVELS.list, bindings: [bind('list', 'enter')], takeText: undefined });
  layers.add({ level: LEVELS.app, bindings: [bind('app', 'enter', 'q')], takeText: undefined });
  layers.press(press('enter'));
  layers.press(press('q'));
  expect(ran).toEqual(['list enter', 'app q']);
  expect(layers.press(press('x'))).toBe(false);
});

test('a field takes all characters, and what stands below it neither works nor is shown', () => {
  const { layers, ran, bind } = recorded();
  layers.add({ level: LEVELS.app, bindings: [bind('app', 'q')], takeText: undefined });
  const close = layers.add({
    level: LEVELS.dialog,
    bindings: [bind('field', 'esc')],
    takeText: (text) => ran.push(`text ${text}`),
  });
  layers.press(press('q'));
  layers.press(press('up'));
  layers.press(press('esc'));
  expect(ran).toEqual(['text q', 'field esc']);
  expect(layers.shown.map(({ label }) => label)).toEqual(['field']);
  close();
  expect(layers.shown.map(({ label }) => label)).toEqual(['app']);
});

test('listeners hear of bindings that change, and of nothing else', () => {
  const { layers, bind } = recorded();
  let changes = 0;
  layers.subscribe(() => changes++);
  const layer = { level: LEVELS.screen, bindings: [bind('one', 'a')], takeText: undefined };
  layers.add(layer);
  layers.refresh();
  layer.bindings = [bind('one', 'a')];
  layers.refresh();
  expect(changes).toBe(1);
  layer.bindings = [bind('two', 'a')];
  layers.refresh();
  expect(changes).toBe(2);
});
