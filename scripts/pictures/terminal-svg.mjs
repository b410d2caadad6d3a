// A terminal's screen as an SVG: text stays text, in a dark window. Knows the few escapes that tmux gives of a screen.

/** Whole numbers, so that shapes beside each other leave no seam. */
const CELL = { width: 8, height: 18 };
const FONT_SIZE = 13.3;
const EDGE = 16;
const BAR = 28;
const PAPER = '#14171c';
const INK = '#d6dae0';
/** The eight colours of a terminal, as dark themes have them; the bright ones are the same. */
const COLORS = ['#3b4048', '#e0707a', '#8cc570', '#d9b566', '#6aa9f0', '#c586d8', '#56c2cf', '#d6dae0'];
const FONT = "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/**
 * `screen`: lines with SGR escapes, as `tmux capture-pane -e -p` prints them. Every run of one look is placed at its own
 * column, so that a font whose signs are a little wider moves nothing.
 */
export function terminalSvg(screen, { title, columns, rows }) {
  const width = columns * CELL.width + 2 * EDGE;
  const height = BAR + rows * CELL.height + EDGE;
  let look = PLAIN;
  const shapes = screen
    .split('\n')
    .slice(0, rows)
    .flatMap((line, row) => {
      const read = textRuns(line, look);
      look = read.look;
      return read.runs.flatMap((run) => shapesOf(run, row));
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="${PAPER}"/>`,
    ...[0, 1, 2].map(
      (i) => `<circle cx="${EDGE + 4 + i * 18}" cy="${BAR / 2 + 1}" r="5" fill="${COLORS[0]}"/>`,
    ),
    `<g font-family="${FONT}" font-size="${FONT_SIZE}" fill="${INK}" xml:space="preserve">`,
    ...shapes,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const PLAIN = { color: undefined, back: undefined, isBold: false, isDim: false, isInverse: false };

/**
 * Pieces of a line that look alike, each with the column it begins at; what is only space is left out. A look lasts over the end
 * of its line.
 */
function textRuns(line, before) {
  const runs = [];
  let [look, column] = [before, 0];
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    if (part.startsWith('\u001b[')) {
      look = part.slice(2, -1).split(';').map(Number).reduce(lookAfter, look);
      continue;
    }
    // Bars and lines are drawn, each run of one sign in one shape; of words, what is further apart is placed by itself.
    for (const text of part.match(/([\u2500-\u259f])\1*| {2,}|(?:(?! {2})[^\u2500-\u259f])+/gu) ?? []) {
      const cells = [...text].length;
      if (text.trim() !== '' || look.isInverse || look.back !== undefined)
        runs.push({ text, cells, column, look });
      column += cells;
    }
  }
  return { runs, look };
}

function lookAfter(look, code) {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, isBold: true };
  if (code === 2) return { ...look, isDim: true };
  if (code === 7) return { ...look, isInverse: true };
  if (code === 22) return { ...look, isBold: false, isDim: false };
  if (code === 27) return { ...look, isInverse: false };
  if (code >= 30 && code <= 37) return { ...look, color: COLORS[code - 30] };
  if (code === 39) return { ...look, color: undefined };
  if (code >= 40 && code <= 47) return { ...look, back: COLORS[code - 40] };
  if (code === 49) return { ...look, back: undefined };
  if (code >= 90 && code <= 97) return { ...look, color: COLORS[code - 90] };
  throw new Error(`no picture of the escape ${code}`);
}

function shapesOf({ text, cells, column, look }, row) {
  const cell = {
    x: EDGE + column * CELL.width,
    y: BAR + row * CELL.height,
    width: cells * CELL.width,
    height: CELL.height,
  };
  const [color, back] = look.isInverse ? [look.back ?? PAPER, look.color ?? INK] : [look.color, look.back];
  const dim = look.isDim ? ' opacity="0.6"' : '';
  const part = drawnPart(text);
  return [
    ...(back === undefined ? [] : [rect(cell, ` fill="${back}"`)]),
    ...(part === undefined
      ? words(text, cell, color, look.isBold, dim)
      : [rect(placed(part, cell), paint(color) + dim)]),
  ];
}

/** Spaces around words are left out: not every program keeps them. */
function words(text, { x, y }, color, isBold, dim) {
  const word = text.trim();
  if (word === '') return [];
  const from = x + (text.length - text.trimStart().length) * CELL.width;
  const size = `textLength="${[...word].length * CELL.width}" lengthAdjust="spacingAndGlyphs"`;
  const weight = isBold ? ' font-weight="600"' : '';
  return [`<text x="${from}" y="${y + 13}" ${size}${paint(color)}${weight}${dim}>${escaped(word)}</text>`];
}

/** Of its cells, how much a sign fills from the left or from below, in eighths; undefined: it is a letter. */
function drawnPart(text) {
  const code = text.codePointAt(0);
  if (code >= 0x2588 && code <= 0x258f) return { left: 0, right: 0x2590 - code, top: 0, bottom: 8 };
  if (code >= 0x2581 && code <= 0x2587) return { left: 0, right: 8, top: 0x2588 - code, bottom: 8 };
  if (code === 0x2594) return { left: 0, right: 8, top: 0, bottom: 1 };
  if (code >= 0x2591 && code <= 0x2593)
    return { left: 0, right: 8, top: 0, bottom: 8, shade: (code - 0x2590) / 4 };
  if (code === 0x2500) return { left: 0, right: 8, top: 4, bottom: 4.5 };
  return undefined;
}

/** A partly filled cell stands alone: only whole ones are runs of more than one from left to right. */
function placed({ left, right, top, bottom, shade }, { x, y, width, height }) {
  return {
    x: x + (left / 8) * width,
    y: y + (top / 8) * height,
    width: (width * (right - left)) / 8,
    height: (height * (bottom - top)) / 8,
    shade,
  };
}

function rect({ x, y, width, height, shade }, look) {
  const faint = shade === undefined ? '' : ` fill-opacity="${shade}"`;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${faint}${look}/>`;
}

function paint(color) {
  return color === undefined ? '' : ` fill="${color}"`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
