import type { Key } from 'ink';

/** A key as bindings name it: a word for those without a character, else the character itself. */
export type KeyName = string;

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, KeyName])[];

/** One press: what bindings know it by ('' when nothing can be bound to it), and what it types into a field. */
export interface KeyPress {
  readonly name: KeyName;
  /** '' for keys without a character. */
  readonly text: string;
}

/** What was typed fast, or pasted, comes as one input of several characters. */
export function keyPresses(input: string, key: Key): readonly KeyPress[] {
  if (key.tab) return [{ name: key.shift ? 'shift-tab' : 'tab', text: '' }];
  const named = NAMED.find(([flag]) => key[flag]);
  if (named !== undefined) return [{ name: named[1], text: '' }];
  if (key.ctrl) return [{ name: input === '' ? '' : `ctrl-${input}`, text: '' }];
  if (key.meta) return [];
  return [...input].map((character) => pressOf(character));
}

function pressOf(character: string): KeyPress {
  if (character === ' ') return { name: 'space', text: ' ' };
  if (character === '\r' || character === '\n') return { name: 'enter', text: '' };
  if (character === '\t') return { name: 'tab', text: '' };
  return /\p{Cc}/u.test(character) ? { name: '', text: '' } : { name: character, text: character };
}
