import { describe, expect, test } from 'vitest';
import { oversizedContext } from '../../../src/detectors/oversized-context.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { inOrder } from '../../support/calls.ts';
import { assistant, promptTrie, system, tool, user } from '../../support/prompts.ts';
import { passage } from '../passage.ts';
import { avoidable, runDetector } from '../run-detector.ts';

describe('unusual sizes', () => {
  /** 100, 101, ..., 119: nearest-rank median 109, 95th percentile 118. */
  const usual = Array.from({ length: 20 }, (_, i) => ({ feature: 'search', usage: { input: 100 + i } }));
  const run = (parts: Parameters<typeof inOrder>[0], settings = {}) =>
    runDetector(oversizedContext, inOrder(parts), undefined, settings);

  test('what exceeds the usual calls of a feature is avoidable', () => {
    const groups = run([...usual, { feature: 'search', usage: { input: 1000 } }]);
    // 21 calls: median is the 11th, 110; the 95th percentile of the 20 usual calls is the 19th, 118.
    expect(groups).toHaveLength(1);
    expect([...groups[0]!.waste]).toEqual([[20, { input: 882 }]]);
    expect(groups[0]).toMatchObject({
      id: 'unusual/feature/search',
      label: 'search',
      basis: 'estimated',
      review: false,
      columns: { kind: 'unusual', median: 110, p95: 118, templateCalls: 21, largest: 1000, tools: null },
    });
  });

  test.each([
    ['less than 500 tokens above the median', [...usual, { feature: 'search', usage: { input: 609 } }]],
    ['too few calls', [...usual.slice(12), { feature: 'search', usage: { input: 1000 } }]],
    ['another feature', [...usual, { feature: 'other', usage: { input: 1000 } }]],
    ['no feature', [...usual, { usage: { input: 1000 } }]],
    ['the own cache', [...usual, { feature: 'search', usage: { input: 1000 }, cacheHit: true }]],
  ])('not unusual: %s', (_, parts) => {
    expect(run(parts)).toEqual([]);
  });

  test('at most factor times the median is usual', () => {
    const thousands = usual.map(() => ({ feature: 'search', usage: { input: 1000 } }));
    expect(run([...thousands, { feature: 'search', usage: { input: 3000 } }])).toEqual([]);
    const [group] = run([...thousands, { feature: 'search', usage: { input: 3001 } }]);
    expect([...group!.waste]).toEqual([[20, { input: 2001 }]]);
    expect(run([...usual, { feature: 'search', usage: { input: 610 } }])).toHaveLength(1);
  });

  test('failed calls without usage do not shape what is usual', () => {
    const failed = usual.map(() => ({ feature: 'search', failed: true, usage: { input: 0, output: 0 } }));
    const [group] = run([...failed, ...usual, { feature: 'search', usage: { input: 1000 } }]);
    expect(group!.columns).toMatchObject({ median: 110, templateCalls: 21 });
  });

  test('the end of the prompt is claimed: full price first, then what was written, then what was read', () => {
    const usage = { input: 400, cacheWrite5m: 300, cacheRead: 300 };
    const [group] = run([...usual, { feature: 'search', usage }]);
    expect([...group!.waste.values()]).toEqual([{ input: 400, cacheWrite5m: 300, cacheRead: 182 }]);
  });

  test('a feature of which many calls are unusual is reviewed, not counted', () => {
    const large = Array.from({ length: 11 }, () => ({ feature: 'search', usage: { input: 1000 } }));
    const groups = run([...usual, ...large]);
    expect(groups.map(({ review }) => review)).toEqual([true]);
    expect(run([...usual, ...large], { maxShare: 0.5 })[0]!.review).toBe(false);
  });

  test('ten calls of a feature are enough: what exceeds the largest usual one is avoidable', () => {
    const [group] = run([...usual.slice(0, 9), { feature: 'search', usage: { input: 1000 } }]);
    expect([...group!.waste]).toEqual([[9, { input: 892 }]]);
  });

  describe('history', () => {
    const base = system('Answer.');
    const turn = (i: number) => [base, user(`question ${i}`)];
    const single = Array.from({ length: 40 }, (_, i) => turn(i));
    const pasted = (i: number) => [base, user(passage(i, 900)), assistant(`So ${i}.`), user('and?')];
    const found = (log: readonly (readonly Segment[])[]) => {
      const trie = promptTrie(log);
      const calls = trie.nodes.map((prompt) => ({ prompt, usage: { input: trie.prompts.tokens(prompt) } }));
      return avoidable(runDetector(oversizedContext, inOrder(calls), trie.prompts));
    };

    test('counts where a template has none and no call of the log grew it', () => {
      expect(found([...single, pasted(50)])).toEqual([40]);
    });

    test('does not count where an earlier call asked what it answers, even in another conversation', () => {
      const first = [base, user('hello'), assistant('Hi.'), user(passage(50, 20))];
      const rest = [
        user('cut'),
        assistant(passage(51, 900)),
        user(passage(50, 20)),
        assistant('So.'),
        user('and?'),
      ];
      expect(found([...single, first, [base, ...rest]])).toEqual([]);
    });

    test('does not count where calls of the template often continue others', () => {
      const next = single.slice(0, 3).map((prompt, i) => [...prompt, assistant(`A${i}`), user('more')]);
      expect(found([...single, ...next, pasted(50)])).toEqual([]);
    });

    test('does not count where many calls have one: examples, or a log of some calls only', () => {
      expect(found([...single, ...Array.from({ length: 22 }, (_, i) => pasted(50 + i))])).toEqual([]);
    });
  });

  test('history that grew and tools are not what makes a prompt unusual, retrieved text is', () => {
    const base: Segment[] = [
      system('Answer from the context.'),
      tool({ name: 'look', description: passage(9, 300) }),
    ];
    const short = Array.from({ length: 20 }, (_, i) => [...base, user(`question ${i}`)]);
    const longHistory = [...base, user('question 1'), assistant(passage(5, 900)), user('and?')];
    const longContext = [...base, user('question 2'), assistant('So.'), user(passage(6, 900))];
    const trie = promptTrie([...short, longHistory, longContext]);
    const calls = inOrder(
      trie.nodes.map((prompt) => ({ prompt, usage: { input: trie.prompts.tokens(prompt) } })),
    );
    const groups = runDetector(oversizedContext, calls, trie.prompts);
    expect(avoidable(groups)).toEqual([21]);
    expect(groups[0]!.label).toBe('Answer from the context.');
    const asked = trie.prompts.facts(trie.prompts.segment(trie.nodes[21]!)).tokens;
    const { input = 0 } = [...groups[0]!.waste.values()][0] as { input?: number };
    const usualTurn = trie.prompts.facts(trie.prompts.segment(trie.nodes[0]!)).tokens;
    expect(Math.abs(input - (asked - usualTurn))).toBeLessThanOrEqual(2);
  });

  test('repeated and unusual tokens of one call are not claimed twice', () => {
    const base = system('Summarise.');
    const short = Array.from({ length: 20 }, (_, i) => [base, user(`text ${i}`)]);
    const trie = promptTrie([...short, [base, user(passage(6, 900)), user(passage(6, 900))]]);
    const input = trie.prompts.tokens(trie.nodes[20]!);
    const calls = inOrder(
      trie.nodes.map((prompt) => ({ prompt, usage: { input: prompt === trie.nodes[20] ? input : 20 } })),
    );
    const groups = runDetector(oversizedContext, calls, trie.prompts);
    const claimed = groups.flatMap(({ waste }) =>
      [...waste.values()].map((w) => (w === 'all' ? 0 : (w.input ?? 0))),
    );
    expect(claimed).toHaveLength(2);
    // What is left is one passage, longer than the usual 20 tokens.
    expect(claimed[1]).toBeGreaterThan(0.45 * input);
    expect(claimed[0]! + claimed[1]!).toBe(input - 20);
  });
});
