import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { keyPresses } from '../../../src/tui/keys/key-name.ts';

function names(input: string, flags: Partial<Key> = {}): readonly string[] {
  return keyPresses(input, flags as Key).map(({ name }) => name);
}

test('keys without a character have words', () => {
  expect(names('', { upArrow: true })).toEqual(['up']);
  expect(names('\r', { return: true })).toEqual(['enter']);
  expect(names('', { tab: true, shift: true })).toEqual(['shift-tab']);
  expect(names('f', { ctrl: true })).toEqual(['ctrl-f']);
});

test('both keys that delete are one', () => {
  expect(names('', { backspace: true })).toEqual(names('', { delete: true }));
});

test('what was typed fast comes as one input and is pressed key by key', () => {
  expect(names('jj k')).toEqual(['j', 'j', 'space', 'k']);
});

test('a pasted name of a key is text', () => {
  expect(keyPresses('up', {} as Key)).toEqual([
    { name: 'u', text: 'u' },
    { name: 'p', text: 'p' },
  ]);
});

test('pasted controls are no text, pasted lines are no hidden keys', () => {
  expect(keyPresses('a\u0007\nb', {} as Key)).toEqual([
    { name: 'a', text: 'a' },
    { name: '', text: '' },
    { name: 'enter', text: '' },
    { name: 'b', text: 'b' },
  ]);
});
