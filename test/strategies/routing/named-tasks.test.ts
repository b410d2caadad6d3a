import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import router from '../../../src/strategies/router.ts';
import { TaskMap, taggedScore, taggedTask, taskWords } from '../../../src/strategies/routing/named-tasks.ts';
import { inOrder, makeCall } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8 },
  { model: 'low', input: 0.1, output: 0.4 },
  { model: 'mid', input: 0.4, output: 1.6 },
  { model: 'high', input: 1, output: 4 },
]);

type Parts = Parameters<typeof inOrder>[0][number];

function run(parts: readonly Parts[], options: AnyOptionValues): StrategyResult {
  const context = contextOf(fakePrompts([]).prompts, MODELS);
  return replayCalls([choose(router, options)], context, inOrder(parts)).strategies[0]!;
}

describe('task map', () => {
  const map = new TaskMap('classification=1, code gen = 2; *=3', 'tasks', Number);

  test.each([
    [{ feature: 'Ticket-Classification' }, 1],
    [{ feature: 'codeGen' }, 2],
    [{ feature: 'code_gen.v2' }, 2],
    [{ feature: 'declassification' }, 3],
    [{ feature: '' }, 3],
    [{ feature: 'code_gen', tags: '{"task":"classification"}' }, 1],
    [{ feature: 'code_gen', tags: '{"task":"other"}' }, 2],
    [{ tags: '{"task_type":"code-gen"}' }, 2],
    [{ tags: '{"task":' }, 3],
  ])('%o is entry %d', (parts, value) => {
    expect(map.value(map.at(makeCall(parts)))).toBe(value);
  });

  test('without * a call that names no task has no entry', () => {
    expect(new TaskMap('a=1', 'tasks', Number).at(makeCall({ feature: 'b' }))).toBe(-1);
    expect(new TaskMap('', 'tasks', Number).at(makeCall({ feature: 'b' }))).toBe(-1);
  });

  test.each(['a', '=b', 'tasks'])('%s is no map', (text) => {
    const result = run([{}], { tasks: text });
    expect(result).toMatchObject({ status: 'failed' });
    expect(result.reason).toContain('task=value');
  });

  test('decides before any tier, the first candidate that can take the call', () => {
    const result = run([{ feature: 'classification' }, { feature: 'translation' }, { feature: 'coding' }], {
      tasks: 'classification=none|mid, translation=keep, *=low',
    });
    expect(result.groups.map(({ key, calls }) => [key, calls])).toEqual([
      ['*: low', 1],
      ['classification: mid', 1],
    ]);
  });
});

describe('scores', () => {
  test.each([
    ['{"complexity":0.2}', 0.2],
    ['{"score":"0.65"}', 0.65],
    ['{"score":0.9,"complexity":0.1}', 0.1],
    ['{"complexity":"high","score":0.9}', 0.9],
    ['{"score":7}', Number.NaN],
    ['{"score":-0.1}', Number.NaN],
    ['{"score":""}', Number.NaN],
    ['{"score":null}', Number.NaN],
    ['{"score":', Number.NaN],
    ['{"scored":0.5}', Number.NaN],
    ['["score"]', Number.NaN],
    ['', Number.NaN],
  ])('%s: %d', (tags, score) => {
    expect(taggedScore(tags)).toBe(score);
  });

  test('below 0.3 trivial, below 0.7 standard, else expert', () => {
    const parts = [0, 0.29, 0.3, 0.69, 0.7, 1].map((score) => ({ tags: JSON.stringify({ score }) }));
    const result = run(parts, { by: 'score', trivial: 'low', standard: 'mid', expert: 'high' });
    expect(result.groups.map(({ key, calls }) => [key, calls])).toEqual([
      ['trivial: low', 2],
      ['standard: mid', 2],
      ['expert: high', 2],
    ]);
  });

  test('without a logged score the tier and the words make one; without text the call stays', () => {
    const texts = [
      [{ text: 'Hello', words: 999 }],
      [{ text: 'Hello', words: 1000 }],
      [{ text: 'Debug it', words: 3999 }],
      [{ text: 'Debug it', words: 4000 }],
      [],
    ];
    const { prompts, nodes } = fakePrompts(texts);
    const calls = inOrder(nodes.map((prompt) => ({ prompt })));
    const set = { by: 'score', trivial: 'low', standard: 'mid', expert: 'high' };
    const [result] = replayCalls([choose(router, set)], contextOf(prompts, MODELS), calls).strategies;
    // (1 + 0.1998)/4 < 0.3 <= (1 + 0.2)/4; (2 + 0.7998)/4 < 0.7 <= (2 + 0.8)/4
    expect(result!.groups.map(({ key, calls: n }) => [key, n])).toEqual([
      ['standard: mid', 2],
      ['trivial: low', 1],
      ['expert: high', 1],
    ]);
    expect(result!.assumptions.join()).toContain('1 calls have neither');
  });
});

test('names as words', () => {
  expect(taskWords('docs.codeGen_v2-x/y')).toBe('docs code Gen v2 x y');
  expect(taggedTask('{"task":3,"task_type":"a"}')).toBe('a');
  expect(taggedTask('{"tasks":"a"}')).toBe('');
});
