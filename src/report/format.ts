/** What is shown where a figure is not known. It is never shown as 0. */
export const UNKNOWN = 'unknown';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const subCents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
const rates = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 8 });
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const upToTenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const significant = new Intl.NumberFormat('en-US', {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});
const twoDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 10 });
const changes = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'always',
});
const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});

type Figure = number | null | undefined;

function isKnown(value: Figure): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** 1,234 as it is; 12.3k, 4.56M, 7.89B, 1.23T, 1.23e+15 when that is too wide. Rolls over: 999,999 is 1.00M. */
function shortened(value: number, full: string, width: number): string {
  if (full.length <= width || Math.abs(value) < 1000) return full;
  return Math.abs(value) < 1e15 ? compact.format(value).replace('K', 'k') : value.toExponential(2);
}

/**
 * US dollars: cents from one dollar up, four decimals below unless they are whole cents, `<$0.0001` for what is smaller still.
 * Wider than `width` characters becomes three significant digits ($1.23M). NaN, infinite, null: "unknown".
 */
export function usd(value: Figure, width = Number.POSITIVE_INFINITY): string {
  if (!isKnown(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size > 0 && size < 0.0001) return value > 0 ? '<$0.0001' : '>-$0.0001';
  const sign = value < 0 ? '-$' : '$';
  const full = (size >= 1 || isWholeCents(size) ? cents : subCents).format(size);
  return sign + shortened(size, full, width - sign.length);
}

/** US dollars of something small, as one call: like `usd`, but below a cent with three significant digits ($0.000214). */
export function smallUsd(value: Figure): string {
  if (!isKnown(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size >= 0.01 || size < 1e-9) return usd(value);
  return `${value < 0 ? '-$' : '$'}${significant.format(size)}`;
}

/** Whether four decimals would say no more than two. */
function isWholeCents(size: number): boolean {
  return Math.round(size * 10_000) % 100 === 0;
}

/** Tokens: all digits when they fit `width` characters, else three significant digits (4.56M). */
export function tokens(value: Figure, width = Number.POSITIVE_INFINITY): string {
  return isKnown(value) ? shortened(value, grouped.format(value), width) : UNKNOWN;
}

/** A number of things, digits in groups of three; shortened like tokens when wider than `width`. */
export function count(value: Figure, width = Number.POSITIVE_INFINITY): string {
  return tokens(value, width);
}

/** "1 call", "2,345 calls"; the plural adds an s unless it is given. */
export function counted(value: Figure, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** A share from 0 to 1 as a percentage with one decimal; a part is never shown as nothing or as all. */
export function percent(share: Figure): string {
  if (!isKnown(share)) return UNKNOWN;
  if (share === 0) return '0%';
  const size = Math.abs(share);
  if (size < 0.0005) return share > 0 ? '<0.1%' : '>-0.1%';
  if (share > 0.9995 && share < 1) return '>99.9%';
  return `${(share === 1 ? grouped : tenths).format(share * 100)}%`;
}

/** How much more or less something is than it was, as a share of that: +19.8%, -5.0%; a change is never shown as none. */
export function percentChange(share: Figure): string {
  if (!isKnown(share)) return UNKNOWN;
  if (share === 0) return '0%';
  if (Math.abs(share) < 0.0005) return share > 0 ? '<+0.1%' : '>-0.1%';
  return `${changes.format(share * 100)}%`;
}

/** A number to so many decimals, or to two digits where these would read as none: 12, 0.3, -0.02, never -0. */
export function rounded(value: Figure, decimals: 0 | 1): string {
  if (!isKnown(value)) return UNKNOWN;
  const text = (decimals === 0 ? grouped : upToTenths).format(value);
  return value !== 0 && /^-?0$/.test(text) ? twoDigits.format(value) : text;
}

/** A number with its own digits, up to ten decimals: what a person gave, or what must be told from a figure close to it. */
export function allDigits(value: Figure): string {
  return isKnown(value) ? exact.format(value) : UNKNOWN;
}

/** Milliseconds as a duration: 850 ms, 1.3 s, 2 min 5 s, 3 h 12 min, 4.2 days. */
export function duration(ms: Figure): string {
  if (!isKnown(ms)) return UNKNOWN;
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms > 0 && ms < 1) return '<1 ms';
  if (Math.round(ms) < 1000) return `${grouped.format(ms)} ms`;
  if (ms < 59_950) return `${tenths.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return `${upToTenths.format(minutes / 1440)} days`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** A price in US dollars per 1M tokens, to the last digit that price lists give: $0.075, $1.125, $30.00. */
export function rate(value: Figure): string {
  return isKnown(value) ? `$${rates.format(value)}` : UNKNOWN;
}

/** Bytes in decimal units: 999 B, 1.5 kB, 300.0 MB. */
export function bytes(value: Figure): string {
  if (!isKnown(value)) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = value;
  let unit = 0;
  for (; size >= 999.95 && unit < units.length - 1; unit++) size /= 1000;
  return `${(unit === 0 ? grouped : tenths).format(size)} ${units[unit]}`;
}
