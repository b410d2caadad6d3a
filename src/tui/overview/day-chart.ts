import type { Report } from '../../model/report.ts';
import { counted, usd } from '../../report/format.ts';
import { daysOf } from '../../report/html/days.ts';
import { cost, isAllUnpriced } from '../../report/money.ts';
import { fillTo } from '../../report/safe-text.ts';

/** Bars from nothing up to a whole line. */
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

const AXIS_COLUMNS = 10;
const WIDEST_BAR = 8;
/** `09-01`; the year stands in the title. */
const DATE_COLUMNS = 5;

/** Spend by day as columns of block characters: a title, `rows` lines of bars and the days below them. */
export interface DayChart {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Undefined where there are not two days to compare. Days without calls are empty places. */
export function dayChart(report: Report, width: number, rows: number): DayChart | undefined {
  const { places, timeless, earlier } = daysOf(report);
  if (places.length < 2 || rows < 1) return undefined;
  const room = width - AXIS_COLUMNS - 2;
  const step = Math.max(1, Math.min(WIDEST_BAR + 1, Math.floor(room / places.length)));
  const shown = places.slice(-Math.max(1, Math.floor(room / step)));
  const highest = Math.max(...shown.map(({ group }) => group?.costUsd ?? 0));
  const bar = step > 1 ? step - 1 : 1;
  const gap = ' '.repeat(step - bar);
  const lines = Array.from({ length: rows }, (_, line) => {
    const floor = rows - 1 - line;
    const cells = shown.map(({ group }) => {
      if (group === null) return ' '.repeat(step);
      const isUnknown = isAllUnpriced(group);
      const filled = highest > 0 ? barCells(group.costUsd / highest, rows, floor) : ' ';
      return (isUnknown && floor === 0 ? '?' : filled).repeat(bar) + gap;
    });
    return `${axis(line, rows, highest)}${cells.join('').trimEnd()}`;
  });
  const hidden = places.length - shown.length;
  const notes = [
    hidden > 0 ? `${counted(hidden, 'earlier day')} not shown` : '',
    earlier === undefined ? '' : `${cost(earlier)} on days before these`,
    timeless === undefined ? '' : `${cost(timeless)} at unknown times`,
  ].filter((note) => note !== '');
  const period = `${shown[0]!.day} to ${shown.at(-1)!.day}`;
  return {
    title: `Spend by day, ${period}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`,
    lines: [...lines, `${' '.repeat(AXIS_COLUMNS + 2)}${dates(shown, step, room)}`],
  };
}

/** The part of a bar that stands in one line; what is more than nothing shows at least a sliver. */
function barCells(share: number, rows: number, floor: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(share * rows * 8)) : 0;
  return EIGHTHS[Math.max(0, Math.min(8, eighths - floor * 8))]!;
}

/** The highest amount at the top and 0 at the bottom. */
function axis(line: number, rows: number, highest: number): string {
  const label = line === 0 ? usd(highest, AXIS_COLUMNS) : line === rows - 1 ? usd(0) : '';
  return `${fillTo(label, AXIS_COLUMNS, 'right')} ${label === '' ? '│' : '┤'}`;
}

/** Month and day under as many bars as there is room for. */
function dates(places: readonly { readonly day: string }[], step: number, room: number): string {
  const every = Math.max(1, Math.ceil((DATE_COLUMNS + 1) / step));
  return places
    .map(({ day }, i) =>
      i % every === 0 && i * step + DATE_COLUMNS <= room ? fillTo(day.slice(5), step * every) : '',
    )
    .join('')
    .trimEnd();
}
