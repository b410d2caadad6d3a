import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duplicates } from '../../src/detectors/duplicates.ts';
import type { Call } from '../../src/model/call.ts';
import { inOrder } from '../support/calls.ts';
import { promptTrie, system, user } from '../support/prompts.ts';
import { SHARED } from '../support/shared-folder.ts';
import { avoidable, runDetector } from './run-detector.ts';

const hello = [system('You are terse.'), user('Say hello')];
const helloSpaced = [system('You are terse.'), user('say   HELLO\n')];
const bye = [system('You are terse.'), user('Say goodbye')];
const { prompts, nodes } = promptTrie([hello, helloSpaced, bye]);
const [HELLO = 0, SPACED = 0, BYE = 0] = nodes;

const run = (parts: Parameters<typeof inOrder>[0], settings = {}) =>
  runDetector(duplicates, inOrder(parts), prompts, settings);

describe('duplicates', () => {
  test('of n equal calls all but the first are avoidable', () => {
    const groups = run([
      { prompt: HELLO, response: 5, user: 'ann' },
      { prompt: BYE },
      { prompt: HELLO, response: 6, user: 'bob' },
      { prompt: HELLO, response: 5, user: 'ann' },
    ]);
    expect(groups).toHaveLength(1);
    expect([...groups[0]!.waste]).toEqual([
      [2, 'all'],
      [3, 'all'],
    ]);
    expect(groups[0]).toMatchObject({
      label: 'Say hello',
      review: false,
      basis: 'measured',
      columns: { kind: 'exact', model: 'gpt-4.1', sent: 3, answers: 2, users: 2, span: 3000 },
    });
    expect(groups[0]!.id.startsWith(prompts.key(HELLO))).toBe(true);
  });

  test('case and white space do not make a prompt new, unless told so', () => {
    const calls = [{ prompt: HELLO }, { prompt: SPACED }, { prompt: SPACED }];
    const [group] = run(calls);
    expect(group!.columns).toMatchObject({ kind: 'normalised', sent: 3, answers: null, users: null });
    expect(avoidable(run(calls))).toEqual([1, 2]);
    expect(avoidable(run(calls, { normalise: false }))).toEqual([2]);
  });

  test.each([
    ['another prompt', { prompt: BYE }],
    ['another model', { prompt: HELLO, requestedModel: 'gpt-4.1-mini' }],
    ['other parameters', { prompt: HELLO, params: 2 }],
    ['no prompt text', { prompt: -1 }],
    ['a failed attempt', { prompt: HELLO, failed: true, status: 500 }],
    ['the own cache', { prompt: HELLO, cacheHit: true }],
  ])('not a duplicate: %s', (_, part) => {
    expect(run([{ prompt: HELLO }, part])).toEqual([]);
  });

  test('a repeat of a failure or of a cached answer is the first call', () => {
    expect(run([{ prompt: HELLO, failed: true }, { prompt: HELLO }])).toEqual([]);
    expect(run([{ prompt: HELLO, cacheHit: true }, { prompt: HELLO }])).toEqual([]);
  });

  test('the first whole answer after cut ones is no repeat', () => {
    const cut = { prompt: HELLO, finishReason: 'length' };
    expect(avoidable(run([cut, cut, { prompt: HELLO }, cut, { prompt: HELLO }]))).toEqual([1, 3, 4]);
    expect(avoidable(run([cut, cut]))).toEqual([1]);
  });

  test('what answered does not matter, only what was asked for', () => {
    const calls = ['2026-01', '2026-02'].map((version) => ({
      prompt: HELLO,
      model: `gpt-4.1-${version}`,
      requestedModel: 'gpt-4.1',
    }));
    expect(avoidable(run(calls))).toEqual([1]);
    expect(avoidable(run(calls.map((call) => ({ ...call, requestedModel: '' }))))).toEqual([]);
  });

  test('scope keeps users or features apart and leaves out calls without one', () => {
    const users = ['ann', 'bob', 'ann', '', ''].map((name) => ({ prompt: HELLO, user: name, feature: 'x' }));
    expect(avoidable(run(users, { scope: 'user' }))).toEqual([2]);
    expect(avoidable(run(users, { scope: 'feature' }))).toEqual([1, 2, 3, 4]);
    expect(run(users, { scope: 'user' })[0]!.id.endsWith('/ann')).toBe(true);
  });

  test('sampled=false leaves out repeats that were sampled for another answer', () => {
    const calls = [
      { prompt: HELLO, temperature: 1, response: 5 },
      { prompt: HELLO, temperature: 1, response: 6 },
      { prompt: HELLO, temperature: 1, response: 5 },
      { prompt: HELLO, temperature: 0, response: 7 },
      { prompt: HELLO, response: 8 },
      { prompt: HELLO, temperature: 1 },
      { prompt: HELLO, endpoint: 'embedding' },
    ] as const;
    expect(avoidable(run(calls))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(avoidable(run(calls, { sampled: false }))).toEqual([2, 3, 6]);
    expect(run(calls, { sampled: false })[0]!.columns).toMatchObject({ sent: 7, answers: 4 });
  });

  test('blocks known only by their hash are compared exactly', () => {
    const block = (hash: string) => ({ kind: 'block' as const, role: '', strings: [hash], tokens: 512 });
    const trie = promptTrie([[block('AB')], [block('ab')]]);
    const calls = inOrder([0, 1, 1].map((i) => ({ prompt: trie.nodes[i]! })));
    expect(avoidable(runDetector(duplicates, calls, trie.prompts))).toEqual([2]);
  });

  test('calls without a time have no span', () => {
    const [group] = run([0, 1].map(() => ({ prompt: HELLO, time: Number.NaN })));
    expect(group!.columns).toMatchObject({ span: null, sent: 2 });
  });

  test('agrees with the definition applied to all pairs', () => {
    const part = fc.record({
      prompt: fc.constantFrom(-1, HELLO, SPACED, BYE),
      model: fc.constantFrom('a', 'b'),
      params: fc.constantFrom(1, 2),
      user: fc.constantFrom('', 'ann', 'bob'),
      failed: fc.boolean(),
      cacheHit: fc.constantFrom(false, false, true),
      temperature: fc.constantFrom(0, 1, Number.NaN),
      response: fc.constantFrom(0, 5, 6),
    });
    const settings = fc.record({
      scope: fc.constantFrom('global', 'user'),
      normalise: fc.boolean(),
      sampled: fc.boolean(),
    });
    const text = (call: Call, normalise: boolean) => {
      const words = ['', 'say hello', normalise ? 'say hello' : 'SAY  hello', 'bye'];
      return words[1 + [HELLO, SPACED, BYE].indexOf(call.prompt)];
    };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), settings, (parts, options) => {
        const calls = inOrder(parts);
        const isSame = (a: Call, b: Call) =>
          text(a, options.normalise) === text(b, options.normalise) &&
          a.model === b.model &&
          a.params === b.params &&
          (options.scope === 'global' || a.user === b.user);
        const answered = calls.filter(
          (call) =>
            call.prompt >= 0 &&
            !call.failed &&
            !call.cacheHit &&
            (options.scope === 'global' || call.user !== ''),
        );
        const expected = answered.filter((call) => {
          const earlier = answered.filter((other) => other.index < call.index && isSame(call, other));
          const isNew = call.response === 0 || earlier.every(({ response }) => response !== call.response);
          return earlier.length > 0 && (options.sampled || call.temperature === 0 || !isNew);
        });
        const groups = runDetector(duplicates, calls, prompts, options);
        expect(avoidable(groups)).toEqual(expected.map(({ index }) => index));
        expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
      }),
      { numRuns: 500 },
    );
  });
});

const log = join(SHARED, 'data/chat-single-turn.jsonl.gz');

describe('a real log', () => {
  test.skipIf(!existsSync(log))(
    `equal prompts are counted as by hand (skipped without ${log})`,
    () => {
      const records = gunzipSync(readFileSync(log))
        .toString()
        .trimEnd()
        .split('\n')
        .map((line): { request: { model: string; messages: { role: string; content: string }[] } } =>
          JSON.parse(line),
        );
      // The log has no repeats within one model: every third record is sent again, and every prompt asked of any model once more.
      const sent = [...records, ...records.filter((_, i) => i % 3 === 0)].map(({ request }) => request);
      for (const model of ['logged', 'any']) {
        const keyOf = ({ model: name, messages }: (typeof sent)[number]) =>
          JSON.stringify([
            model === 'any' || name,
            messages.map(({ role, content }) => [role, content.toLowerCase().replace(/\s+/g, ' ').trim()]),
          ]);
        const seen = new Set<string>();
        const expected = sent.flatMap((request, index) => {
          const isRepeat = seen.has(keyOf(request));
          seen.add(keyOf(request));
          return isRepeat ? [index] : [];
        });
        const trie = promptTrie(sent.map(({ messages }) => messages.map(({ content }) => user(content))));
        const parts = sent.map((request, i) => ({
          prompt: trie.nodes[i]!,
          model: model === 'any' ? 'any' : request.model,
        }));
        expect(avoidable(runDetector(duplicates, inOrder(parts), trie.prompts))).toEqual(expected);
        expect(expected.length).toBe(model === 'any' ? 500 + 334 : 334);
      }
    },
    60_000,
  );
});
