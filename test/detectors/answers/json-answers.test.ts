import { expect, test } from 'vitest';
import { verboseOutput } from '../../../src/detectors/verbose-output.ts';
import { inOrder } from '../../support/calls.ts';
import { listModels } from '../../support/list-models.ts';
import { promptTrie, system, user } from '../../support/prompts.ts';
import { runDetector } from '../run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

const both = [system('Explain your choice, then return JSON.'), user('One kettle, please.')];
const alone = [system('Return JSON. Do not add explanations.'), user('One kettle, please.')];
const { prompts, nodes } = promptTrie([both, alone]);

/** Whether what stands around the JSON of four answers is for review, when so many of them are JSON alone. */
const reviewed = (node: number, bare: number, part: Parts = {}): boolean[] =>
  runDetector(
    verboseOutput,
    inOrder(
      Array.from({ length: 4 }, (_, i) => ({
        answerLength: 400,
        answerJsonLength: i < bare ? 395 : 188,
        usage: { input: 300, output: 100 },
        feature: 'f',
        prompt: nodes[node]!,
        ...part,
      })),
    ),
    prompts,
    {},
    listModels(),
  ).map(({ review }) => review);

test('prose around JSON is for review where most answers have it and nothing rules it out', () => {
  expect(reviewed(0, 0)).toEqual([true]);
  expect(reviewed(0, 1)).toEqual([true]);
  expect(reviewed(0, 2)).toEqual([false]);
  expect(reviewed(1, 0)).toEqual([false]);
  expect(reviewed(0, 0, { asksJson: true })).toEqual([false]);
});
