import { counted, usd } from '../format.ts';
import { cost, isAllUnpriced } from '../money.ts';
import type { DayPlace } from './days.ts';
import { html, type Markup, type Piece } from './markup.ts';

/** In pixels: text in a drawing that shrinks with the page could not be read on a phone, so there are two drawings. */
interface Size {
  readonly look: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
}

const SIZES: readonly Size[] = [
  { look: 'wide', width: 1032, height: 250 },
  { look: 'narrow', width: 358, height: 210 },
];

const LEFT = 62;
const TOP = 22;
const BOTTOM = 26;

/** Room for one day's name, and for one bar's amount, in pixels. */
const DATE_WIDTH = 84;
const AMOUNT_WIDTH = 52;

/** A date is a little narrower than its room: so much of that may lie beyond the drawing. */
const EDGE = 8;

const WIDEST_BAR = 72;

/** Spend day by day as bars on one axis; a day without calls has an empty place. */
export function timeChart(places: readonly DayPlace[]): Markup {
  const highest = Math.max(0, ...places.map(({ group }) => group?.costUsd ?? 0));
  return html`${SIZES.map((size) => drawing(places, highest, size))}`;
}

function drawing(places: readonly DayPlace[], highest: number, size: Size): Piece {
  const { look, width, height } = size;
  const ticks = ticksTo(highest);
  const top = ticks.at(-1)!;
  const floor = height - BOTTOM;
  const yOf = (value: number): number => floor - (top === 0 ? 0 : (value / top) * (floor - TOP));
  const step = (width - LEFT) / places.length;
  const every = Math.max(1, Math.ceil(DATE_WIDTH / step));
  return html`<svg class="${look}" role="img" aria-labelledby="time-${look}-title time-${look}-about" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="time-${look}-title">Spend by day</title>
<desc id="time-${look}-about">${summary(places, highest)}</desc>
${ticks.map((tick) => html`<line class="${tick === 0 ? 'axis' : 'grid'}" x1="${LEFT}" x2="${width}" y1="${yOf(tick)}" y2="${yOf(tick)}"/><text x="${LEFT - 8}" y="${yOf(tick) + 4}" text-anchor="end">${usd(tick, 8)}</text>\n`)}${places.map(
  (place, i) => {
    const middle = LEFT + step * (i + 0.5);
    return html`${column(place, { middle, step, floor, yOf })}${
      i % every === 0 && middle + DATE_WIDTH / 2 <= width + EDGE
        ? html`<text x="${middle}" y="${height - 6}" text-anchor="middle">${place.day}</text>\n`
        : undefined
    }`;
  },
)}</svg>`;
}

interface Place {
  readonly middle: number;
  readonly step: number;
  readonly floor: number;
  yOf(value: number): number;
}

/** One day; what is only a lower bound is drawn as an outline, and an amount that is not known as a question mark. */
function column({ day, group }: DayPlace, { middle, step, floor, yOf }: Place): Piece {
  if (group === null) return undefined;
  const width = Math.min(WIDEST_BAR, Math.max(step * 0.72, Math.min(step, 1)));
  const y = yOf(group.costUsd);
  const amount = isAllUnpriced(group) ? '?' : cost(group, 8);
  return html`<g><title>${day}: ${cost(group)}, ${counted(group.calls, 'call')}</title><rect class="${group.unpricedCalls > 0 ? 'at-least' : 'accent'}" x="${middle - width / 2}" y="${y}" width="${width}" height="${floor - y}"/>${
    step >= AMOUNT_WIDTH
      ? html`<text class="value" x="${middle}" y="${y - 6}" text-anchor="middle">${amount}</text>`
      : undefined
  }</g>\n`;
}

function summary(places: readonly DayPlace[], highest: number): string {
  const dearest = places.find(({ group }) => group?.costUsd === highest);
  const without = places.filter(({ group }) => group === null).length;
  const peak =
    highest > 0 && dearest !== undefined ? ` The dearest is ${dearest.day} with ${usd(highest)}.` : '';
  const gaps = without > 0 ? ` ${counted(without, 'day')} without calls.` : '';
  return `${counted(places.length, 'day')} from ${places[0]!.day} to ${places.at(-1)!.day}.${peak}${gaps}`;
}

/** From 0 in round steps (1, 2 or 5 times a power of ten) up to the first that is not below the highest value. */
export function ticksTo(highest: number): number[] {
  if (!(highest > 0)) return [0];
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, i) => i * step);
}
