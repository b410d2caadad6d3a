import { expect, test } from 'vitest';
import { comparablePrompts } from '../../src/embeddings/comparable-prompts.ts';
import type { Call } from '../../src/model/call.ts';
import type { Segment } from '../../src/model/segment.ts';
import { assistant, promptTrie, system, tool, user } from '../support/prompts.ts';

function comparable(prompts: readonly (readonly Segment[])[], endpoints: readonly Call['endpoint'][] = []) {
  const trie = promptTrie(prompts);
  const calls = trie.nodes.map((prompt, i) => ({ prompt, endpoint: endpoints[i] ?? 'chat' }) as Call);
  const found = comparablePrompts(trie.prompts, calls);
  return {
    prompts: Array.from(found.nodes, (node) => trie.nodes.indexOf(node)),
    groups: [...found.groups],
    texts: found.segments.map((segment) => trie.prompts.facts(segment).preview),
  };
}

test('prompts that differ in the last message of the user alone, by what stands before it', () => {
  const found = comparable([
    [system('A'), user('one')],
    [system('A'), user('two')],
    [system('B'), user('one')],
    [user('one')],
    [system('A'), user('one')],
    [user('two')],
  ]);
  expect(found).toEqual({ prompts: [0, 1, 3, 5], groups: [0, 0, 1, 1], texts: ['one', 'two'] });
});

test('a prompt that nothing can be compared with needs no vector', () => {
  expect(comparable([[user('one')], [user('one'), assistant('yes'), user('two')]]).prompts).toEqual([]);
});

test('only questions: no empty message, no system prompt, no answer to a tool call, no input of an embedding', () => {
  expect(comparable([[user('')], [user('a')]]).prompts).toEqual([]);
  expect(comparable([[system('A')], [system('B')]]).prompts).toEqual([]);
  expect(comparable([[assistant('A')], [assistant('B')]]).prompts).toEqual([]);
  expect(comparable([[user('a')], [user('b')]], ['embedding', 'embedding']).prompts).toEqual([]);
});

test('what answers a tool call is no question; what follows a short answer is one', () => {
  const said = assistant('lookup');
  const ends = (before: readonly Segment[]) =>
    comparable([
      [...before, user('a')],
      [...before, user('b')],
    ]).prompts;
  expect(ends([user('q'), said])).toEqual([0, 1]);
  expect(ends([tool({ name: 'other' }), user('q'), said])).toEqual([0, 1]);
  expect(ends([tool({ name: 'lookup' }), user('q'), said])).toEqual([]);
});

test('calls without a prompt have nothing to compare', () => {
  const { prompts } = promptTrie([]);
  const none = { prompt: -1, endpoint: 'chat' } as Call;
  expect(comparablePrompts(prompts, [none, none]).nodes).toHaveLength(0);
});
