import { fold52, key52, startKey } from './sketch-key.ts';
import { AFTER_NEWLINE, AFTER_PUNCTUATION, INNER_CAPITAL, IS_SYMBOL, type Scan } from './sketch-scan.ts';
import { ADDRESSEE, ARTICLE, GREETING, LABELLED, PLEASE, QUANTITY, wordHash } from './sketch-words.ts';

/** Below this many words an article may turn the question ("what is time", "what is the time"). Own judgement. */
const ARTICLES_IDLE_FROM = 5;

const phrase = (text: string): readonly number[] => text.split(' ').map(wordHash);

/** What may open a request without saying anything; a greeting is known by the punctuation after it. */
const OPENINGS = [
  ...['can', 'could', 'would', 'will'].map((verb) => phrase(`${verb} you`)),
  ...['could', 'can', 'would'].map((verb) => phrase(`i was wondering if you ${verb}`)),
  ...['i want', 'i need', 'i would like', 'id like'].map((start) => phrase(`${start} you to`)),
];
/** As openings, but only with punctuation behind them: "quick question banks" are something else. */
const PAUSED_OPENINGS = ['i was wondering', 'just wondering', 'quick question', 'i have a question'].map(
  phrase,
);
/** What may close a request; each counts only behind punctuation. Longest first. */
const CLOSINGS = [
  'thank you very much in advance',
  'thank you so much in advance',
  'thank you for your help',
  'thank you for the help',
  'thank you in advance',
  'thank you very much',
  'thank you so much',
  'thanks for your help',
  'thanks for the help',
  'thanks in advance',
  'i would appreciate it',
  'i appreciate it',
  'much appreciated',
  'many thanks',
  'thanks so much',
  'thanks a lot',
  'thank you',
  'thanks',
  'thx',
  'cheers',
].map((text) => phrase(text.replace('thanks', 'thank')));
const YOU = wordHash('you');

/**
 * Hash of what a text says once politeness, articles, case, prose punctuation, a plural s, contractions and well-known
 * misspellings are taken away; order counts. Equal keys mean that nothing but such wording differs.
 */
export function contentKey(scan: Scan): number {
  const { flags, itemCount } = scan;
  const start = opening(scan);
  const end = closing(scan, start);
  if (start >= end) return keyOf(scan, 0, itemCount, false);
  let words = 0;
  for (let i = start; i < end; i++) {
    if ((flags[i]! & IS_SYMBOL) === 0 && (flags[i]! & ARTICLE) === 0) words++;
  }
  return keyOf(scan, start, end, words >= ARTICLES_IDLE_FROM);
}

function keyOf(scan: Scan, start: number, end: number, isLong: boolean): number {
  const { items, flags } = scan;
  const key = startKey();
  for (let i = start; i < end; i++) {
    const item = items[i]!;
    const bits = flags[i]!;
    if ((bits & (ARTICLE | PLEASE)) !== 0) {
      if (isLong && (bits & ARTICLE) !== 0 && isIdleArticle(scan, i, start, end)) continue;
      if ((bits & PLEASE) !== 0 && i > 0 && (isAfterPunctuation(bits) || items[i - 1] === YOU)) continue;
    }
    fold52(key, item);
  }
  return key52(key);
}

const isAfterPunctuation = (flags: number): boolean => (flags & AFTER_PUNCTUATION) !== 0;

function isIdleArticle(scan: Scan, i: number, start: number, end: number): boolean {
  const { flags } = scan;
  if ((flags[i]! & INNER_CAPITAL) !== 0 && i > start && !scan.isCapitals) return false;
  const next = i + 1;
  if (next >= end || (flags[next]! & (IS_SYMBOL | AFTER_PUNCTUATION | AFTER_NEWLINE)) !== 0) return false;
  if ((flags[next]! & QUANTITY) !== 0) return false;
  return i === 0 || (flags[i - 1]! & LABELLED) === 0;
}

function startsWith(scan: Scan, at: number, words: readonly number[]): boolean {
  if (at < 0 || at + words.length > scan.itemCount) return false;
  return words.every((word, k) => scan.items[at + k] === word);
}

function opening(scan: Scan): number {
  const { flags, itemCount } = scan;
  let at = 0;
  while (at < itemCount && (flags[at]! & IS_SYMBOL) === 0) {
    const bits = flags[at]!;
    if ((bits & PLEASE) !== 0) {
      at++;
      continue;
    }
    if ((bits & GREETING) !== 0) {
      const next = at + 1 < itemCount && (flags[at + 1]! & ADDRESSEE) !== 0 ? at + 2 : at + 1;
      const isPaused = next >= itemCount || (flags[next]! & (AFTER_PUNCTUATION | AFTER_NEWLINE)) !== 0;
      if (!isPaused && !isOpening(scan, next)) break;
      at = next;
      continue;
    }
    const words =
      OPENINGS.find((candidate) => startsWith(scan, at, candidate)) ??
      PAUSED_OPENINGS.find(
        (candidate) => startsWith(scan, at, candidate) && isPausedAt(scan, at + candidate.length),
      );
    if (words === undefined) break;
    at += words.length;
  }
  return at;
}

function isPausedAt(scan: Scan, at: number): boolean {
  return at < scan.itemCount && (scan.flags[at]! & (AFTER_PUNCTUATION | AFTER_NEWLINE)) !== 0;
}

function isOpening(scan: Scan, at: number): boolean {
  if ((scan.flags[at]! & PLEASE) !== 0) return true;
  return OPENINGS.some((candidate) => startsWith(scan, at, candidate));
}

function closing(scan: Scan, start: number): number {
  let end = scan.itemCount;
  for (;;) {
    if (end - 1 > start && (scan.flags[end - 1]! & PLEASE) !== 0) {
      end--;
      continue;
    }
    const words = CLOSINGS.find((candidate) => {
      const at = end - candidate.length;
      return (
        at > start &&
        (scan.flags[at]! & (AFTER_PUNCTUATION | AFTER_NEWLINE)) !== 0 &&
        candidate.every((word, k) => scan.items[at + k] === word)
      );
    });
    if (words === undefined) return end;
    end -= words.length;
  }
}
