import { describe, expect, test } from 'vitest';
import { truncatedOutput } from '../../src/detectors/truncated-output.ts';
import { inOrder } from '../support/calls.ts';
import { assistant, promptTrie, system, user } from '../support/prompts.ts';
import { avoidable, runDetector } from './run-detector.ts';

const rules = system('You write.');
const { prompts, nodes } = promptTrie([
  [rules, user('An essay on tides')],
  [rules, user('An  essay on TIDES')],
  [rules, user('An essay on moss')],
  [rules, user('An essay on tides'), assistant('The Moon pulls'), user('Please continue.')],
  [rules, user('An essay on tides'), assistant('The Moon pulls'), user('Thanks. Who was Kepler?')],
  [rules, user('An essay on tides'), assistant('The Moon pulls')],
  [rules, user('An essay on tides'), user('Your answer was cut off at the token limit: be brief.')],
  [
    rules,
    user('An essay on tides'),
    assistant('The Moon pulls'),
    user('Please continue.'),
    assistant('and the Sun'),
    user('Go on'),
  ],
]);
const [TIDES, RETYPED, MOSS, ON, OTHER, PREFILL, NOTED, FURTHER] = nodes as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const start = Date.UTC(2026, 8, 1);

type Parts = Parameters<typeof inOrder>[0][number];
const at = (seconds: number, parts: Parts = {}): Parts => ({
  time: start + seconds * 1000,
  latencyMs: 0,
  prompt: TIDES,
  user: 'ann',
  maxOutputTokens: 500,
  ...parts,
});
const cut = (seconds: number, parts: Parts = {}): Parts =>
  at(seconds, { finishReason: 'length', maxOutputTokens: 100, ...parts });
const run = (parts: readonly Parts[], settings = {}) =>
  runDetector(truncatedOutput, inOrder(parts), prompts, settings);

describe('asked again from scratch', () => {
  test('the cut call is avoidable, the call that replaced it is kept', () => {
    const groups = run([cut(0, { feature: 'essays' }), at(20, { usage: { output: 300 } })]);
    expect(groups).toHaveLength(1);
    expect([...groups[0]!.waste]).toEqual([[0, 'all']]);
    expect(groups[0]).toMatchObject({
      id: 'asked again/feature/essays/gpt-4.1/100',
      label: 'essays',
      review: false,
      kept: [1],
      columns: { kind: 'asked again', model: 'gpt-4.1', limit: 100, raisedTo: 500, usual: null, needed: 300 },
    });
    expect(groups[0]!.fix).toMatch(/^Raise max_completion_tokens from 100 to at least 300 /);
  });

  test.each([
    ['MAX_TOKENS', 'google', 'chat', 'maxOutputTokens'],
    ['max_tokens', 'anthropic', 'messages', 'max_tokens'],
    ['max_output_tokens', 'openai', 'responses', 'max_output_tokens'],
    ['max_tokens', 'amazon-bedrock', 'unknown', 'inferenceConfig.maxTokens'],
    ['length', 'mistral', 'chat', 'max_tokens'],
  ] as const)('%s of %s %s names %s', (finishReason, provider, endpoint, parameter) => {
    const [group] = run([cut(0, { finishReason, provider, endpoint }), at(1)]);
    expect(group!.fix).toContain(`Raise ${parameter} from 100`);
  });

  test('a full window is no matter of the limit', () => {
    const [group] = run([cut(0, { finishReason: 'model_context_window_exceeded' }), at(1)]);
    expect(group!.fix).toContain('shorten the prompt');
  });

  test('case and white space do not matter, the rest of the prompt does', () => {
    expect(avoidable(run([cut(0), at(1, { prompt: RETYPED })]))).toEqual([0]);
    expect(avoidable(run([cut(0), at(1, { prompt: MOSS })]))).toEqual([]);
  });

  test('a note that the answer was cut belongs to the same request', () => {
    expect(avoidable(run([cut(0), at(1, { prompt: NOTED })]))).toEqual([0]);
  });

  test('whole answers, failures and own cache are no cut answers, and failures answer none', () => {
    expect(run([at(0), at(1)])).toEqual([]);
    expect(run([cut(0, { failed: true }), at(1)])).toEqual([]);
    expect(run([cut(0, { cacheHit: true }), at(1)])).toEqual([]);
    expect(run([cut(0, { finishReason: 'content_filter' }), at(1)])).toEqual([]);
    expect(avoidable(run([cut(0), at(1, { failed: true }), at(2)]))).toEqual([0]);
    expect(avoidable(run([cut(0), at(1, { cacheHit: true })]))).toEqual([]);
    expect(run([cut(0, { prompt: -1 }), at(1, { prompt: -1 })])).toEqual([]);
  });

  test('the caller is the same user, else session, else trace', () => {
    const nobody = { user: '' };
    expect(avoidable(run([cut(0), at(1, { user: 'bob' })]))).toEqual([]);
    expect(avoidable(run([cut(0, { session: 's1' }), at(1, { session: 's2' })]))).toEqual([0]);
    expect(
      avoidable(run([cut(0, { ...nobody, session: 's1' }), at(1, { ...nobody, session: 's2' })])),
    ).toEqual([]);
    expect(
      avoidable(run([cut(0, { ...nobody, session: 's1' }), at(999, { ...nobody, session: 's1' })])),
    ).toEqual([0]);
    expect(avoidable(run([cut(0, { ...nobody, trace: 't' }), at(999, { ...nobody, trace: 't' })]))).toEqual([
      0,
    ]);
    expect(avoidable(run([cut(0, { ...nobody, trace: 't' }), at(999, { ...nobody, trace: 'u' })]))).toEqual(
      [],
    );
  });

  test('windows are from the end of the cut answer, their ends included', () => {
    expect(avoidable(run([cut(0, { latencyMs: 9000 }), at(3609)]))).toEqual([0]);
    expect(avoidable(run([cut(0, { latencyMs: 9000 }), at(3609.1)]))).toEqual([]);
    expect(avoidable(run([cut(0, { user: '' }), at(300, { user: '' })]))).toEqual([0]);
    expect(avoidable(run([cut(0, { user: '' }), at(301, { user: '' })]))).toEqual([]);
    expect(avoidable(run([cut(0), at(61)], { window: 60 }))).toEqual([]);
    expect(avoidable(run([cut(0, { user: '' }), at(11, { user: '' })], { strangerWindow: 10 }))).toEqual([]);
  });

  test('what was sent before the answer ended did not ask for it again', () => {
    expect(avoidable(run([cut(0), at(0)]))).toEqual([]);
    expect(avoidable(run([cut(0, { latencyMs: 5000 }), at(4)]))).toEqual([]);
  });

  test('without times only a known caller asks again', () => {
    const time = Number.NaN;
    expect(avoidable(run([cut(0, { time }), at(1, { time })]))).toEqual([0]);
    expect(avoidable(run([cut(0, { time, user: '' }), at(1, { time, user: '' })]))).toEqual([]);
  });

  test('another model takes it up only with a higher limit', () => {
    const other = { model: 'gpt-4o' };
    expect(avoidable(run([cut(0), at(1, other)]))).toEqual([0]);
    expect(avoidable(run([cut(0), at(1, { ...other, maxOutputTokens: 100 })]))).toEqual([]);
    expect(avoidable(run([cut(0, { maxOutputTokens: 0 }), at(1, { ...other, maxOutputTokens: 0 })]))).toEqual(
      [],
    );
    expect(avoidable(run([cut(0), at(1, { maxOutputTokens: 100 })]))).toEqual([0]);
  });

  test('limits that rise step by step waste every cut answer', () => {
    const groups = run([cut(0), cut(1, { maxOutputTokens: 200 }), at(2)]);
    expect(avoidable(groups)).toEqual([0, 1]);
    expect(groups.every(({ review }) => !review)).toBe(true);
  });

  test('of identical requests that are all cut, all but the first', () => {
    const groups = run([cut(0), cut(1), cut(2)]);
    expect(avoidable(groups)).toEqual([1, 2]);
    expect(groups.map(({ review, waste }) => [review, [...waste.keys()]])).toEqual([
      [false, [1, 2]],
      [true, [0]],
    ]);
    expect(avoidable(run([cut(0), cut(1), at(2)]))).toEqual([0, 1]);
  });

  test('calls without tokens cost nothing', () => {
    const [group] = run([cut(0, { usage: { input: 0, output: 0 }, usageBasis: 'none' }), at(1)]);
    expect([...group!.waste]).toEqual([[0, {}]]);
  });

  test('each cut answer has the call that replaced it beside it', () => {
    const groups = run([cut(0), at(20), cut(100), at(120)]);
    expect(groups.map(({ kept }) => kept)).toEqual([[1, 3]]);
  });

  test('estimated tokens make an estimated group', () => {
    expect(run([cut(0, { usageBasis: 'estimated' }), at(1)])[0]!.basis).toBe('estimated');
    expect(run([cut(0), at(1)])[0]!.basis).toBe('measured');
  });
});

describe('continued', () => {
  const cached = { usage: { input: 40, cacheRead: 900, cacheWrite5m: 60, output: 70 } };

  test('the prompt of the continuation is avoidable, what it wrote to the cache and its answer are not', () => {
    const [group] = run([cut(0), at(9, { prompt: ON, ...cached })]);
    expect([...group!.waste]).toEqual([[1, { input: 40, cacheRead: 900 }]]);
    expect(group!.kept).toEqual([0]);
    expect(group!.columns).toMatchObject({ kind: 'continued', needed: 170 });
  });

  test('with the cut answer as the beginning of the next', () => {
    const [group] = run([cut(0), at(9, { prompt: PREFILL })]);
    expect([...group!.waste]).toEqual([[1, { input: 1000, cacheRead: 0 }]]);
  });

  test('an ordinary next question continues nothing', () => {
    expect(avoidable(run([cut(0), at(9, { prompt: OTHER })]))).toEqual([]);
    expect(avoidable(run([at(0), at(9, { prompt: ON })]))).toEqual([]);
  });

  test('a continuation that is cut may be continued', () => {
    const groups = run([cut(0), cut(9, { prompt: ON }), at(18, { prompt: FURTHER })]);
    expect(avoidable(groups)).toEqual([1, 2]);
    expect(groups[0]!.kept).toEqual([0]);
  });
});

describe('near misses', () => {
  test('cut and never asked again is for review, without money', () => {
    const groups = run([cut(0), at(9, { prompt: MOSS })]);
    expect(groups).toHaveLength(1);
    expect(groups[0]!.review).toBe(true);
    expect([...groups[0]!.waste]).toEqual([[0, {}]]);
  });

  test('a limit of a few tokens is set on purpose', () => {
    expect(run([cut(0, { maxOutputTokens: 16 }), at(1)])).toEqual([]);
    expect(avoidable(run([cut(0, { maxOutputTokens: 17 }), at(1)]))).toEqual([0]);
    expect(run([cut(0, { maxOutputTokens: 0, usage: { output: 1 } }), at(1)])).toEqual([]);
    expect(avoidable(run([cut(0, { maxOutputTokens: 17 }), at(1)], { tinyLimit: 20 }))).toEqual([]);
  });

  test('a short limit at which nearly all answers end is set on purpose, unless a call raises it', () => {
    const short = { maxOutputTokens: 64, feature: 'completion' };
    const tenCut = Array.from({ length: 9 }, (_, i) => cut(4000 * i, { ...short, user: `user-${i}` }));
    expect(run([...tenCut, cut(40_000, short), cut(40_001, short)])).toEqual([]);
    expect(avoidable(run([...tenCut, cut(40_000, short), at(40_001, { feature: 'completion' })]))).toEqual([
      9,
    ]);
    const raised = at(40_002, { feature: 'completion' });
    expect(avoidable(run([...tenCut, cut(40_000, short), cut(40_001, short), raised]))).toEqual([9, 10]);
    const whole = at(50_000, { ...short, user: 'eve' });
    expect(avoidable(run([...tenCut, cut(40_000, short), cut(40_001, short), whole, whole]))).toEqual([10]);
    const long = { ...short, maxOutputTokens: 300 };
    const tenLong = tenCut.map((part) => ({ ...part, maxOutputTokens: 300 }));
    expect(avoidable(run([...tenLong, cut(40_000, long), cut(40_001, long)]))).toEqual([10]);
  });

  test('the usual length is that of the complete answers of the feature', () => {
    const feature = 'essays';
    const whole = Array.from({ length: 20 }, (_, i) =>
      at(i, { feature, prompt: MOSS, usage: { output: i + 1 } }),
    );
    const [group] = run([
      ...whole,
      cut(100, { feature }),
      at(101, { feature: 'other', usage: { output: 900 } }),
    ]);
    expect(group!.columns).toMatchObject({ usual: 19, needed: 900 });
  });
});
