import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createSimilarityIndex, similarityOver } from '../../../src/engine/similarity/similarity.ts';
import { random } from '../../support/random.ts';
import { SHARED } from '../../support/shared-folder.ts';
import { againstAllPairs } from './similarity-all-pairs.ts';
import { DIFFERENT, ownTexts, pick, REWORDED, SAME, textPrompts } from './similarity-planted.ts';

function planted(base: readonly string[], seed: number): string[] {
  const next = random(seed);
  const kinds = [...Object.values(SAME), ...Object.values(REWORDED)];
  const different = Object.values(DIFFERENT);
  const texts = base.flatMap((text) => [
    text,
    ...Array.from({ length: 4 }, () => pick(kinds, next)(text, next)),
    ...pick(different, next).make(text),
  ]);
  for (let i = texts.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [texts[i], texts[j]] = [texts[j]!, texts[i]!];
  }
  return [...new Set(texts)];
}

const TEMPLATE = (slot: string) =>
  `You are a careful support assistant of a large shop. Read the customer message below and decide which team should ` +
  `answer it. Consider tone, urgency and the product in question, and never invent facts that the message does not hold. ` +
  `The customer writes about ${slot}. Reply with the name of the team and one short sentence that says why, in plain words.`;

/** Prompts of one template whose slots differ in content. */
function templated(count: number, next: () => number): string[] {
  const words =
    'parcel invoice lamp sofa refund voucher password zipper battery carpet socket kettle ladder mattress'.split(
      ' ',
    );
  const doing =
    'arrived broken|never came|smells strange|looks faded|cannot be returned|was charged wrongly'.split('|');
  const slots = Array.from(
    { length: count },
    () =>
      `a ${pick(words, next)} beside the ${pick(words, next)} that ${pick(doing, next)} near my ${pick(words, next)}`,
  );
  return [...new Set(slots)].map(TEMPLATE);
}

/** Words of eight letters that mean nothing. */
function nonsense(count: number, next: () => number): string[] {
  const letter = () => 'bcdfghjklmnpqrtv'[Math.floor(next() * 16)]!;
  return Array.from({ length: count }, () => Array.from({ length: 8 }, letter).join(''));
}

function findAll(texts: readonly string[], threshold: number) {
  const index = createSimilarityIndex(textPrompts(texts), threshold, texts.keys());
  return texts.map((_, i) => {
    const match = index.find(i, '');
    index.add(i, '');
    return match;
  });
}

const findPair = (a: string, b: string, threshold = 0.8) => findAll([a, b], threshold)[1];

const own = ownTexts(60, random(11));
const ownQuality = againstAllPairs(planted(own, 3));
const mixedQuality = againstAllPairs([...planted(own.slice(0, 15), 4), ...templated(120, random(5))]);

describe.each([0.8, 0.9, 0.95])('against all pairs at %f', (threshold) => {
  test('own texts with planted variations', () => {
    const { recall, precision, exact } = ownQuality(threshold);
    expect(exact).toBeGreaterThan(100);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.99);
  });

  test('templates, rewordings and single prompts together', () => {
    const { recall, precision } = mixedQuality(threshold);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.99);
  });
});

describe('wording that carries no content', () => {
  test.each(Object.entries(SAME))('%s is certain', (_, change) => {
    const next = random(2);
    for (const text of own)
      expect(findPair(text, change(text, next))).toMatchObject({ node: 0, certain: true });
  });

  test.each([
    ['What is the capital of France?', "what's the capital of france please"],
    ['Hi! Can you explain how vaccines work?', 'Explain how vaccines work.'],
    ['explain how a vaccine works in the body', 'Explain how vaccines work in the body'],
    ['I would like you to list the planets', 'List the planet'],
    ['How do I recieve mail on my phone?', 'how do i receive mail on my phone'],
    ["Why don't cats swim?", 'why do not cats swim'],
    ['解释一下量子力学。', '请解释一下量子力学'],
  ])('%s / %s', (a, b) => {
    const match = findPair(a, b);
    if (a.includes('a vaccine')) expect(match?.certain ?? false).toBe(false);
    else expect(match).toEqual({ node: 0, similarity: 1, certain: true });
  });
});

describe('what matters', () => {
  test.each(Object.entries(DIFFERENT))('%s is never certain', (_, { apart, make }) => {
    for (const text of own) {
      const match = findPair(...make(text));
      expect(match?.certain ?? false).toBe(false);
      if (apart) expect(match).toBeUndefined();
    }
  });

  test.each([
    ['How do you say thank you in Japanese?', 'How do you say please in Japanese?'],
    ['What is the time?', 'What is time?'],
    ['How do you spell please?', 'How do you spell thanks?'],
    ['Is vitamin A harmful to the skin of children?', 'Is vitamin harmful to the skin of children?'],
    ['Why do a few people in my town like it?', 'Why do few people in my town like it?'],
    ['How is the weather in Paris?', 'How is the weather in Pari?'],
    ['x = (a + b) * c', 'x = a + (b * c)'],
    ['Explain !ready in the code', 'Explain ready in the code'],
    ['great 😀', 'great 😡'],
    ['Hello', 'Hi'],
    ['Please', 'Thanks'],
    ['dog bites man', 'man bites dog'],
    ['flights from Rome to Oslo', 'flights from Oslo to Rome'],
  ])('%s / %s', (a, b) => {
    expect(findPair(a, b)?.certain ?? false).toBe(false);
  });

  test('prompts of one template with different content do not match', () => {
    const texts = templated(400, random(8));
    expect(texts.length).toBeGreaterThan(350);
    for (const match of findAll(texts, 0.8)) expect(match).toBeUndefined();
  });

  test('two versions of a template are both seen through', () => {
    const texts = templated(200, random(8)).map((text, i) =>
      i % 2 ? text.replace('plain words', 'simple terms') : text,
    );
    for (const match of findAll(texts, 0.8)) expect(match).toBeUndefined();
  });

  test('a long part that half of the prompts share is taken away after what all share', () => {
    const next = random(31);
    const [common, left, right] = [260, 45, 45].map((count) => nonsense(count, next).join(' '));
    const texts = Array.from({ length: 60 }, (_, i) => {
      const part = i % 2 ? left : right;
      return `${common} ${part} ${nonsense(2, next).join(' ')}`;
    });
    for (const match of findAll(texts, 0.8)) expect(match).toBeUndefined();
  });

  test('a question in a slot is found when it is reworded a little', () => {
    const question = ownTexts(1, random(3))[0]!.replace(/[.?]/g, '');
    const slots = [
      ...ownTexts(40, random(21)).map((text) => text.slice(0, 60)),
      question,
      `${question} really`,
    ];
    const matches = findAll(slots.map(TEMPLATE), 0.9);
    expect(matches.at(-1)).toMatchObject({ node: 40, certain: false });
    expect(matches.slice(0, -1).every((match) => match === undefined)).toBe(true);
  });

  test('few prompts of a long template are left to a person', () => {
    expect(findPair(TEMPLATE('a lamp'), TEMPLATE('a kettle'))).toMatchObject({ certain: false });
  });
});

describe('the index', () => {
  test('keeps scopes apart and finds only what was added', () => {
    const index = createSimilarityIndex(
      textPrompts(['List all planets now', 'please list all planets now']),
      0.9,
      [0, 1],
    );
    expect(index.find(1, 'a')).toBeUndefined();
    index.add(0, 'a');
    expect(index.find(1, 'b')).toBeUndefined();
    expect(index.find(1, 'a')).toEqual({ node: 0, similarity: 1, certain: true });
    expect(index.find(-1, 'a')).toBeUndefined();
  });

  test('prompts with different segments before the last, or another role, are not compared', () => {
    const prompts = textPrompts(['List all planets now', 'please list all planets now']);
    const parents = createSimilarityIndex(
      { ...prompts, parent: (node) => (node === 1 ? 7 : -1) },
      0.9,
      [0, 1],
    );
    parents.add(0, '');
    expect(parents.find(1, '')).toBeUndefined();
    const facts = (segment: number) => ({ ...prompts.facts(segment), role: segment === 1 ? 'tool' : 'user' });
    const roles = createSimilarityIndex({ ...prompts, facts }, 0.9, [0, 1]);
    roles.add(0, '');
    expect(roles.find(1, '')).toBeUndefined();
  });

  test('a higher threshold finds a part of what a lower one finds', () => {
    const texts = planted(own.slice(0, 20), 9);
    const open = similarityOver(textPrompts(texts), texts.keys());
    const counts = [0.7, 0.8, 0.9, 1].map((threshold) => {
      const index = open(threshold);
      return texts.filter((_, i) => {
        const match = index.find(i, '');
        index.add(i, '');
        return match !== undefined;
      }).length;
    });
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(counts[3]!);
  });
});

const log = join(SHARED, 'data/chat-single-turn.jsonl.gz');

describe.skipIf(!existsSync(log))('500 real prompts (skipped without the shared data)', () => {
  const base = existsSync(log)
    ? [
        ...new Set(
          gunzipSync(readFileSync(log))
            .toString()
            .trim()
            .split('\n')
            .map((line): string => JSON.parse(line).request.messages[0].content),
        ),
      ]
    : [];

  test('against all pairs at 0.8, 0.9 and 0.95', { timeout: 120_000 }, () => {
    const quality = againstAllPairs(planted(base, 17));
    for (const threshold of [0.8, 0.9, 0.95]) {
      const { recall, precision, exact } = quality(threshold);
      expect(exact).toBeGreaterThan(500);
      expect(recall).toBeGreaterThanOrEqual(0.95);
      expect(precision).toBeGreaterThanOrEqual(0.99);
    }
  });

  test.each(Object.entries(SAME))('%s is certain in 98 of 100', (_, change) => {
    const next = random(4);
    const certain = base.filter((text) => findPair(text, change(text, next), 0.9)?.certain === true);
    expect(certain.length / base.length).toBeGreaterThanOrEqual(0.98);
  });

  test.each(Object.entries(DIFFERENT))('%s is never certain', (_, { apart, make }) => {
    for (const text of base) {
      const match = findPair(...make(text));
      expect(match?.certain ?? false).toBe(false);
      if (apart) expect(match).toBeUndefined();
    }
  });
});
