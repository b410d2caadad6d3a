import { describe, expect, test } from 'vitest';
import { verboseOutput } from '../../../src/detectors/verbose-output.ts';
import { inOrder } from '../../support/calls.ts';
import { listModels } from '../../support/list-models.ts';
import { promptTrie, system, user } from '../../support/prompts.ts';
import { passage } from '../passage.ts';
import { avoidable, type FoundGroup, runDetector } from '../run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

const models = listModels();
const ALARM = system('Say how urgent the alarm is, in one word.');
const { prompts, nodes } = promptTrie(Array.from({ length: 12 }, (_, i) => [ALARM, user(passage(i, 20))]));

function run(parts: readonly Parts[], settings = {}): FoundGroup[] {
  return runDetector(verboseOutput, inOrder(parts), prompts, settings, models);
}

describe('reasoning over simple tasks', () => {
  const labels = (reasoning: number, change: (i: number) => Parts = () => ({})): Parts[] =>
    Array.from({ length: 12 }, (_, i) => ({
      prompt: nodes[i]!,
      feature: 'alarms',
      model: 'gpt-5-mini',
      response: 1 + (i % 3),
      usage: { input: 300, output: 2 + reasoning, reasoning },
      ...change(i),
    }));

  test('what exceeds keepReasoning is avoidable, assumed', () => {
    const [group, ...others] = run(labels(640));
    expect(others).toEqual([]);
    expect([...group!.waste]).toEqual(Array.from({ length: 12 }, (_, i) => [i, { output: 512 }]));
    expect(group).toMatchObject({
      review: false,
      basis: 'assumed',
      columns: { kind: 'reasoning', task: 'classification', median: 640, longest: 640 },
    });
    expect(group!.fix).toContain('reasoning_effort');
  });

  test('near misses: little reasoning, reasoning in proportion, a task that is not simple, too few calls', () => {
    expect(run(labels(199))).toEqual([]);
    expect(run(labels(200))).toHaveLength(1);
    expect(run(labels(200), { keepReasoning: 200 })).toEqual([]);
    const usage = { input: 300, output: 32 + 150, reasoning: 150 };
    expect(
      run(
        labels(0, () => ({ usage })),
        { minReasoning: 150, keepReasoning: 0 },
      ),
    ).toEqual([]);
    expect(run(labels(640, () => ({ usage: { input: 300, output: 840, reasoning: 640 } })))).toEqual([]);
    expect(run(labels(640).slice(0, 9))).toEqual([]);
  });

  test('calls of the template that think less are not claimed', () => {
    const light = { usage: { input: 300, output: 66, reasoning: 64 } };
    expect(avoidable(run(labels(640, (i) => (i % 4 === 0 ? light : {}))))).toHaveLength(9);
  });

  test('a short answer that is no label can need a long thought: for review', () => {
    const groups = run(labels(640, (i) => ({ response: 100 + i })));
    expect(groups).toMatchObject([{ review: true, columns: { task: 'short answers' } }]);
  });

  test.each([
    ['claude-sonnet-4-5', 'anthropic', 'thinking'],
    ['gemini-2.5-pro', 'google', 'thinkingConfig'],
    ['mine', '', 'reasoning_effort'],
  ])('the fix for %s names its parameter', (model, provider, parameter) => {
    expect(run(labels(640, () => ({ model, provider })))[0]!.fix).toContain(parameter);
  });
});
