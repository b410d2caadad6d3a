import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { unusedTools } from '../../src/detectors/unused-tools.ts';
import type { Segment } from '../../src/model/segment.ts';
import { promptTokens } from '../../src/model/usage.ts';
import { inOrder } from '../support/calls.ts';
import { promptTrie, system, tool, user } from '../support/prompts.ts';
import { avoidable, type FoundGroup, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

const named = (name: string) =>
  tool({ type: 'function', function: { name, description: `What ${name} does.`, parameters: {} } });
const weigh = named('weigh');
const order = named('order');
const help = system('You help a beekeeper.');
const calls = (...names: string[]): Segment => ({
  kind: 'message',
  role: 'assistant',
  strings: names.flatMap((name) => [name, '{}']),
});

/** A call of `weigh`; the usage is what the prompt counts in o200k_base. */
const weighs = { toolsCalled: '["weigh"]', answerLength: 0, finishReason: 'tool_calls' } as const;
const says = { answerLength: 40, finishReason: 'stop' } as const;

interface Asked extends Parts {
  readonly segments?: readonly Segment[];
}

function find(asked: readonly Asked[], settings = {}): FoundGroup[] {
  const lists = asked.map(({ segments }, i) => segments ?? [weigh, order, help, user(`Hive ${i}?`)]);
  const { prompts, nodes } = promptTrie(lists);
  const parts = asked.map(({ segments: _segments, ...part }, i) => ({
    usage: { input: prompts.tokens(nodes[i]!) },
    prompt: nodes[i]!,
    ...part,
  }));
  return runDetector(unusedTools, inOrder(parts), prompts, settings);
}

const times = (count: number, part: Asked | ((i: number) => Asked) = weighs): Asked[] =>
  Array.from({ length: count }, (_, i) => (typeof part === 'function' ? part(i) : part));
const tokensOf = (segment: Segment) => {
  const { prompts, nodes } = promptTrie([[segment]]);
  return prompts.tokens(nodes[0]!);
};
const proofs = (groups: readonly FoundGroup[]) => groups.map(({ columns }) => columns.proof);

test('the schema of a tool that no answer calls is claimed in every call, at its size', () => {
  const [group, ...others] = find(times(20));
  expect(others).toEqual([]);
  expect(group!.review).toBe(false);
  expect(group!.waste.size).toBe(20);
  expect(
    [...group!.waste.values()].every((waste) => waste !== 'all' && waste.input === tokensOf(order)),
  ).toBe(true);
  expect(group!.columns).toMatchObject({
    unused: 1,
    sent: 2,
    perCall: tokensOf(order),
    answers: 20,
    tools: `order ${tokensOf(order)}`,
    proof: 'calls are logged',
  });
  expect(group!.fix).toContain(`order ${tokensOf(order)}`);
});

test('fewer answers than minCalls prove nothing', () => {
  expect(find(times(19))).toEqual([]);
  expect(avoidable(find(times(19), { minCalls: 19 }))).toHaveLength(19);
});

describe('a tool that is called once is used', () => {
  const once = (part: Asked) => [...times(60), part, ...times(60)];

  test('by an answer', () => expect(find(once({ ...weighs, toolsCalled: '["order"]' }))).toEqual([]));
  test('by an answer with a prefix before the name', () =>
    expect(find(once({ ...weighs, toolsCalled: '["default_api.order"]' }))).toEqual([]));
  test('in the history of a prompt', () => {
    const segments = [weigh, order, help, user('Jars?'), calls('order'), user('Done?')];
    expect(find(once({ ...says, segments }))).toEqual([]);
  });
  test('by a template that shares the system prompt, or a system prompt of the same template', () => {
    const dated = times(40, (i) => ({
      ...(i === 7 ? { toolsCalled: '["order"]', answerLength: 0 } : weighs),
      segments: [weigh, order, system(`You help a beekeeper. It is day ${i}.`), user('Hive?')],
    }));
    const counted = find(dated).filter(({ review }) => !review);
    expect(counted).toEqual([]);
  });
  test('but not where a feature of its own never calls it', () => {
    const other = times(20, { ...weighs, feature: 'reports' });
    const groups = find([...once({ ...weighs, feature: 'orders', toolsCalled: '["order"]' }), ...other]);
    expect(groups.map(({ label }) => label)).toContain('reports');
    expect(groups.map(({ label }) => label)).not.toContain('orders');
  });
});

describe('how sure it is', () => {
  test('answers in text that say why they ended prove that nothing was called', () => {
    expect(proofs(find(times(20, says)))).toEqual(['calls are logged']);
  });
  test('text alone may come from a logger that keeps only the text', () => {
    const [group] = find(times(20, { ...says, finishReason: '' }));
    expect(group!.review).toBe(true);
    expect(group!.columns.proof).toBe('no call in the log');
    expect(proofs(find([...times(20, { ...says, finishReason: '' }), weighs]))).toEqual(['calls are logged']);
  });
  test('a call that is not named may be of any tool: no tokens', () => {
    const [group] = find([...times(40), { answerLength: 0, finishReason: 'tool_calls' }]);
    expect(group!.review).toBe(true);
    expect(group!.columns.proof).toBe('answers not logged');
    expect([...group!.waste.values()].every((waste) => Object.keys(waste).length === 0)).toBe(true);
  });
  test('answers that are not logged are no proof, a few among many do no harm', () => {
    expect(proofs(find(times(30, {})))).toEqual(['answers not logged']);
    expect(proofs(find([...times(20), ...times(3, {})]))).toEqual(['calls are logged']);
  });
  test('later prompts stand in for answers that are not logged', () => {
    const grown = times(25, (i) => ({
      segments: [weigh, order, help, user(`Hive ${i}?`), calls('weigh'), user('And now?')],
    }));
    expect(proofs(find(grown))).toEqual(['calls are logged']);
  });
  test('one conversation is about one thing', () => {
    const long = Array.from({ length: 30 }, (_, i) => [calls('weigh'), user(`More ${i}?`)]);
    const asked = long.map((_, i) => ({
      ...weighs,
      segments: [weigh, order, help, user('Hive?'), ...long.slice(0, i).flat()],
    }));
    const [group] = find(asked);
    expect(group!.review).toBe(true);
    expect(group!.columns.proof).toBe('few conversations');
  });
  test('failed and cut answers are no proof, and are billed for the schema as others are', () => {
    const cut = { answerLength: 0, finishReason: 'length' };
    expect(find([...times(19), ...times(30, cut), ...times(30, { ...says, failed: true })])).toEqual([]);
    expect(avoidable(find([...times(20), ...times(3, cut)]))).toHaveLength(23);
  });
  test("answers of the caller's own cache are neither", () => {
    expect(find([...times(19), ...times(5, { ...weighs, cacheHit: true })])).toEqual([]);
    expect(avoidable(find([...times(20), { ...weighs, cacheHit: true }]))).toHaveLength(20);
  });
});

describe('the tokens', () => {
  const zones = (usage: Asked['usage']) =>
    find(times(20, { ...weighs, usage }), {})[0]!.waste.get(0) as Record<string, number>;

  test('are at the rate they were billed at: tools come first', () => {
    const place = { from: tokensOf(weigh), to: tokensOf(weigh) + tokensOf(order) };
    const { prompts, nodes } = promptTrie([[weigh, order, help, user('Hive 0?')]]);
    const whole = prompts.tokens(nodes[0]!);
    const half = place.from + 5;
    expect(zones({ input: 0, cacheRead: whole })).toEqual({ cacheRead: tokensOf(order) });
    expect(zones({ input: 0, cacheWrite5m: whole })).toEqual({ cacheWrite5m: tokensOf(order) });
    expect(zones({ input: whole - half, cacheRead: half })).toEqual({
      cacheRead: 5,
      input: tokensOf(order) - 5,
    });
  });
  test("grow with the model's own tokenizer, but images do not make a schema larger", () => {
    const { prompts, nodes } = promptTrie([[weigh, order, help, user('Hive 0?')]]);
    const whole = prompts.tokens(nodes[0]!);
    const claimed = (input: number) => zones({ input }).input!;
    expect(claimed(Math.round(whole * 1.3)) / tokensOf(order)).toBeCloseTo(1.3, 1);
    expect(claimed(whole * 20)).toBeLessThanOrEqual(1.5 * tokensOf(order));
  });
  test('calls without usage are seen and not claimed', () => {
    expect(find(times(20, { ...weighs, usage: { input: 0, output: 0 } }))).toEqual([]);
  });
});

test('tools without a name of their own are left out', () => {
  const own = tool({ type: 'web_search' });
  const late = tool({ name: 'late', input_schema: {}, defer_loading: true });
  expect(find(times(30, { ...weighs, segments: [weigh, own, late, help, user('Hive?')] }))).toEqual([]);
});

test('a tool of several functions is used when one of them is', () => {
  const both = tool({ functionDeclarations: [{ name: 'order' }, { name: 'weigh' }] });
  expect(find(times(30, (i) => ({ ...weighs, segments: [both, help, user(`Hive ${i}?`)] })))).toEqual([]);
  const idle = times(30, (i) => ({ ...says, segments: [both, help, user(`Hive ${i}?`)] }));
  expect(find(idle)[0]!.columns.tools).toContain('order+weigh');
});

test('a tool that came later is judged by the answers that could have called it', () => {
  const early = times(50, (i) => ({ ...weighs, segments: [weigh, help, user(`Hive ${i}?`)] }));
  expect(find([...early, ...times(19)])).toEqual([]);
  expect(avoidable(find([...early, ...times(20)]))).toHaveLength(20);
});

test('random logs: what is claimed is what a slow count finds never called', () => {
  const names = ['a', 'b', 'c', 'd'];
  const schemas = new Map(names.map((name) => [name, named(name)]));
  for (let seed = 0; seed < 40; seed++) {
    const random = new Random(seed);
    const usable = names.filter(() => random.next() < 0.6);
    const asked = Array.from({ length: random.between(10, 60) }, (_, i) => {
      const offered = names.filter((_, n) => n === 0 || i % 7 !== n);
      const chosen = usable.filter((name) => offered.includes(name) && random.next() < 0.05);
      const called = chosen.length > 0 ? { toolsCalled: JSON.stringify(chosen) } : {};
      const segments = [...offered.map((name) => schemas.get(name)!), help, user(`Question ${i}`)];
      return { ...says, ...called, feature: 'f', segments, offered, chosen };
    });
    const unused = names.filter((name) => {
      const could = asked.filter(({ offered }) => offered.includes(name));
      return could.length >= 20 && !asked.some(({ chosen }) => chosen.includes(name));
    });
    const expected = asked.map(({ offered }) =>
      offered
        .filter((name) => unused.includes(name))
        .reduce((sum, name) => sum + tokensOf(schemas.get(name)!), 0),
    );
    const claimed = asked.map(() => 0);
    const plain = asked.map(({ offered: _offered, chosen: _chosen, ...part }) => part);
    for (const { waste, review } of find(plain)) {
      expect(review).toBe(false);
      for (const [i, part] of waste)
        claimed[i]! += part === 'all' ? Number.NaN : promptTokens({ ...none, ...part });
    }
    expect(claimed).toEqual(expected);
  }
});

const none = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
