import type { Prompts } from '../../../src/contracts/prompts.ts';
import { sketch } from '../../../src/ingest/sketching/sketch.ts';
import { combine52 } from '../../../src/model/hash.ts';
import type { SegmentFacts } from '../../../src/model/segment.ts';

export const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;

/** Single-message prompts, one node for each text: all that an index asks of the trie. */
export function textPrompts(texts: readonly string[]): Prompts {
  const facts = texts.map(
    (text): SegmentFacts => ({
      kind: 'message',
      role: 'user',
      bytes: text.length,
      tokens: text.length,
      minifiedTokens: text.length,
      ...sketch(text),
      bagKey: 0,
      outline: new Uint32Array(0),
      asksJson: false,
      asksOnlyJson: false,
      names: [],
      chunks: new Uint32Array(0),
      traits: new Uint8Array(0),
      preview: text.slice(0, 80),
    }),
  );
  return {
    parent: () => -1,
    segment: (node) => node,
    depth: () => 1,
    path: (node) => [node],
    facts: (segment) => facts[segment]!,
    toolTokens: () => 0,
    tokens: (node) => facts[node]!.tokens,
    normalized: (node) => combine52(1, facts[node]!.normalizedKey),
    template: () => -1,
    key: (node) => node.toString(16),
    shares: () => [],
  };
}

const words = (text: string): string[] => text.split(/(\s+)/);
const isPlainWord = (word: string): boolean => /^[a-z]{5,}$/.test(word);

function changeWord(text: string, next: () => number, change: (word: string) => string): string {
  const parts = words(text);
  const places = parts.flatMap((word, i) => (isPlainWord(word) ? [i] : []));
  if (places.length === 0) return text;
  const at = pick(places, next);
  parts[at] = change(parts[at]!);
  return parts.join('');
}

/** Wording that carries no content: an index must find these and be certain. */
export const SAME: Readonly<Record<string, (text: string, next: () => number) => string>> = {
  case: (text) => text.toUpperCase(),
  space: (text) => `  ${text.replace(/ /g, '  ')}\n`,
  fullStop: (text) => (/[.!?]$/.test(text.trim()) ? text.trim().slice(0, -1) : `${text.trim()}.`),
  please: (text) => `Please ${text.trim()}`,
  greeting: (text) => `Hi there, ${text.trim()}`,
  canYou: (text) => `Could you please ${text.trim()}`,
  thanks: (text) => `${text.trim()}\nThanks in advance!`,
};

/** The same question to a reader, perhaps; to a program it might be another. */
export const REWORDED: Readonly<Record<string, (text: string, next: () => number) => string>> = {
  typo: (text, next) => changeWord(text, next, (word) => word.slice(0, 2) + word.slice(3)),
  inserted: (text, next) => changeWord(text, next, (word) => `${word} quickly`),
  synonym: (text, next) => changeWord(text, next, () => 'alternative'),
  sentenceOrder: (text) =>
    text
      .split(/(?<=[.!?])\s+/)
      .reverse()
      .join(' '),
};

/** Two texts that differ in one thing that matters; `apart` says that they must not even be found. */
export const DIFFERENT: Readonly<
  Record<string, { readonly apart: boolean; make(text: string): [string, string] }>
> = {
  number: tail('Use at most 250 points.', 'Use at most 300 points.', true),
  decimal: tail('The rate is 3.5 now.', 'The rate is 35 now.', true),
  sign: tail('The offset is -5 here.', 'The offset is 5 here.', true),
  numberWord: tail('Give me three of them.', 'Give me seven of them.', true),
  isoDate: tail('As of 2024-03-01.', 'As of 2024-03-11.', true),
  month: tail('The meeting is in March.', 'The meeting is in June.', true),
  weekday: tail('Due on Monday at noon.', 'Due on Friday at noon.', true),
  uuid: tail(
    'Ticket 9f1c2a3e-77aa-4b1e-9d2f-0c1d2e3f4a5b.',
    'Ticket 9f1c2a3e-77aa-4b1e-9d2f-0c1d2e3f4a5c.',
    true,
  ),
  email: tail('Send it to ann@shop.test now.', 'Send it to bob@shop.test now.', true),
  url: tail('See https://shop.test/a/b please.', 'See https://shop.test/a/c please.', true),
  snake: tail('Rename user_name there.', 'Rename user_mail there.', true),
  camel: tail('Rename userName there.', 'Rename userMail there.', true),
  code: tail('Quote MSFT for me.', 'Quote AAPL for me.', true),
  unit: tail('Answer in kilometres only.', 'Answer in miles only.', true),
  currency: tail('Convert all of it to dollars.', 'Convert all of it to euros.', true),
  symbol: tail('It costs $5 there.', 'It costs €5 there.', true),
  language: tail('Answer me in German.', 'Answer me in Spanish.', true),
  negation: tail('It is safe to run.', 'It is not safe to run.', true),
  contraction: tail('The tool is ready.', "The tool isn't ready.", true),
  antonym: tail('Then enable the cache.', 'Then disable the cache.', true),
  without: tail('Do it with comments.', 'Do it without comments.', true),
  operator: tail('Check x + y first.', 'Check x - y first.', true),
  language2: tail('Port it to C++ then.', 'Port it to C# then.', true),
  name: tail('Address it to Alice Brown.', 'Address it to Carol Jones.', false),
  topic: tail('Write about volcanoes.', 'Write about penguins.', false),
  cjkNumber: tail('请用三句话回答这个问题。', '请用五句话回答这个问题。', true),
  cjkNegation: tail('这个方法是安全的。', '这个方法是不安全的。', true),
  cjkTopic: tail('请写一篇关于猫的文章。', '请写一篇关于狗的文章。', false),
};

function tail(
  a: string,
  b: string,
  apart: boolean,
): { apart: boolean; make(text: string): [string, string] } {
  return { apart, make: (text) => [`${text.trim()}\n${a}`, `${text.trim()}\n${b}`] };
}

const NOUNS =
  'garden bridge kitchen violin harbour lantern forest teacher market blanket engine river mirror castle'.split(
    ' ',
  );
const VERBS =
  'describes paints carries repairs follows watches builds cleans finds praises studies answers'.split(' ');
const ADJECTIVES =
  'quiet ancient curious gentle broken distant famous narrow polished silver wooden bright'.split(' ');
const OPENERS = [
  'Explain why',
  'Summarise how',
  'Tell a story in which',
  'List the reasons why',
  'Discuss whether',
];

/** Texts of 15 to about 200 words. */
export function ownTexts(count: number, next: () => number): string[] {
  const noun = () => `the ${pick(ADJECTIVES, next)} ${pick(NOUNS, next)}`;
  const sentence = () => `${noun()} ${pick(VERBS, next)} ${noun()} near ${noun()}`;
  return Array.from({ length: count }, () => {
    const more = Array.from({ length: 1 + Math.floor(next() * 14) }, () => `${sentence()}.`);
    return `${pick(OPENERS, next)} ${sentence()}? ${more.join(' ')}`;
  });
}
