/** The page's colours by use. Text on any ground has a contrast of at least 4.5 to 1, marks of 3 to 1 (WCAG 2.2 AA, 1.4.3 and 1.4.11). */
interface Palette {
  readonly ground: string;
  /** Behind key figures and rows. */
  readonly raised: string;
  readonly text: string;
  readonly muted: string;
  /** Lines between rows: decoration. */
  readonly line: string;
  /** The one accent: links, and the part that can be saved. */
  readonly accent: string;
  /** What remains, in charts. */
  readonly rest: string;
}

export const LIGHT: Palette = {
  ground: '#ffffff',
  raised: '#f4f6f8',
  text: '#18212c',
  muted: '#54606f',
  line: '#d8dee5',
  accent: '#0f5fb0',
  rest: '#7b8896',
};

export const DARK: Palette = {
  ground: '#11161c',
  raised: '#1a212a',
  text: '#e7ebf0',
  muted: '#a4b0bf',
  line: '#313b47',
  accent: '#76b3f7',
  rest: '#76828f',
};

/** As CSS custom properties. */
export function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(([use, color]) => `--${use}: ${color};`)
    .join(' ');
}
