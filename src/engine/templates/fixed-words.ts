import { OUTLINE } from '../../model/segment.ts';

/** How many words a set of passages fixes, by what they are worth as evidence of a template. */
export interface FixedWords {
  /** In passages that a program delimits from what it puts in. */
  readonly delimited: number;
  /** In further passages. */
  readonly plain: number;
  /** In passages as people write them. */
  readonly talk: number;
  /** Of the beginning and the end of the text, which may overlap with the passages. */
  readonly affix: number;
}

export function fixedWords(passages: readonly number[]): FixedWords {
  let delimited = 0;
  let plain = 0;
  let talk = 0;
  let head = 0;
  let tail = 0;
  for (const passage of passages) {
    const words = passage & OUTLINE.words;
    if ((passage & OUTLINE.affix) !== 0) {
      if ((passage & OUTLINE.ending) !== 0) tail = Math.max(tail, words);
      else if ((passage & OUTLINE.talk) === 0) head = Math.max(head, words);
    } else if ((passage & OUTLINE.talk) !== 0) talk += words;
    else if ((passage & OUTLINE.delimited) !== 0) delimited += words;
    else plain += words;
  }
  return { delimited, plain, talk, affix: head + tail };
}

/** All that is fixed, nothing twice. */
export function fixedTotal(passages: readonly number[]): number {
  const { delimited, plain, talk, affix } = fixedWords(passages);
  return Math.max(delimited + plain + talk, affix);
}

export const isAffix = (passage: number): boolean => (passage & OUTLINE.affix) !== 0;
