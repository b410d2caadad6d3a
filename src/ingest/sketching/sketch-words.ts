import { IMPORTANT_WORDS } from './sketch-important-words.ts';

/** What is known of a word, as bits; the scanner's own bits start at 256 and share one array with these. */
export const ARTICLE = 1;
export const PLEASE = 2;
export const GREETING = 4;
export const ADDRESSEE = 8;
/** Words after which a lone "a" is a name, not an article ("hepatitis a"). */
export const LABELLED = 16;
/** Words before which "a" is not idle ("a few" is not "few"). */
export const QUANTITY = 32;
/** All bits that an item keeps. */
export const ITEM_BITS = 63;
export const IMPORTANT = 64;
export const NO_STEM = 128;
export const REPLACED = 256;

/** Hash of one word given as lower-case UTF-16 code units; the scanner computes the same, unit by unit. */
export function wordHash(word: string): number {
  let h = WORD_SEED;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), WORD_PRIME);
  return finish(h);
}

/** FNV-1a's offset and prime (Fowler, Noll, Vo). */
export const WORD_SEED = 0x811c9dc5 | 0;
export const WORD_PRIME = 0x01000193;

/** MurmurHash3's 32-bit finaliser (Appleby, public domain); an int32 that is never 0. */
export function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16) || 1;
}

const MASK = 8191;
const keys = new Int32Array(MASK + 1);
const values = new Uint16Array(MASK + 1);

/** The bits of a word by its hash; 0 for a word of which nothing is known. */
export function wordBits(hash: number): number {
  for (let slot = hash & MASK; ; slot = (slot + 1) & MASK) {
    const key = keys[slot];
    if (key === hash) return values[slot]!;
    if (key === 0) return 0;
  }
}

function mark(words: string, bits: number): void {
  for (const word of words.split(/\s+/)) {
    const hash = wordHash(word);
    let slot = hash & MASK;
    while (keys[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & MASK;
    keys[slot] = hash;
    values[slot] = values[slot]! | bits;
  }
}

mark(IMPORTANT_WORDS, IMPORTANT);
mark('a an the', ARTICLE);
mark('please pls plz kindly 请 請', PLEASE);
mark('hi hello hey hiya greetings', GREETING);
mark('there everyone all team folks guys assistant chatgpt gpt claude gemini ai bot', ADDRESSEE);
mark('few little lot bit couple number', QUANTITY);
mark(
  'vitamin hepatitis type group class plan option section part appendix grade team influenza exhibit category ' +
    'schedule level series variable set point matrix column row table figure question answer node step letter',
  LABELLED,
);
mark(
  'news goods means customs glasses arms its does goes needs has was this yes less plus versus minus series species ' +
    'always perhaps besides james paris texas windows times states sales savings works spectacles brass',
  NO_STEM,
);

/** Contractions and well-known misspellings, and what they stand for in the comparison of content. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  whats: 'what is',
  wheres: 'where is',
  whos: 'who is',
  hows: 'how is',
  thats: 'that is',
  theres: 'there is',
  im: 'i am',
  ive: 'i have',
  youre: 'you are',
  theyre: 'they are',
  isnt: 'is not',
  arent: 'are not',
  wasnt: 'was not',
  werent: 'were not',
  dont: 'do not',
  doesnt: 'does not',
  didnt: 'did not',
  cant: 'can not',
  cannot: 'can not',
  couldnt: 'could not',
  wont: 'will not',
  wouldnt: 'would not',
  shouldnt: 'should not',
  hasnt: 'has not',
  havent: 'have not',
  hadnt: 'had not',
  mustnt: 'must not',
  teh: 'the',
  adn: 'and',
  taht: 'that',
  thsi: 'this',
  waht: 'what',
  whta: 'what',
  hwo: 'how',
  abotu: 'about',
  becuase: 'because',
  becasue: 'because',
  recieve: 'receive',
  recieved: 'received',
  seperate: 'separate',
  seperated: 'separated',
  definately: 'definitely',
  definitly: 'definitely',
  occured: 'occurred',
  occurence: 'occurrence',
  adress: 'address',
  acheive: 'achieve',
  accomodate: 'accommodate',
  acommodate: 'accommodate',
  beleive: 'believe',
  begining: 'beginning',
  calender: 'calendar',
  comming: 'coming',
  diffrent: 'different',
  diferent: 'different',
  enviroment: 'environment',
  exmaple: 'example',
  exemple: 'example',
  existance: 'existence',
  explian: 'explain',
  explane: 'explain',
  freind: 'friend',
  funtion: 'function',
  fucntion: 'function',
  goverment: 'government',
  grammer: 'grammar',
  immediatly: 'immediately',
  independant: 'independent',
  knowlege: 'knowledge',
  lenght: 'length',
  libary: 'library',
  maintainance: 'maintenance',
  neccessary: 'necessary',
  necesary: 'necessary',
  noticable: 'noticeable',
  ocasion: 'occasion',
  peice: 'piece',
  persistant: 'persistent',
  posible: 'possible',
  probaly: 'probably',
  publically: 'publicly',
  recomend: 'recommend',
  reccomend: 'recommend',
  refered: 'referred',
  relevent: 'relevant',
  similiar: 'similar',
  succesful: 'successful',
  successfull: 'successful',
  sucessful: 'successful',
  suprise: 'surprise',
  tommorow: 'tomorrow',
  tommorrow: 'tomorrow',
  truely: 'truly',
  untill: 'until',
  usefull: 'useful',
  wierd: 'weird',
  writting: 'writing',
  wich: 'which',
  whcih: 'which',
  wihtout: 'without',
  wtih: 'with',
};

const replacements = new Map<number, readonly number[]>();
for (const [word, meaning] of Object.entries(REPLACEMENTS)) {
  mark(word, REPLACED);
  replacements.set(wordHash(word), meaning.split(' ').map(wordHash));
}

/** What a word marked REPLACED stands for. */
export function replacement(hash: number): readonly number[] {
  return replacements.get(hash) ?? [hash];
}
