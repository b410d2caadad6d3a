import { expect, test } from 'vitest';
import type { Templates } from '../../../src/contracts/templates.ts';
import { AnswerUnits } from '../../../src/detectors/answers/answer-units.ts';
import { makeCall } from '../../support/calls.ts';
import { promptTrie, user } from '../../support/prompts.ts';

const trie = promptTrie([
  [user('a')],
  [user('b')],
  [{ kind: 'block', role: '', strings: ['c'], tokens: 512 }],
]);
const [A = 0, B = 0, BLOCK = 0] = trie.nodes;
const templates: Templates = {
  of: ({ prompt }) => (prompt === B ? 1 : 0),
  id: (t) => `t${t}`,
  label: (t) => `T${t}`,
};
const unitsOf = () => new AnswerUnits({ templates, prompts: trie.prompts });

test('a call belongs to its template within its feature, and to the feature', () => {
  const units = unitsOf();
  const a = units.add(makeCall({ feature: 'f', prompt: A }), undefined);
  const b = units.add(makeCall({ feature: 'f', prompt: B }), undefined);
  expect(a).not.toBe(b);
  expect(units.wider(a)).toBe(units.wider(b));
  expect([units.calls(a), units.calls(units.wider(a))]).toEqual([1, 2]);
  expect([units.id(a), units.label(a)]).toEqual(['feature/f/t0/gpt-4.1', 'f: T0']);
  expect([units.id(units.wider(a)), units.label(units.wider(a))]).toEqual(['feature/f/gpt-4.1', 'f']);
  expect([units.judged(a, 1), units.judged(a, 2), units.judged(a, 3)]).toEqual([a, units.wider(a), -1]);
});

test('a call without prompt, or with hashes only, has no template', () => {
  const units = unitsOf();
  const whole = units.add(makeCall({ feature: 'f' }), undefined);
  expect(units.id(whole)).toBe('feature/f/gpt-4.1');
  expect(units.wider(whole)).toBe(-1);
  expect(units.add(makeCall({ feature: 'f', prompt: BLOCK }), undefined)).toBe(whole);
  const bare = units.add(makeCall(), undefined);
  expect(units.isNamed(bare)).toBe(false);
  expect(units.judged(bare, 1)).toBe(-1);
  expect([units.id(bare), units.label(bare)]).toEqual(['gpt-4.1', 'gpt-4.1']);
});

test('prompts are counted once in each unit, unknown ones each', () => {
  const units = unitsOf();
  const first = units.add(makeCall({ prompt: A }), undefined);
  const other = units.add(makeCall({ prompt: A, model: 'gpt-4o' }), undefined);
  units.add(makeCall({ prompt: A, model: 'gpt-4o' }), undefined);
  units.add(makeCall({ prompt: A }), undefined);
  expect([units.prompts(first), units.prompts(other), units.calls(other)]).toEqual([1, 1, 2]);
  const unread = units.add(makeCall({ feature: 'f' }), undefined);
  units.add(makeCall({ feature: 'f' }), undefined);
  expect(units.prompts(unread)).toBe(2);
});

test('too many units are not judged, and the known ones still count', () => {
  const units = unitsOf();
  const first = units.add(makeCall({ feature: 'first' }), undefined);
  let last = 0;
  for (let i = 0; i <= 1 << 17; i++) last = units.add(makeCall({ feature: `f${i}` }), undefined);
  expect(last).toBe(-1);
  expect(units.add(makeCall({ feature: 'first' }), undefined)).toBe(first);
});
