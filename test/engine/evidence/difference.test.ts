import { describe, expect, test } from 'vitest';
import { differenceOf } from '../../../src/engine/evidence/difference.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { makeCall } from '../../support/calls.ts';
import { assistant, promptTrie, system, user } from '../../support/prompts.ts';

const RULES = 'Answer in one sentence and name the page of the handbook that says so. ';

/** The second prompt, whose call has `input` tokens, against the first. */
function difference(
  old: readonly Segment[],
  now: readonly Segment[],
  input: number,
  texts?: readonly string[],
) {
  const { prompts, nodes } = promptTrie([old, now]);
  const call = makeCall({ prompt: nodes[1]!, usage: { input } });
  const textOf = (segment: number) => texts?.[segment] ?? null;
  return { found: differenceOf(call, { name: 'first', prompt: nodes[0]! }, prompts, textOf), prompts, nodes };
}

test('equal prompts', () => {
  const { found } = difference([user('Same')], [user('Same')], 50);
  expect(found).toEqual({
    ...{ reference: 'first', isSame: true, segment: null, before: 50, differing: 0, after: 0 },
    ...{ traits: [], parts: null },
  });
});

test('another last message: all before it is equal', () => {
  const { found, prompts, nodes } = difference(
    [system(RULES), user('May I ride?')],
    [system(RULES), user('Who pays for it?')],
    1000,
  );
  const first = prompts.shares(makeCall({ prompt: nodes[1]!, usage: { input: 1000 } }))[0]!;
  expect(found).toMatchObject({ isSame: false, before: first, differing: 1000 - first, after: 0 });
  expect(found!.segment).toEqual({ number: 2, kind: 'message', role: 'user' });
});

test('a date in front of long rules: what follows is equal, and a date stands there', () => {
  const rules = Array.from(
    { length: 60 },
    (_, i) => `Rule ${'abcdefghij'[i % 10]} says thing ${'klmnopqrst'[i % 7]}.`,
  ).join(' ');
  const { found } = difference(
    [system(`Today is 2026-11-09. ${rules}`), user('Hi')],
    [system(`Today is 2026-11-10. ${rules}`), user('Hi')],
    1000,
  );
  expect(found!.segment).toMatchObject({ number: 1, kind: 'system' });
  expect(found!.traits).toContain('time');
  expect(found!.after).toBeGreaterThan(500);
  expect(found!.before + found!.differing + found!.after).toBe(1000);
});

test('a conversation that grew, and one that was cut', () => {
  const short = [system(RULES), user('One')];
  const long = [...short, assistant('First answer'), user('Two')];
  const grown = difference(short, long, 100).found!;
  expect(grown).toMatchObject({ after: 0, segment: { number: 3, role: 'assistant' } });
  expect(grown.differing).toBeGreaterThan(0);
  expect(difference(long, short, 100).found).toMatchObject({
    ...{ before: 100, differing: 0, after: 0, segment: { number: 3, role: 'assistant' } },
  });
});

test('a message put in between: both ends are equal', () => {
  const { found } = difference(
    [system(RULES), user('Last')],
    [system(RULES), user('Inserted'), user('Last')],
    300,
  );
  expect(found).toMatchObject({ segment: { number: 2, role: 'user' } });
  expect(found!.after).toBeGreaterThan(0);
  expect(found!.before + found!.differing + found!.after).toBe(300);
});

describe('with text', () => {
  test('the words of the first segment that differs', () => {
    const { found } = difference([system('Rules'), user('Ask ann')], [system('Rules'), user('Ask bob')], 10, [
      'Rules',
      'Ask ann',
      'Ask bob',
    ]);
    expect(found!.parts).toEqual([
      { kind: 'same', text: 'Ask ' },
      { kind: 'removed', text: 'ann' },
      { kind: 'added', text: 'bob' },
    ]);
  });

  test('one that was added is all new', () => {
    const { found } = difference([user('A')], [user('A'), user('B')], 10, ['A', 'B']);
    expect(found!.parts).toEqual([{ kind: 'added', text: 'B' }]);
  });
});

test('unknown prompts have no difference', () => {
  const { prompts, nodes } = promptTrie([[user('A')]]);
  const textOf = () => null;
  expect(
    differenceOf(makeCall({ prompt: -1 }), { name: 'x', prompt: nodes[0]! }, prompts, textOf),
  ).toBeNull();
  expect(
    differenceOf(makeCall({ prompt: nodes[0]! }), { name: 'x', prompt: -1 }, prompts, textOf),
  ).toBeNull();
});
