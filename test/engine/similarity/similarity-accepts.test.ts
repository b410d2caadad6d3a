import { expect, test } from 'vitest';
import { createSimilarityIndex } from '../../../src/engine/similarity/similarity.ts';
import { random } from '../../support/random.ts';
import { ownTexts, pick, REWORDED, SAME, textPrompts } from './similarity-planted.ts';

test('a prompt that no longer counts makes room for the next most similar', () => {
  const next = random(5);
  const kinds = [...Object.values(SAME), ...Object.values(REWORDED)];
  const texts = ownTexts(30, next).flatMap((text) => [
    text,
    ...Array.from({ length: 6 }, () => pick(kinds, next)(text, next)),
  ]);
  const index = createSimilarityIndex(textPrompts(texts), 0.7, texts.keys());
  let seconds = 0;
  texts.forEach((_, node) => {
    const first = index.find(node, '');
    if (first !== undefined) {
      expect(index.find(node, '', () => true)).toEqual(first);
      expect(index.find(node, '', () => false)).toBeUndefined();
      const second = index.find(node, '', (other) => other !== first.node);
      if (second !== undefined) {
        seconds++;
        expect(second.node).not.toBe(first.node);
        expect(second.similarity).toBeLessThanOrEqual(first.similarity);
      }
    }
    index.add(node, '');
  });
  expect(seconds).toBeGreaterThan(10);
});
