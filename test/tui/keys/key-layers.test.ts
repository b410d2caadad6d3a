import { expect, test } from 'vitest';
import { type KeyBinding, KeyLayers, LEVELS } from '../../../src/tui/keys/key-layers.ts';

const keys = (...names: readonly string[]) =>
  names.map((name) => ({ name, text: name.length === 1 ? name : '' }));

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
  layers.press(keys('enter'));
  layers.press(keys('q'));
  expect(ran).toEqual(['list enter', 'app q']);
  expect(layers.press(keys('x', 'q'))).toEqual({ keys: 1, isBound: false });
});

test('a field takes all characters, and what stands below it neither works nor is shown', () => {
  const { layers, ran, bind } = recorded();
  layers.add({ level: LEVELS.app, bindings: [bind('app', 'q')], takeText: undefined });
  const close = layers.add({
    level: LEVELS.dialog,
    bindings: [bind('field', 'esc')],
    takeText: (text) => ran.push(`text ${text}`),
  });
  layers.press(keys('q'));
  layers.press(keys('up'));
  layers.press(keys('esc'));
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

test('a key that waits several times is one run where it may be, told how often', () => {
  const { layers, ran, bind } = recorded();
  const down: KeyBinding = {
    ...{ keys: ['down', 'j'], label: 'down', isRepeated: true },
    run: (key, times) => ran.push(`${key} ${times}`),
  };
  layers.add({ level: LEVELS.list, bindings: [down, bind('list', 'space')], takeText: undefined });
  expect(layers.press(keys('down', 'j', 'down', 'space', 'down'))).toEqual({ keys: 3, isBound: true });
  expect(layers.press(keys('space', 'space'))).toEqual({ keys: 1, isBound: true });
  expect(ran).toEqual(['down 3', 'list space']);
});

test('a field takes what was pasted at once, up to the key that it knows', () => {
  const { layers, ran, bind } = recorded();
  layers.add({
    level: LEVELS.dialog,
    bindings: [bind('field', 'enter')],
    takeText: (text) => ran.push(`text ${text}`),
  });
  expect(layers.press(keys('g', 'p', 't', 'enter', 'q'))).toEqual({ keys: 3, isBound: true });
  expect(layers.press(keys('up', 'q'))).toEqual({ keys: 1, isBound: false });
  expect(ran).toEqual(['text gpt']);
});
