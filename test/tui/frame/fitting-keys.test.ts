import { expect, test } from 'vitest';
import { fittingKeys } from '../../../src/tui/frame/fitting-keys.ts';
import type { KeyBinding } from '../../../src/tui/keys/key-layers.ts';

function binding(key: string, label: string, isAlways = false): KeyBinding {
  return { keys: [key], label, isAlways, run: () => {} };
}

const BINDINGS = [
  binding('enter', 'open'),
  binding('/', 'filter'),
  binding('x', ''),
  binding('s', 'sort'),
  binding('?', 'help', true),
  binding('q', 'quit', true),
];

function labels(width: number): readonly string[] {
  return fittingKeys(BINDINGS, width).map(({ label }) => label);
}

test('all are shown where there is room, but for those without a word', () => {
  expect(labels(80)).toEqual(['open', 'filter', 'sort', 'help', 'quit']);
});

test('help and quit have their place first; the others go from the last', () => {
  expect(labels(16 + 8 + 10)).toEqual(['open', 'filter', 'help', 'quit']);
  expect(labels(16 + 8 + 9)).toEqual(['open', 'help', 'quit']);
  expect(labels(16)).toEqual(['help', 'quit']);
});

test('a key without a character has a sign', () => {
  expect(fittingKeys(BINDINGS, 80)[0]).toMatchObject({ key: '⏎', label: 'open' });
});
