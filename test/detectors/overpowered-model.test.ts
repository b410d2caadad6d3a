import { describe, expect, test } from 'vitest';
import { overpoweredModel } from '../../src/detectors/overpowered-model.ts';
import { inOrder } from '../support/calls.ts';
import { listModels } from '../support/list-models.ts';
import { assistant, promptTrie, system, tool, user } from '../support/prompts.ts';
import { passage } from './passage.ts';
import { avoidable, type FoundGroup, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

const models = listModels();
const ROUTE = system('Name the desk: care, delivery or praise.');
const trie = promptTrie(Array.from({ length: 40 }, (_, i) => [ROUTE, user(`mail ${passage(i, 20)}`)]));

/** `count` routings of different mails on gpt-4.1 with three labels, changed as the test says. */
function routings(count = 12, change: (i: number) => Parts = () => ({})): Parts[] {
  return Array.from({ length: count }, (_, i) => ({
    prompt: trie.nodes[i]!,
    feature: 'mail',
    response: 1 + (i % 3),
    usage: { input: 200, output: 2 },
    ...change(i),
  }));
}

function run(parts: readonly Parts[], settings = {}, prompts = trie.prompts): FoundGroup[] {
  return runDetector(overpoweredModel, inOrder(parts), prompts, settings, models);
}

describe('classification', () => {
  test('all calls of the template are avoidable but for the price of the small model', () => {
    const [group, ...others] = run(routings());
    expect(others).toEqual([]);
    expect(group!.review).toBe(false);
    expect(group!.basis).toBe('assumed');
    expect([...group!.waste]).toEqual(Array.from({ length: 12 }, (_, i) => [i, 'all']));
    // 2 and 8 dollars here, 0.4 and 1.6 there.
    for (const saved of group!.saved.values()) expect(saved).toBeCloseTo(0.8);
    expect(group!.columns).toEqual({
      task: 'classification',
      model: 'gpt-4.1',
      target: 'gpt-4.1-mini',
      price: expect.closeTo(0.2),
      templateCalls: 12,
      answer: 2,
      labels: 3,
      reasoning: 0,
      quality: 'not verified',
    });
    expect(group!.id).toMatch(/^feature\/mail\/[^/]+\/gpt-4\.1$/);
    expect(group!.fix).toContain('from gpt-4.1 to gpt-4.1-mini');
    expect(group!.fix).toContain('not verified');
  });

  test('the answers may differ up to maxLabels and half of the prompts', () => {
    const six = routings(12, (i) => ({ response: 1 + (i % 6), usage: { input: 1500, output: 2 } }));
    expect(run(six)).toHaveLength(1);
    expect(run(six, { maxLabels: 5 })).toEqual([]);
    expect(run(routings(12, (i) => ({ response: 1 + (i % 7), usage: { input: 1500, output: 2 } })))).toEqual(
      [],
    );
  });

  test('without answers in the log a small output limit says the same', () => {
    const capped = routings(12, () => ({
      response: 0,
      maxOutputTokens: 32,
      usage: { input: 1500, output: 2 },
    }));
    expect(run(capped)[0]!.columns).toMatchObject({ task: 'classification', labels: null });
    expect(run(capped.map((part) => ({ ...part, maxOutputTokens: 33 })))).toEqual([]);
  });

  test('examples that all calls share are no conversation', () => {
    const shots = promptTrie(
      Array.from({ length: 12 }, (_, i) => [ROUTE, user('a mail'), assistant('care'), user(passage(i, 20))]),
    );
    expect(
      run(
        routings(12, (i) => ({ prompt: shots.nodes[i]! })),
        {},
        shots.prompts,
      ),
    ).toHaveLength(1);
  });
});

describe('near misses', () => {
  test('too few different prompts, also when one is sent again and again', () => {
    expect(run(routings(9))).toEqual([]);
    expect(run(routings(9), { minPrompts: 9 })).toHaveLength(1);
    expect(run([...routings(9), ...routings(9)])).toEqual([]);
  });

  test('answers, prompts, tools: each limit of the shape', () => {
    expect(run(routings(12, () => ({ usage: { input: 200, output: 32 } })))).toHaveLength(1);
    expect(run(routings(12, () => ({ usage: { input: 200, output: 33 } })))).toEqual([]);
    expect(run(routings(12, () => ({ usage: { input: 4000, output: 2 } })))).toHaveLength(1);
    expect(run(routings(12, () => ({ usage: { input: 4001, output: 2 } })))).toEqual([]);
    expect(run(routings(12, () => ({ toolsCalled: '["look"]' })))).toEqual([]);
    const tooled = promptTrie(
      Array.from({ length: 12 }, (_, i) => [tool({ name: 'look' }), ROUTE, user(passage(i, 20))]),
    );
    expect(
      run(
        routings(12, (i) => ({ prompt: tooled.nodes[i]! })),
        {},
        tooled.prompts,
      ),
    ).toEqual([]);
  });

  test('one heavy call in twenty is let pass and not claimed; two are not', () => {
    const heavy = { usage: { input: 200, output: 500 } };
    const one = run(routings(20, (i) => (i === 7 ? heavy : {})));
    expect(avoidable(one)).toHaveLength(19);
    expect(avoidable(one)).not.toContain(7);
    expect(run(routings(20, (i) => (i === 7 || i === 9 ? heavy : {})))).toEqual([]);
  });

  test('failures, own cache, embeddings and calls without output are not looked at', () => {
    for (const part of [{ failed: true }, { cacheHit: true }, { endpoint: 'embedding' as const }]) {
      expect(run(routings(12, () => part))).toEqual([]);
    }
    expect(run(routings(12, () => ({ usage: { input: 200, output: 0 } })))).toEqual([]);
  });

  test('small, unknown and unpriced models, and models that the vendor has nothing below of', () => {
    for (const model of [
      'gpt-4.1-mini',
      'gpt-4.1-nano',
      'gpt-6-luna',
      'o4-mini',
      'my-model',
      'text-davinci-003',
    ]) {
      expect(run(routings(12, () => ({ model }))), model).toEqual([]);
    }
    for (const model of ['claude-haiku-4-5', 'claude-haiku-5-5'])
      expect(run(routings(12, () => ({ model, provider: 'anthropic' })))).toEqual([]);
    expect(run(routings(12, () => ({ model: 'gemini-2.5-flash', provider: 'google' })))).toEqual([]);
    expect(run(routings(12, () => ({ model: 'grok-4.7', provider: 'xai' })))).toEqual([]);
  });

  test('calls without feature and prompt have nothing that holds them together', () => {
    expect(run(routings(12, () => ({ feature: '', prompt: -1 })))).toEqual([]);
    expect(run(routings(12, () => ({ feature: '' })))).toHaveLength(1);
    expect(run(routings(12, () => ({ prompt: -1 })))).toHaveLength(1);
  });

  test('an unknown time is priced at the date of the book, an empty session is no matter', () => {
    expect(avoidable(run(routings(12, () => ({ time: Number.NaN, session: '' }))))).toHaveLength(12);
  });
});

describe('other tasks', () => {
  const json = { answerLength: 100, answerJsonLength: 100, usage: { input: 2000, output: 120 } };
  const extractions = (change: Parts = {}): Parts[] =>
    routings(12, (i) => ({ response: 100 + i, ...json, ...change }));

  test('JSON of up to maxFields tokens and half of the prompt is extraction', () => {
    expect(run(extractions())[0]!.columns).toMatchObject({ task: 'extraction', labels: null, answer: 120 });
    expect(run(extractions({ usage: { input: 600, output: 300 } }))).toHaveLength(1);
    expect(run(extractions({ usage: { input: 602, output: 301 } }))).toEqual([]);
    expect(run(extractions({ usage: { input: 599, output: 300 } }))).toEqual([]);
    expect(run(extractions({ answerJsonLength: 0 }))).toEqual([]);
    expect(run(extractions({ answerJsonLength: 49 }))).toEqual([]);
  });

  test('short answers to short prompts, but not in a conversation', () => {
    const short = routings(12, (i) => ({ response: 100 + i, usage: { input: 1000, output: 20 } }));
    expect(run(short)[0]).toMatchObject({ review: false, columns: { task: 'short answers' } });
    expect(run(short.map((part) => ({ ...part, usage: { input: 1001, output: 20 } })))).toEqual([]);
    const talk = promptTrie(
      Array.from({ length: 12 }, (_, i) => [ROUTE, user('Hi'), assistant(passage(i, 9)), user('And then?')]),
    );
    const turns = short.map((part, i) => ({ ...part, prompt: talk.nodes[i]! }));
    expect(run(turns, {}, talk.prompts)).toEqual([]);
    const turnedJson = extractions().map((part, i) => ({ ...part, prompt: talk.nodes[i]! }));
    expect(run(turnedJson, {}, talk.prompts)).toEqual([]);
  });

  test('short answers to prompts nobody can read, or that took reasoning, are for review', () => {
    const short = (change: Parts): Parts[] => routings(12, (i) => ({ response: 100 + i, ...change }));
    expect(run(short({ prompt: -1 }))[0]!.review).toBe(true);
    const thought = { model: 'gpt-5', usage: { input: 200, output: 66, reasoning: 64 } };
    expect(run(short(thought))[0]!.review).toBe(true);
    expect(run(routings(12, () => thought))[0]).toMatchObject({ review: false, columns: { reasoning: 1 } });
  });

  test('a label that takes long thought is for review', () => {
    const usage = (reasoning: number) => ({ input: 200, output: 2 + reasoning, reasoning });
    const long = run(routings(12, () => ({ model: 'gpt-5', usage: usage(200) })))[0]!;
    expect(long.review).toBe(true);
    expect(long.fix).toContain('reasoning effort');
    expect(run(routings(12, () => ({ model: 'gpt-5', usage: usage(199) })))[0]!.review).toBe(false);
  });
});

describe('the unit that is judged', () => {
  test('a rare template goes by its feature, which must be simple as a whole', () => {
    const other = promptTrie(
      Array.from({ length: 24 }, (_, i) => [
        system(passage(100 + (i < 12 ? 0 : 1 + (i % 4)), 30)),
        user(passage(i, 20)),
      ]),
    );
    const calls = routings(24, (i) => ({ prompt: other.nodes[i]! }));
    expect(avoidable(run(calls, {}, other.prompts))).toHaveLength(24);
    // The common template stays simple; the rare ones share their feature's fate.
    const heavy = calls.map((part, i) => (i >= 20 ? { ...part, usage: { input: 200, output: 900 } } : part));
    expect(avoidable(run(heavy, {}, other.prompts))).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });

  test('models are judged apart', () => {
    const mixed = routings(24, (i) =>
      i % 2 === 0 ? {} : { model: 'gpt-4o', usage: { input: 200, output: 400 } },
    );
    expect(avoidable(run(mixed))).toEqual(Array.from({ length: 12 }, (_, i) => 2 * i));
  });
});

describe('the target', () => {
  test('option target names one; what saves too little or does not fit is no target', () => {
    expect(run(routings(), { target: 'gpt-4.1-nano' })[0]!.columns).toMatchObject({ target: 'gpt-4.1-nano' });
    expect(run(routings(), { target: 'nobody-knows' })).toEqual([]);
    expect(run(routings(), { target: 'gpt-4.1' })).toEqual([]);
    expect(run(routings(), { minSaving: 0.81 })).toEqual([]);
    expect(
      run(
        routings(12, () => ({ model: 'gpt-4.1', maxOutputTokens: 130_000 })),
        { target: 'gpt-4o-mini' },
      ),
    ).toEqual([]);
  });

  test('the vendor sold it at the time', () => {
    const opus = (time: number): Parts[] =>
      routings(12, () => ({ model: 'claude-opus-4-5', provider: 'anthropic', time }));
    expect(run(opus(Date.UTC(2026, 9, 6)))[0]!.columns).toMatchObject({ target: 'claude-haiku-4-5' });
    expect(run(opus(Date.UTC(2026, 9, 7)))[0]!.columns).toMatchObject({ target: 'claude-haiku-5-5' });
    const sonnet = routings(12, () => ({
      model: 'claude-3-7-sonnet',
      provider: 'anthropic',
      time: Date.UTC(2025, 3, 1),
    }));
    expect(run(sonnet)).toEqual([]);
  });
});

describe('answers that a limit cut off', () => {
  const cut = (length: number, part: Parts = {}): Parts[] =>
    routings(12, (i) => ({
      response: 100 + i,
      finishReason: 'length',
      maxOutputTokens: length,
      usage: { input: 200, output: length },
      ...part,
    }));

  test('are short by order and no short answers, with and without their text', () => {
    expect(run(cut(30))).toEqual([]);
    expect(run(cut(30, { finishReason: 'stop' }))).toHaveLength(1);
    expect(run(cut(30, { response: 0 }))).toEqual([]);
    expect(run(cut(30, { response: 0, finishReason: 'stop' }))).toHaveLength(1);
  });

  test('are labels where the limit leaves no room for more, or where they are few', () => {
    expect(run(cut(1))).toHaveLength(1);
    expect(run(cut(16, { response: 0 }))).toHaveLength(1);
    expect(run(cut(17, { response: 0 }))).toEqual([]);
    const few = routings(12, () => ({ finishReason: 'length', usage: { input: 200, output: 30 } }));
    expect(run(few)[0]!.columns.task).toBe('classification');
  });
});
