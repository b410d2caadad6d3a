import type { KeyName } from '../keys/key-name.ts';

/** A line of the help about keys. */
export interface KeyHelp {
  /** As the bindings name them; each is bound where the help says so. */
  readonly keys: readonly KeyName[];
  /** As people write them. */
  readonly shown: string;
  readonly text: string;
}

/** The keys of one place. */
export interface KeySection {
  readonly title: string;
  /** The screen that they work on; undefined: on every screen, or in every list. */
  readonly screen: string | undefined;
  readonly keys: readonly KeyHelp[];
}

export const EVERYWHERE: KeySection = {
  title: 'Everywhere',
  screen: undefined,
  keys: [
    { keys: ['1', '2', '3', '4', '5', '6'], shown: '1 to 6', text: 'a screen' },
    { keys: ['tab', 'shift-tab'], shown: 'tab, shift-tab', text: 'the next screen, the one before' },
    { keys: ['e'], shown: 'e', text: 'export what is shown: Markdown, CSV or JSON' },
    { keys: ['?'], shown: '?', text: 'this page, and back' },
    { keys: ['q'], shown: 'q, Ctrl-C', text: 'quit' },
    { keys: [], shown: 'Ctrl-Z', text: 'back to the shell for a while; fg goes on' },
  ],
};

export const LISTS: KeySection = {
  title: 'Lists',
  screen: undefined,
  keys: [
    { keys: ['up', 'down', 'k', 'j'], shown: '↑ ↓, k j', text: 'move' },
    {
      keys: ['pageup', 'pagedown', 'ctrl-b', 'ctrl-f'],
      shown: 'PgUp PgDn',
      text: 'a page, also Ctrl-B Ctrl-F',
    },
    { keys: ['home', 'end', 'G'], shown: 'Home End', text: 'the first, the last' },
    { keys: ['enter'], shown: 'enter', text: 'open' },
    { keys: ['/'], shown: '/', text: 'filter: all words must occur; esc shows all again' },
    { keys: ['s'], shown: 's', text: 'sort by another column, or as it was' },
  ],
};

export const OF_SCREENS: readonly KeySection[] = [
  {
    title: 'Overview',
    screen: 'overview',
    keys: [{ keys: ['left', 'right', 'h', 'l'], shown: '← →, h l', text: 'group by another attribute' }],
  },
  {
    title: 'Findings',
    screen: 'findings',
    keys: [{ keys: ['c'], shown: 'c', text: 'all calls of the finding that is open' }],
  },
  {
    title: 'Inputs',
    screen: 'inputs',
    keys: [{ keys: ['left', 'right', 'h', 'l'], shown: '← →, h l', text: 'another list' }],
  },
  {
    title: 'What-if',
    screen: 'what-if',
    keys: [
      { keys: ['space'], shown: 'space', text: 'switch a strategy on or off' },
      { keys: ['[', ']', 'K', 'J'], shown: '[ ], K J', text: 'move it up or down in the order' },
      { keys: ['enter', 'right', 'l'], shown: 'enter, →', text: 'to its options, and back with esc' },
      { keys: ['left', 'right', 'h', 'l'], shown: '← →, h l', text: 'change the option' },
      { keys: ['r', 'R'], shown: 'r, R', text: 'to the default; everything as in the report' },
      { keys: ['d'], shown: 'd', text: 'all that is known of the strategy' },
    ],
  },
  {
    title: 'Models',
    screen: 'models',
    keys: [
      {
        keys: ['a', 'enter', 'space'],
        shown: 'a, enter',
        text: 'let the router send calls to the model, or no more',
      },
    ],
  },
];
