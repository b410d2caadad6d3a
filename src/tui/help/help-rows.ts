import { safeText, wrap } from '../../report/safe-text.ts';
import { beside, type Row } from '../rows.tsx';
import type { Screen } from '../screen.ts';
import { EVERYWHERE, type KeySection, LISTS, OF_SCREENS } from './key-help.ts';

const NAME = 17;
/** Columns from which on two stand beside each other. */
const BESIDE = 130;

const BASES: readonly (readonly [string, string])[] = [
  ['measured', 'what the log says, at the price of the day'],
  ['estimated', 'worked out from the log: tokens counted or converted, replays'],
  ['assumed', 'rests on a choice that no log can show; What-if lists it with d'],
  ['unknown', 'cannot be said, and is never counted as 0'],
  ['≥ $1.00', 'at least so much: calls without a price are missing from it'],
  ['*', 'an option that is not at its default'],
  ['…', 'a new answer is on its way; the figures are those of the last one'],
];

const READING: readonly (readonly [string, string])[] = [
  ['--help', 'llm-cost --help, and after each command'],
  ['figures', 'llm-cost show NAME: the calls behind a figure, on paper'],
  ['docs/', "the project's README and docs/: formats, detectors, strategies, scenarios"],
];

/** The help: the screens, the keys, what the figures say, where to read on. */
export function helpRows(screens: readonly Screen[], width: number): readonly Row[] {
  const isWide = width >= BESIDE;
  const column = isWide ? Math.floor(width / 2) : width;
  const keys = [EVERYWHERE, LISTS, ...OF_SCREENS].map((section) => keyRows(section, column));
  const facts = [
    block(
      'Screens',
      screens.map(({ title, describe }, i) => [`${i + 1} ${title}`, describe]),
      column,
    ),
    block('What stands beside a figure', BASES, column),
    block('To read on', READING, column),
  ];
  const [screenRows, ...others] = facts;
  if (isWide) return beside(spaced(keys), spaced(facts), column);
  return spaced([...keys, screenRows!, ...others]);
}

function keyRows({ title, keys }: KeySection, width: number): readonly Row[] {
  return block(
    title,
    keys.map(({ shown, text }) => [shown, text]),
    width,
  );
}

function block(title: string, lines: readonly (readonly [string, string])[], width: number): readonly Row[] {
  const room = Math.max(1, width - NAME - 3);
  return [
    [{ text: ` ${title}`, tone: 'accent' }],
    ...lines.flatMap(([name, text]) =>
      wrap(safeText(text), room).map(
        (line, i): Row => [{ text: ` ${(i === 0 ? name : '').padEnd(NAME)} `, tone: 'bold' }, { text: line }],
      ),
    ),
  ];
}

function spaced(blocks: readonly (readonly Row[])[]): readonly Row[] {
  return blocks.flatMap((rows, i) => (i === 0 ? rows : [[], ...rows]));
}
