import { expect, test } from 'vitest';
import { nearestNeeded } from '../../../src/engine/evidence/nearest-needed.ts';
import { promptTrie, system, user } from '../../support/prompts.ts';

const rules = system('Answer in one sentence.');
const { prompts, nodes } = promptTrie([
  [rules, user('May I ride a bike?')],
  [rules, user('may  I ride a BIKE?')],
  [rules, user('Where is the harbour?')],
  [user('Hello')],
]);
const [BIKE = 0, LOUD = 0, HARBOUR = 0, HELLO = 0] = nodes;
/** Calls that are needed, by their place in the log, and what they ask. */
const nearest = (index: number, prompt: number, kept: Readonly<Record<number, number>>) =>
  nearestNeeded(Object.keys(kept).map(Number), index, prompt, (call) => kept[call]!, prompts);

test('the same prompt, wherever it is', () => {
  expect(nearest(5, BIKE, { 1: BIKE, 4: HARBOUR, 9: HELLO })).toBe(1);
  expect(nearest(5, BIKE, { 1: HELLO, 4: HARBOUR, 9: BIKE })).toBe(9);
});

test('else the same but for case and white space, else the most segments in common', () => {
  expect(nearest(5, BIKE, { 1: LOUD, 4: HARBOUR })).toBe(1);
  expect(nearest(5, BIKE, { 1: HARBOUR, 4: HELLO })).toBe(1);
});

test('among equals the last before, then the first after', () => {
  expect(nearest(5, BIKE, { 1: BIKE, 4: BIKE, 6: BIKE })).toBe(4);
  expect(nearest(5, BIKE, { 6: BIKE, 8: BIKE })).toBe(6);
  expect(nearest(5, -1, { 1: BIKE, 4: BIKE })).toBe(4);
  expect(nearest(5, BIKE, {})).toBeUndefined();
});
