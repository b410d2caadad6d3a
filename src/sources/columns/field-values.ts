/** What `parseCount` gives for a value that is there and is no count. */
export const INVALID = -1;

/**
 * A number of tokens: a whole number from 0 to 2^53 - 1, also written `1,234`, `10.0`, ` 12 ` or `1e+05`.
 * `1.000` is no count: in half the world it is a thousand.
 * NaN when the cell says nothing (empty, null, None, NaN, N/A, -); INVALID for anything else.
 */
export function parseCount(value: unknown): number {
  if (typeof value === 'string') {
    const length = value.length;
    if (length === 0 || length > 15) return countOf(value);
    let count = 0;
    for (let i = 0; i < length; i++) {
      const digit = value.charCodeAt(i) - 48;
      if (digit >>> 0 > 9) return countOf(value);
      count = count * 10 + digit;
    }
    return count;
  }
  if (typeof value === 'number') return Number.isNaN(value) || whole(value) ? value + 0 : INVALID;
  return value === undefined || value === null ? Number.NaN : INVALID;
}

function countOf(text: string): number {
  const cell = text.trim();
  if (isBlank(cell)) return Number.NaN;
  if (cell.length > 40) return INVALID;
  if (/^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.0{0,2}|\.0{4,})?$/.test(cell))
    return checked(Number(cell.replaceAll(',', '')));
  return /^\d(?:\.\d+)?e\+?\d{1,2}$/i.test(cell) ? checked(Number(cell)) : INVALID;
}

function checked(value: number): number {
  return whole(value) ? value : INVALID;
}

function whole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * An amount that is 0 or more, also written `$0.12` or `1,234.50`; NaN when it is not there or is no such amount.
 * `1,234` alone is NaN: in half the world it is a little more than one.
 */
export function parseAmount(value: unknown): number {
  if (typeof value === 'number') return value >= 0 && value < Number.POSITIVE_INFINITY ? value : Number.NaN;
  if (typeof value !== 'string' || value.length > 60) return Number.NaN;
  const plain = plainDecimal(value);
  return plain >= 0 ? plain : amountOf(value);
}

/** Up to 15 digits with at most one point between them, which one exact division reads right; -1 for anything else. */
function plainDecimal(text: string): number {
  const length = text.length;
  if (length === 0 || length > 16) return -1;
  let digits = 0;
  let divisor = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 && divisor === 0 && i > 0 && i < length - 1) {
      divisor = 1;
      continue;
    }
    const digit = code - 48;
    if (digit >>> 0 > 9) return -1;
    digits = digits * 10 + digit;
    divisor *= 10;
  }
  if (digits > Number.MAX_SAFE_INTEGER) return -1;
  return divisor === 0 ? digits : digits / divisor;
}

function amountOf(value: string): number {
  const cell = value.trim().replace(/^\$ ?/, '');
  if (/^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?$/i.test(cell)) return Number(cell);
  return /^[1-9]\d{0,2}(?:,\d{3})+\.\d+$/.test(cell) ? Number(cell.replaceAll(',', '')) : Number.NaN;
}

/** Text without surrounding white space, or undefined when the cell says nothing; numbers become text. */
export function parseName(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const length = value.length;
    if (length === 0) return undefined;
    const padded = value.charCodeAt(0) <= 32 || value.charCodeAt(length - 1) <= 32;
    const name = padded ? value.trim() : value;
    return isBlank(name) ? undefined : name;
  }
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

const BLANK = new Set(['null', 'none', 'nan', 'n/a', 'na', 'nil', '<na>', 'undefined', '-', '\\n']);

/** Empty, or one of the words that programs write for "no value". */
function isBlank(cell: string): boolean {
  if (cell.length === 0) return true;
  if (cell.length > 9) return false;
  const first = cell.charCodeAt(0) | 32;
  // n, u, -, \ and < begin all of them; most cells are told apart without hashing.
  const possible = first === 110 || first === 117 || first === 45 || first === 124 || first === 60;
  return possible && BLANK.has(cell.toLowerCase());
}

/** How a status column speaks: an HTTP code or a word, a flag of success, or a flag or message of failure. */
export type StatusKind = 'code' | 'success' | 'failure';

/** Results of `parseStatus` besides HTTP codes (100 to 599). */
export const STATUS_UNKNOWN = 0;
export const STATUS_OK = 1;
export const STATUS_FAILED = 2;

const OK_WORDS = new Set([
  'ok',
  'success',
  'succeeded',
  'successful',
  'complete',
  'completed',
  'done',
  'pass',
  'passed',
]);
const FAILED_WORDS = new Set([
  ...[
    'error',
    'errored',
    'err',
    'fail',
    'failed',
    'failure',
    'exception',
    'timeout',
    'timed_out',
    'timedout',
  ],
  ...[
    'cancelled',
    'canceled',
    'aborted',
    'rate_limited',
    'ratelimited',
    'rejected',
    'expired',
    'overloaded',
    'throttled',
  ],
]);

/** An HTTP code, STATUS_OK, STATUS_FAILED, or STATUS_UNKNOWN for what is empty or says neither. */
export function parseStatus(value: unknown, kind: StatusKind): number {
  if (value === '200') return 200;
  if (typeof value === 'boolean') return value === (kind !== 'failure') ? STATUS_OK : STATUS_FAILED;
  const name = parseName(value);
  if (name === undefined)
    return value !== null && typeof value === 'object' && kind === 'failure' ? STATUS_FAILED : STATUS_UNKNOWN;
  if (/^[1-5]\d\d(?:\.0)?$/.test(name)) return Number(name);
  const word = name.toLowerCase().replace(/[ -]/g, '_');
  if (word === 'true' || word === 'yes' || word === 't')
    return kind === 'failure' ? STATUS_FAILED : STATUS_OK;
  if (word === 'false' || word === 'no' || word === 'f')
    return kind === 'failure' ? STATUS_OK : STATUS_FAILED;
  if (OK_WORDS.has(word)) return STATUS_OK;
  if (kind !== 'code' && /^[01](?:\.0)?$/.test(word))
    return word.startsWith('1') === (kind === 'success') ? STATUS_OK : STATUS_FAILED;
  return kind === 'failure' || FAILED_WORDS.has(word) ? STATUS_FAILED : STATUS_UNKNOWN;
}
