import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalize, sketch } from '../../../src/ingest/sketching/sketch.ts';
import { BANDS, bandsOf } from '../../../src/ingest/sketching/sketch-bands.ts';
import { sortedDistinct } from '../../../src/ingest/sketching/sketch-sort.ts';
import { hash52 } from '../../../src/model/hash.ts';
import { SHINGLES_KEPT } from '../../../src/model/segment.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 400 });
const letters = 'abcdefg'.split('');
const someWords = fc.array(fc.constantFrom(...letters, 'été', 'Straße', 'дом', 'a1', 'don’t'), {
  maxLength: 60,
});

/** Words and shingles as strings, the obvious way. */
function reference(text: string): { words: string[]; shingles: Set<string> } {
  const words = (text.match(/[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}]|['’](?=\p{L}))*/gu) ?? []).map((word) =>
    word.toLowerCase().replace(/['’]/g, ''),
  );
  const shingles = new Set<string>();
  if (words.length > 0 && words.length < 3) shingles.add(words.join(' '));
  for (let i = 2; i < words.length; i++) shingles.add(words.slice(i - 2, i + 1).join(' '));
  return { words, shingles };
}

function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const common = [...a].filter((member) => b.has(member)).length;
  return common / (a.size + b.size - common);
}

describe('shingles', () => {
  test('words and distinct shingles are those of the slow definition', () => {
    fc.assert(
      fc.property(someWords, fc.constantFrom(' ', ', ', '\n', ' - '), (list, gap) => {
        const text = list.join(gap);
        const { words, shingleCount, shingles } = sketch(text);
        const expected = reference(text);
        expect(words).toBe(expected.words.length);
        expect(shingleCount).toBe(expected.shingles.size);
        expect(shingles.length).toBe(Math.min(shingleCount, SHINGLES_KEPT));
      }),
    );
  });

  test('the sketches of two texts have exactly their Jaccard similarity', () => {
    fc.assert(
      fc.property(someWords, someWords, (a, b) => {
        fc.pre(a.length > 0 && b.length > 0);
        const [left, right] = [a.join(' '), b.join(' ')];
        const exact = jaccard(reference(left).shingles, reference(right).shingles);
        expect(jaccard(new Set(sketch(left).shingles), new Set(sketch(right).shingles))).toBe(exact);
      }),
    );
  });

  test('are ascending and distinct; of a long text the smallest are kept', () => {
    const long = sketch(Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' '));
    expect(long.shingleCount).toBe(4998);
    expect(long.shingles).toHaveLength(SHINGLES_KEPT);
    expect([...long.shingles]).toEqual([...new Set(long.shingles)].sort((a, b) => a - b));
    const few = sketch(Array.from({ length: 900 }, (_, i) => `w${i}`).join(' '));
    const threshold = long.shingles.at(-1)!;
    for (const shingle of few.shingles) if (shingle <= threshold) expect(long.shingles).toContain(shingle);
  });

  test.each([
    ['', 0, 0],
    [' \n\t', 0, 0],
    ['?!', 0, 0],
    ['😀', 0, 0],
    ['hello', 1, 1],
    ['hello there', 2, 1],
    ['one two three', 3, 1],
    ['什么是量子力学', 7, 5],
    ['ภาษาไทย', 7, 5],
    ['한국어 문장 하나', 3, 1],
    ['a'.repeat(100_000), 1, 1],
    ['a '.repeat(100_000), 100_000, 1],
    ['\ud800 broken \udc00', 1, 1],
  ])('%j', (text, words, shingleCount) => {
    expect(sketch(text)).toMatchObject({ words, shingleCount });
    expect(sketch(text).bands).toHaveLength(shingleCount === 0 ? 0 : BANDS);
  });

  test('sorting is that of the library, whatever the values', () => {
    const values = fc.oneof(
      fc.array(fc.nat(0xffffffff), { maxLength: 300 }),
      fc.array(fc.nat(40), { maxLength: 3000 }),
    );
    fc.assert(
      fc.property(values, (list) => {
        expect([...sortedDistinct(Uint32Array.from(list))]).toEqual([...new Set(list)].sort((a, b) => a - b));
      }),
    );
  });
});

describe('bands', () => {
  const share = (similarity: number, size: number): number => {
    const union = Math.round(size);
    const common = Math.ceil(union * similarity);
    let seed = 12345;
    const next = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      return Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) >>> 0;
    };
    let hits = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const all = Array.from({ length: union }, next);
      const a = bandsOf(Uint32Array.from(all.slice(0, common + ((union - common) >> 1))).sort());
      const b = bandsOf(
        Uint32Array.from([...all.slice(0, common), ...all.slice(common + ((union - common) >> 1))]).sort(),
      );
      if (a.some((band, i) => band === b[i])) hits++;
    }
    return hits / runs;
  };

  test.each([20, 60, 300])('sets of %i: alike at 0.9 or 0.8 share one, unlike hardly ever', (size) => {
    expect(share(0.9, size)).toBe(1);
    expect(share(0.8, size)).toBeGreaterThan(0.997);
    expect(share(0.7, size)).toBeGreaterThan(0.97);
    expect(share(0.1, size)).toBeLessThan(0.03);
  });
});

describe('normalizedKey', () => {
  test('is the hash of the text in lower case, white space collapsed and trimmed', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.string({ unit: fc.constantFrom('A', ' ', '\n', '\t', '\u00a0', 'İ', 'ß') })),
        (text) => {
          const obvious = text.toLowerCase().replace(/\s+/g, ' ').trim();
          expect(normalize(text)).toBe(obvious);
          expect(sketch(text).normalizedKey).toBe(hash52(obvious));
        },
      ),
    );
  });
});

describe('identifiersKey', () => {
  const key = (text: string) => sketch(text).identifiersKey;

  test.each([
    ['take 5 of them', 'Take 5 of those.'],
    ['in may 2024', 'during May 2024!'],
    ['it is not so', "it isn't so"],
    ['run for 3 miles', 'run for 3 mile'],
    ['WHAT IS GDP OF PERU IN 1999', 'what is gdp of peru in 1999'],
    ['a well-known fact', 'a well known fact'],
    ['plain words here', 'other words there'],
  ])('same: %s / %s', (a, b) => expect(key(a)).toBe(key(b)));

  test.each([
    ['take 5 of them', 'take 6 of them'],
    ['3.5 of it', '35 of it'],
    ['3.5 of it', '3 5 of it'],
    ['1-2 of it', '1/2 of it'],
    ['from 1 to 2', 'from 2 to 1'],
    ['-5 of it', '5 of it'],
    ['$5', '€5'],
    ['5%', '5'],
    ['x < y', 'x > y'],
    ['C++', 'C#'],
    ['C', 'C#'],
    ['in march', 'in april'],
    ['on Monday', 'on Tuesday'],
    ['ten of us', 'nine of us'],
    ['at 10:30', 'at 10:31'],
    ['id 550e8400-e29b-41d4-a716-446655440000', 'id 550e8400-e29b-41d4-a716-446655440001'],
    ['user_name', 'user_mail'],
    ['userName', 'userMail'],
    ['buy MSFT now', 'buy AAPL now'],
    ['ann@shop.test', 'bob@shop.test'],
    ['open src/main.ts', 'open src/other.ts'],
    ['it is safe', 'it is not safe'],
    ['with sugar', 'without sugar'],
    ['in euros', 'in dollars'],
    ['in French', 'in German'],
    ['有三个', '有五个'],
    ['是安全的', '是不安全的'],
    ['if (!ready)', 'if (ready)'],
    ['gpt-4 model', 'claude-4 model'],
    ['５ 个', '６ 个'],
  ])('different: %s / %s', (a, b) => expect(key(a)).not.toBe(key(b)));
});

describe('contentKey', () => {
  const key = (text: string) => sketch(text).contentKey;

  test.each([
    ['Explain black holes', 'please explain black holes.'],
    ['Explain black holes', 'Hello! Could you please explain black holes? Thank you very much.'],
    ['Explain black holes', 'I was wondering if you could explain black holes. Thanks for your help!'],
    ['Explain black holes', 'Quick question, explain black holes. Much appreciated.'],
    ['explain the black holes of our galaxy', 'Explain black holes of our galaxy'],
    ['list all planet', 'List all planets'],
    ["what's new", 'What is new?'],
    ['a definately good idea', 'a definitely good idea'],
    ['WHAT IS A HASH TABLE IN COMPUTER SCIENCE', 'what is a hash table in computer science'],
  ])('same: %s / %s', (a, b) => expect(key(a)).toBe(key(b)));

  test.each([
    ['black holes', 'white holes'],
    ['banks for teachers', 'quick question banks for teachers'],
    ['how to be much appreciated', 'how to be'],
    ['the news today in town is what', 'the new today in town is what'],
    ['logistic models of the whole market', 'logistics models of the whole market'],
    ['say thanks', 'say please'],
    ['hello world', 'world'],
    ['', '?'],
    ['😀', '😡'],
    ['a(b)c', 'a[b]c'],
    ['10,000', '10.000'],
    ['thanks', 'please'],
    ['Translate: please sit down', 'Translate: sit down'],
  ])('different: %j / %j', (a, b) => expect(key(a)).not.toBe(key(b)));

  test('is a positive safe integer for any text, and the same each time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = sketch(text);
        expect(Number.isSafeInteger(first.contentKey) && first.contentKey > 0).toBe(true);
        expect(Number.isSafeInteger(first.identifiersKey) && first.identifiersKey > 0).toBe(true);
        expect(sketch(text)).toEqual(first);
      }),
    );
  });
});
