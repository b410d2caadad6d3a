import { bytes, count, counted, duration, percent, tokens } from '../report/format.ts';
import { fillTo, safeText, textWidth } from '../report/safe-text.ts';
import { bar } from '../report/table/bar.ts';
import type { Reading } from './explorer.ts';
import { OPENING } from './opened-screen.ts';
import { paragraph, type ShownLine } from './paragraph.tsx';

const WIDEST_BAR = 60;
/** Models and notices that are shown at most: it is passing. */
const MODELS = 12;
const NOTICES = 3;
const FIGURE_COLUMNS = 11;
const WIDEST_NAME = 40;
/** A rate of less time than this says nothing. */
const SETTLED_MS = 500;

const PHASES = {
  read: 'Reading the logs',
  embed: 'Looking up embeddings',
  analyse: 'Looking for waste and replaying the strategies',
} as const satisfies Record<Reading['phase'], string>;

/** How far the reading is and what is known so far, in at most `height` lines. */
export function readingLines(reading: Reading | undefined, width: number, height: number): ShownLine[] {
  if (reading === undefined) return [{ text: ` ${OPENING}` }];
  const head: ShownLine[] = [
    { text: ` ${PHASES[reading.phase]}`, tone: 'bold' },
    { text: ` ${progressBar(reading, width - 2)}`, tone: 'accent' },
    { text: ` ${progressText(reading)}` },
    { text: '' },
  ];
  const notices = reading.notices
    .slice(-NOTICES)
    .flatMap((notice) => paragraph(notice, width - 2, 2))
    .map((text): ShownLine => ({ text: ` ${text}`, tone: 'dim' }));
  const room = Math.min(MODELS + 1, height - head.length - notices.length - 1);
  const models = modelLines(reading, width, room);
  return [...head, ...models, { text: '' }, ...notices].slice(0, Math.max(0, height));
}

function progressBar({ phase, bytesDone, bytesTotal }: Reading, width: number): string {
  const room = Math.max(1, Math.min(WIDEST_BAR, width));
  const share = phase !== 'read' ? 1 : bytesTotal > 0 ? bytesDone / bytesTotal : 0;
  return bar(share, room).padEnd(room, '░');
}

/** "42.0% of 300.0 MB · 120,000 calls · 45,000 calls/s · 4.1 s left". */
function progressText(reading: Reading): string {
  const { phase, bytesDone, bytesTotal, calls, elapsedMs } = reading;
  const read = calls > 0 ? counted(calls, 'call') : '';
  if (phase !== 'read') return joined(read, `${duration(elapsedMs)} so far`);
  const share = bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : undefined;
  const isSettled = elapsedMs >= SETTLED_MS;
  const rate = isSettled ? `${count(calls / (elapsedMs / 1000))} calls/s` : '';
  const left =
    isSettled && share !== undefined && share > 0
      ? `${duration((elapsedMs * (1 - share)) / share)} left`
      : '';
  return joined(
    share === undefined ? bytes(bytesDone) : `${percent(share)} of ${bytes(bytesTotal)}`,
    read,
    rate,
    left,
  );
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** The models so far, the most calls first. */
function modelLines({ models }: Reading, width: number, room: number): ShownLine[] {
  if (models.length === 0 || room < 2) return [];
  const shown = models.slice(0, models.length > room - 1 ? Math.max(1, room - 2) : room - 1);
  const names = shown.map(({ model }) => (model === '' ? '(not in the log)' : safeText(model)));
  const name = Math.max(
    8,
    Math.min(WIDEST_NAME, width - 3 * (FIGURE_COLUMNS + 1) - 2, Math.max(...names.map(textWidth))),
  );
  const line = (first: string, figures: readonly string[]): string =>
    ` ${fillTo(first, name)}${figures.map((figure) => fillTo(figure, FIGURE_COLUMNS + 1, 'right')).join('')}`;
  const rest = models.length - shown.length;
  return [
    { text: line('so far', ['calls', 'tokens in', 'out']), tone: 'dim' },
    ...shown.map(({ calls: own, tokensIn, tokensOut }, i) => ({
      text: line(names[i]!, [
        count(own, FIGURE_COLUMNS),
        tokens(tokensIn, FIGURE_COLUMNS),
        tokens(tokensOut, FIGURE_COLUMNS),
      ]),
    })),
    ...(rest > 0 ? [{ text: ` and ${counted(rest, 'more model')}`, tone: 'dim' as const }] : []),
  ];
}
