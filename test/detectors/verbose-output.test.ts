import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verboseOutput } from '../../src/detectors/verbose-output.ts';
import { inOrder } from '../support/calls.ts';
import { listModels } from '../support/list-models.ts';
import { assistant, promptTrie, system, tool, user } from '../support/prompts.ts';
import { passage } from './passage.ts';
import { avoidable, type FoundGroup, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

const models = listModels();
const CAPTION = system('Write the caption of a photo for the catalogue of a shop.');
const trie = promptTrie(Array.from({ length: 40 }, (_, i) => [CAPTION, user(passage(i, 20))]));

function calls(outputs: readonly number[], change: (i: number) => Parts = () => ({})): Parts[] {
  return outputs.map((output, i) => ({
    prompt: trie.nodes[i % 40]!,
    feature: 'captions',
    response: 100 + i,
    usage: { input: 300, output },
    ...change(i),
  }));
}

function run(parts: readonly Parts[], settings = {}, prompts = trie.prompts): FoundGroup[] {
  return runDetector(verboseOutput, inOrder(parts), prompts, settings, models);
}

const USUAL = [40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62];

describe('long answers', () => {
  test('what exceeds the 95th percentile of the usual answers is avoidable', () => {
    const [group, ...others] = run(calls([...USUAL, 700]));
    expect(others).toEqual([]);
    // The usual ones are twelve: the 95th percentile is the largest, 62.
    expect([...group!.waste]).toEqual([[12, { output: 638 }]]);
    expect([...group!.saved.values()]).toEqual([1]);
    expect(group).toMatchObject({
      review: false,
      basis: 'estimated',
      columns: {
        kind: 'long',
        model: 'gpt-4.1',
        templateCalls: 13,
        median: 52,
        p95: 62,
        longest: 700,
        extra: expect.closeTo(638 / 700),
        task: null,
      },
    });
    expect(group!.id).toMatch(/^long\/feature\/captions\/[^/]+\/gpt-4\.1$/);
    expect(group!.fix).toContain('max_completion_tokens');
  });

  test('reasoning is no part of the answer', () => {
    const usage = { input: 300, output: 52 + 900, reasoning: 900 };
    expect(run(calls([...USUAL, 52], (i) => (i === 12 ? { usage } : {})))).toEqual([]);
    const both = { input: 300, output: 700 + 900, reasoning: 900 };
    const [group] = run(calls([...USUAL, 0], (i) => (i === 12 ? { usage: both } : {})));
    expect([...group!.waste]).toEqual([[12, { output: 638 }]]);
  });

  test('not long: within factor times the median, less than minExcess above it, within the spread', () => {
    expect(run(calls([...USUAL, 156]))).toEqual([]);
    expect(run(calls([...USUAL, 157]))).toHaveLength(1);
    expect(run(calls([...USUAL, 157]), { factor: 4 })).toEqual([]);
    const labels = [1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3];
    expect(run(calls([...labels, 52]))).toEqual([]);
    expect(run(calls([...labels, 53]))).toHaveLength(1);
    // Quartiles of 100 and 250: (250 + 20) x ((250 + 20) / (100 + 20))^2 - 20 = 1,346.
    const spread = [100, 100, 100, 100, 150, 150, 150, 250, 250, 250, 250, 250];
    expect(run(calls([...spread, 1346]))).toEqual([]);
    expect(run(calls([...spread, 1347]))).toHaveLength(1);
  });

  test('a template of all lengths has no usual one', () => {
    const chat = [5, 10, 20, 40, 80, 160, 240, 320, 400, 480, 560, 640];
    expect(run(calls([...chat, 9000]))).toEqual([]);
  });

  test('a longer text has a longer translation', () => {
    const outputs = [...USUAL, ...USUAL, 700, 700];
    const translated = (input: (i: number) => number) =>
      avoidable(run(calls(outputs, (i) => ({ usage: { input: input(i), output: outputs[i]! } }))));
    // Instructions of 200 tokens, then the text; the last but one is long because its text is.
    expect(translated((i) => 200 + (i === 24 ? 700 : outputs[i % 24]!))).toEqual([25]);
    expect(translated((i) => 200 + outputs[i]!)).toEqual([]);
    // Somewhat more to read explains somewhat more to say.
    expect(translated((i) => 200 + (i < 24 ? outputs[i]! : 120))).toEqual([24, 25]);
  });

  test('too few answers; the rest of the feature helps out; models apart', () => {
    expect(run(calls([...USUAL.slice(0, 8), 700]))).toEqual([]);
    expect(run(calls([...USUAL.slice(0, 9), 700]))).toHaveLength(1);
    expect(run(calls([...USUAL.slice(0, 9), 700]), { minCalls: 11 })).toEqual([]);
    const rare = promptTrie(
      Array.from({ length: 13 }, (_, i) => [system(passage(200 + (i % 4), 30)), user(passage(i, 20))]),
    );
    const parts = calls([...USUAL, 700], (i) => ({ prompt: rare.nodes[i]! }));
    expect(run(parts, {}, rare.prompts)[0]!.id).toBe('long/feature/captions/gpt-4.1');
    expect(
      run(
        parts.map((part) => ({ ...part, feature: '' })),
        {},
        rare.prompts,
      ),
    ).toEqual([]);
    expect(run(calls([...USUAL, 700], (i) => (i === 12 ? { model: 'gpt-4o' } : {})))).toEqual([]);
    expect(run(calls([...USUAL, 700], () => ({ feature: '', prompt: -1 })))).toEqual([]);
  });

  test('more than maxShare of the answers, and conversations, are for review', () => {
    const often = [...USUAL, ...USUAL, 700, 700, 700, 700, 700, 700];
    expect(run(calls(often))[0]!.review).toBe(false);
    expect(run(calls([...often, 700]))[0]!.review).toBe(true);
    const loose = promptTrie(Array.from({ length: 13 }, (_, i) => [user(passage(i, 20))]));
    const mixed = calls([...USUAL, 700], (i) => ({ prompt: loose.nodes[i]!, feature: '' }));
    expect(run(mixed, {}, loose.prompts)[0]).toMatchObject({ review: true, id: 'long/gpt-4.1' });
    const talk = promptTrie(
      Array.from({ length: 13 }, (_, i) => [CAPTION, user('Hi'), assistant(passage(i, 9)), user('More?')]),
    );
    const turns = calls([...USUAL, 700], (i) => ({ prompt: talk.nodes[i]! }));
    expect(run(turns, {}, talk.prompts)[0]!.review).toBe(true);
  });

  test('steps of agents, failures, own cache and embeddings are left out', () => {
    const parts: Parts[] = [
      { toolsCalled: '["look"]' },
      { failed: true },
      { cacheHit: true },
      { endpoint: 'embedding' },
    ];
    for (const part of parts)
      expect(run(calls([...USUAL, 700], (i) => (i === 12 ? part : {}))), JSON.stringify(part)).toEqual([]);
    const tooled = promptTrie(
      Array.from({ length: 13 }, (_, i) => [tool({ name: 'look' }), CAPTION, user(passage(i, 20))]),
    );
    expect(
      run(
        calls([...USUAL, 700], (i) => ({ prompt: tooled.nodes[i]! })),
        {},
        tooled.prompts,
      ),
    ).toEqual([]);
  });

  test('unknown models and times and empty sessions are no obstacle', () => {
    const odd = calls([...USUAL, 700], () => ({ model: 'mine', time: Number.NaN, session: '' }));
    expect(avoidable(run(odd))).toEqual([12]);
  });
});

describe('JSON that was asked for', () => {
  const answer = (answerLength: number, answerJsonLength: number): Parts => ({
    asksJson: true,
    answerLength,
    answerJsonLength,
    usage: { input: 300, output: 100 },
  });
  const one = (part: Parts): FoundGroup[] => run([{ prompt: trie.nodes[0]!, feature: 'f', ...part }]);

  test('the share of the characters around it is avoidable, a fence left aside', () => {
    const [group] = one(answer(400, 188));
    // 400 - 188 - 12 = 200 of 400 characters: half of 100 tokens.
    expect([...group!.waste]).toEqual([[0, { output: 50 }]]);
    expect(group).toMatchObject({
      review: false,
      basis: 'estimated',
      columns: { kind: 'around JSON', extra: 0.5, median: null, p95: null },
    });
    expect(group!.fix).toContain('json_schema');
  });

  test('the reasoning behind it is not', () => {
    const usage = { input: 300, output: 1100, reasoning: 1000 };
    expect([...one({ ...answer(400, 188), usage })[0]!.waste]).toEqual([[0, { output: 50 }]]);
  });

  test('near misses: a fence, less than minProse, JSON not asked for, no text', () => {
    expect(one(answer(200, 188))).toEqual([]);
    expect(one(answer(200, 149))).toEqual([]);
    expect(one(answer(200, 148))).toHaveLength(1);
    expect(one({ ...answer(400, 188), asksJson: false })).toEqual([]);
    expect(one({ ...answer(Number.NaN, Number.NaN) })).toEqual([]);
    expect(one({ ...answer(400, 188), toolsCalled: '["look"]' })).toEqual([]);
  });

  test('an answer without any is for review, unless it was cut off or is a bare word', () => {
    const [group] = one(answer(400, 0));
    expect(group).toMatchObject({ review: true, columns: { kind: 'no JSON', extra: 1 } });
    expect([...group!.waste]).toEqual([[0, { output: 100 }]]);
    expect(one(answer(39, 0))).toEqual([]);
    expect(one({ ...answer(400, 0), finishReason: 'length' })).toEqual([]);
    expect(one({ ...answer(400, 0), finishReason: 'max_tokens' })).toEqual([]);
    expect(one(answer(300_000, 0))).toEqual([]);
  });

  describe('in words of the prompt', () => {
    const asked = [system('Return only JSON.'), user('One kettle, please.')];
    const prompts = promptTrie([
      asked,
      [system('You help.'), user('Return only JSON: one kettle.')],
      [system('You help.'), user('Return only JSON.'), assistant('{}'), user('Thanks! How are you?')],
      [...asked, assistant('{"item":')],
      [system('You help.'), user('One kettle, please.')],
    ]);
    const at = (node: number, part: Parts = answer(400, 188)): FoundGroup[] =>
      run([{ ...part, asksJson: false, feature: 'f', prompt: prompts.nodes[node]! }], {}, prompts.prompts);

    test('of the instructions or of the latest message, not of an earlier turn', () => {
      expect(at(0)).toHaveLength(1);
      expect(at(1)).toHaveLength(1);
      expect(at(2)).toEqual([]);
      expect(at(4)).toEqual([]);
    });

    test('an answer that the request began itself is not judged', () => {
      expect(at(3)).toEqual([]);
    });

    test('where most answers hold no JSON the words meant something else', () => {
      const parts = (held: number): Parts[] =>
        Array.from({ length: 4 }, (_, i) => ({
          ...answer(400, i < held ? 188 : 0),
          asksJson: false,
          feature: 'f',
          prompt: prompts.nodes[0]!,
        }));
      expect(run(parts(2), {}, prompts.prompts)).toHaveLength(2);
      expect(run(parts(1), {}, prompts.prompts)).toEqual([]);
    });
  });

  test('what is claimed around JSON is not claimed again as length', () => {
    const json = { asksJson: true, answerLength: 4000, answerJsonLength: 1988 };
    const groups = run(calls([...USUAL, 700], (i) => (i === 12 ? json : {})));
    const tokens = groups.map(({ columns, waste }) => [columns.kind, waste.get(12)]);
    // 2,000 of 4,000 characters: 350 tokens; of the 638 beyond the usual, 288 are left.
    expect(tokens).toEqual([
      ['around JSON', { output: 350 }],
      ['long', { output: 288 }],
    ]);
  });
});

test('no call is claimed beyond its output', () => {
  const part = fc.record({
    output: fc.nat(2000),
    thought: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.nat(3000),
    json: fc.double({ min: 0, max: 1, noNaN: true }),
    asksJson: fc.boolean(),
    feature: fc.constantFrom('', 'a'),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const list = inOrder(
        parts.map(({ output, thought, text, json, asksJson, feature }, i) => ({
          asksJson,
          feature,
          prompt: trie.nodes[i]!,
          response: 1 + (i % 2),
          answerLength: text,
          answerJsonLength: Math.floor(text * json),
          usage: { input: 300, output, reasoning: Math.floor(output * thought) },
        })),
      );
      const groups = run(list, { minCalls: 4, factor: 1, minExcess: 1, minReasoning: 1 });
      for (const { index, usage } of list) {
        const claims = groups.filter(({ review }) => !review).map(({ waste }) => waste.get(index) ?? {});
        const sum = claims.reduce((total, waste) => total + (waste === 'all' ? 1e9 : (waste.output ?? 0)), 0);
        expect(sum).toBeLessThanOrEqual(usage.output);
        expect(Number.isInteger(sum)).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
