import { CHUNK_TRAITS } from '../../model/segment.ts';

/** A date or a number that a chunk's end cuts in two is still known by what follows it. */
const LOOK_AHEAD = 16;

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
/** ISO and common dates, times of day, and seconds or milliseconds since 1970 (2017 and later). */
const TIME = new RegExp(
  `\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\b\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}\\b|\\b\\d{1,2}:\\d{2}\\b|` +
    `\\b${MONTH} \\d{1,2}\\b|\\b\\d{1,2}(?:st|nd|rd|th|\\.)? ${MONTH}|\\b1[5-9]\\d{8}(?:\\d{3})?\\b`,
  'i',
);
/** UUIDs, hexadecimal of 12 digits and more, decimal numbers of 6 and more, names such as `req_8f3a21`. Own choice of lengths. */
const ID =
  /[0-9a-f]{8}-[0-9a-f]{4}-|\b(?=[a-f]{0,11}\d)[0-9a-f]{12,}\b|\d{6,}|\b[a-z]{1,16}[-_](?=[a-z]{0,8}\d)[0-9a-z]{5,}/i;

/** Bits of CHUNK_TRAITS for the part of a text that has a digit. `from` and `to` are UTF-16 units. */
export function chunkTraits(text: string, from: number, to: number): number {
  const part = text.slice(from, to + LOOK_AHEAD);
  const { time, id, number } = CHUNK_TRAITS;
  return number | (TIME.test(part) ? time : 0) | (ID.test(part) ? id : 0);
}
