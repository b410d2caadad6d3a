import { expect, test } from 'vitest';
import { RepeatedPassages } from '../../../src/detectors/context/repeated-passages.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { makeCall } from '../../support/calls.ts';
import { assistant, promptTrie, system, user } from '../../support/prompts.ts';

const text = (seed: number) => Array.from({ length: 80 }, (_, i) => `w${(seed * 80 + i) ** 2}`).join(' ');

/** Three conversations that begin alike, each repeating a listing at another place, turn by turn in turns. */
function log(): Segment[][] {
  const conversations = [0, 1, 2].map((c) => [
    system(text(0)),
    user(text(1)),
    assistant(text(c + 2)),
    user(text(c === 0 ? 1 : 10 + c)),
    assistant(text(20 + c)),
    user(text(c === 1 ? 0 : c + 2)),
  ]);
  return [1, 2, 3, 4, 5, 6].flatMap((turn) => conversations.map((segments) => segments.slice(0, turn)));
}

test('prompts that are no longer loaded are compared again, with the same result', () => {
  const prompts = log();
  const trie = promptTrie(prompts);
  const calls = trie.nodes.map((prompt) =>
    makeCall({ prompt, usage: { input: 10 * trie.prompts.tokens(prompt) } }),
  );
  const roomy = new RepeatedPassages(trie.prompts, 64);
  const cramped = new RepeatedPassages(trie.prompts, 64, 1);
  const found = calls.map((call) => roomy.in(call));
  expect(calls.map((call) => cramped.in(call))).toEqual(found);
  const repeats = prompts.map((segments) => {
    const texts = segments.map(({ strings }) => strings[0]);
    return texts.length - new Set(texts).size;
  });
  expect(found.map(({ spans }) => spans.length)).toEqual(repeats);
  expect(repeats.filter((count) => count === 2)).toHaveLength(1);
});
