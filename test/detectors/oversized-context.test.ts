import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oversizedContext } from '../../src/detectors/oversized-context.ts';
import { contentChunks } from '../../src/ingest/chunks.ts';
import type { Segment } from '../../src/model/segment.ts';
import { inOrder, makeCall } from '../support/calls.ts';
import { assistant, promptTrie, system, tool, user } from '../support/prompts.ts';
import { avoidable, runDetector } from './run-detector.ts';

/** Distinct words in a fixed pseudo-random order. */
function passage(seed: number, words = 150): string {
  let state = seed * 7919 + 1;
  const word = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8).toString(36);
  };
  return Array.from({ length: words }, word).join(' ');
}

const listing = passage(1);
describe('repeated passages', () => {
  const once = [system('Be brief.'), user(listing), assistant('Done.')];
  const { prompts, nodes } = promptTrie([[...once, user(listing)], once]);
  const [TWICE = 0, ONCE = 0] = nodes;
  const tokens = prompts.tokens(TWICE);
  const repeated = prompts.facts(prompts.segment(TWICE)).tokens;
  const run = (parts: Parameters<typeof inOrder>[0], settings = {}) =>
    runDetector(oversizedContext, inOrder(parts), prompts, settings);

  test('the second of two equal messages is avoidable, in every call that sends it', () => {
    const groups = run([
      { prompt: ONCE },
      { prompt: TWICE, usage: { input: tokens } },
      { prompt: TWICE, usage: { input: 2 * tokens } },
    ]);
    expect(groups).toHaveLength(1);
    expect([...groups[0]!.waste]).toEqual([
      [1, { input: repeated }],
      [2, { input: 2 * repeated }],
    ]);
    const share = repeated / tokens;
    expect(groups[0]).toMatchObject({
      label: 'Be brief.',
      basis: 'measured',
      columns: {
        kind: 'repeated',
        repeated: expect.closeTo(share),
        tools: 0,
        median: null,
        largest: 2 * tokens,
      },
    });
    expect(groups[0]!.columns.passage).toBe(listing.slice(0, 200));
    expect(groups[0]!.columns.history).toBeCloseTo(1 - share - 6 / tokens, 1);
  });

  test('the tokens are claimed at the rate of the place where they stand', () => {
    const uncached = run([{ prompt: TWICE, usage: { input: repeated, cacheRead: tokens - repeated } }]);
    expect([...uncached[0]!.waste.values()]).toEqual([{ input: repeated }]);
    const mixed = run([{ prompt: TWICE, usage: { input: 20, cacheWrite5m: 30, cacheRead: tokens - 50 } }]);
    expect([...mixed[0]!.waste.values()]).toEqual([
      { cacheRead: repeated - 50, cacheWrite5m: 30, input: 20 },
    ]);
    const cached = run([{ prompt: TWICE, usage: { input: 0, cacheRead: tokens } }]);
    expect([...cached[0]!.waste.values()]).toEqual([{ cacheRead: repeated }]);
  });

  test('what the own cache answered or nobody billed is not waste', () => {
    expect(run([{ prompt: TWICE, cacheHit: true }])).toEqual([]);
    expect(run([{ prompt: TWICE, usage: { input: 0, output: 0 }, failed: true }])).toEqual([]);
  });

  test('a repeat shorter than minTokens is left alone', () => {
    expect(run([{ prompt: TWICE }], { minTokens: repeated + 1 })).toEqual([]);
    expect(avoidable(run([{ prompt: TWICE }], { minTokens: repeated }))).toEqual([0]);
  });

  test('passages are found inside other text, across segments and inside one', () => {
    const other = passage(2);
    const trie = promptTrie([
      [user(`before ${listing} between`), user(`${other} quoted: ${listing} after`)],
      [user(`${other}\n\n${listing}\n\n${other}`)],
      [user(`${other} ${listing}`), user(passage(3))],
    ]);
    const calls = inOrder(
      trie.nodes.map((prompt) => ({ prompt, usage: { input: trie.prompts.tokens(prompt) } })),
    );
    const groups = runDetector(oversizedContext, calls, trie.prompts);
    expect(avoidable(groups)).toEqual([0, 1]);
    for (const { waste } of groups) {
      const [claimed] = [...waste.values()];
      // The ends may be missed: at most about two chunks of 150 words.
      expect(claimed).toMatchObject({ input: expect.any(Number) });
      const { input = 0 } = claimed as { input?: number };
      expect(input).toBeGreaterThan(0.7 * repeated);
      expect(input).toBeLessThanOrEqual(repeated);
    }
  });

  test('tool schemas only count as a whole', () => {
    const parameters = { type: 'object', description: listing };
    const a = tool({ name: 'a', parameters });
    const trie = promptTrie([
      [a, tool({ name: 'b', parameters }), user('hi')],
      [a, a, user('hi')],
    ]);
    const calls = inOrder(trie.nodes.map((prompt) => ({ prompt })));
    expect(avoidable(runDetector(oversizedContext, calls, trie.prompts))).toEqual([1]);
  });

  test('agrees with comparing every prompt from scratch, whatever the order of the calls', () => {
    const texts = [listing, passage(2, 60), `${passage(2, 60)} ${passage(3, 60)}`, passage(4, 20), 'ok'];
    const segment = fc.constantFrom<Segment>(
      ...texts.flatMap((text) => [user(text), assistant(text)]),
      system(listing),
      system('You are terse.'),
    );
    const prompt = fc.array(segment, { minLength: 1, maxLength: 7 });
    const logs = fc.array(prompt, { minLength: 1, maxLength: 6 }).chain((list) => {
      // Prefixes of the prompts, as a conversation would log them, interleaved.
      const all = list.flatMap((segments) => segments.map((_, i) => segments.slice(0, i + 1)));
      return fc.shuffledSubarray(all, { minLength: Math.min(1, all.length) });
    });
    fc.assert(
      fc.property(logs, (log) => {
        const trie = promptTrie(log);
        const calls = inOrder(
          trie.nodes.map((node) => ({ prompt: node, usage: { input: trie.prompts.tokens(node) } })),
        );
        const found = new Map(
          runDetector(oversizedContext, calls, trie.prompts).flatMap(({ waste }) => [...waste]),
        );
        log.forEach((segments, i) => {
          const expected = repeatedTokens(segments, trie.nodes[i]!, trie.prompts);
          const claimed = found.get(i);
          const input = claimed === undefined || claimed === 'all' ? 0 : (claimed.input ?? 0);
          expect(input).toBe(expected);
        });
      }),
      { numRuns: 100 },
    );
  });
});

/** Tokens of the passages of at least 64 tokens that a prompt repeats, by comparing each chunk with all before it. */
function repeatedTokens(
  segments: readonly Segment[],
  node: number,
  prompts: ReturnType<typeof promptTrie>['prompts'],
): number {
  const before: string[] = [];
  let sum = 0;
  segments.forEach((segment, i) => {
    const text = segment.strings[0]!;
    const { tokens } = prompts.facts(prompts.path(node)[i]!);
    const bytes = Buffer.byteLength(text);
    const chunks = [...contentChunks(text)];
    let at = 0;
    const ends: { from: number; to: number }[] = [];
    for (let c = 0; c < chunks.length; c += 2) {
      const name = `${chunks[c]}/${chunks[c + 1]}`;
      const to = at + chunks[c + 1]!;
      if (before.includes(name)) {
        const last = ends.at(-1);
        if (last?.to === at) ends.splice(-1, 1, { from: last.from, to });
        else ends.push({ from: at, to });
      }
      before.push(name);
      at = to;
    }
    for (const { from, to } of ends) {
      if (((to - from) * tokens) / bytes < 64) continue;
      sum += Math.floor((to * tokens) / bytes) - Math.ceil((from * tokens) / bytes);
    }
  });
  return sum;
}

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
    ['too few calls', [...usual.slice(2), { feature: 'search', usage: { input: 1000 } }]],
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
    const large = Array.from({ length: 8 }, () => ({ feature: 'search', usage: { input: 1000 } }));
    const groups = run([...usual, ...large]);
    expect(groups.map(({ review }) => review)).toEqual([true]);
    expect(run([...usual, ...large], { maxShare: 0.5 })[0]!.review).toBe(false);
  });

  test('history and tools are not what makes a prompt unusual, retrieved text is', () => {
    const base: Segment[] = [
      system('Answer from the context.'),
      tool({ name: 'look', description: passage(9, 300) }),
    ];
    const short = Array.from({ length: 20 }, (_, i) => [...base, user(`question ${i}`)]);
    const longHistory = [...base, user(passage(5, 900)), assistant('So.'), user('and?')];
    const longContext = [...base, user('first?'), assistant('So.'), user(passage(6, 900))];
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

describe('near the limit of the context window', () => {
  const run = (parts: Parameters<typeof makeCall>[0], settings = {}) =>
    runDetector(oversizedContext, [makeCall(parts)], undefined, settings);

  test('prompt and requested output above 90% of the window are shown without waste', () => {
    const [group] = run({ usage: { input: 8002 }, maxOutputTokens: 1000 });
    expect([...group!.waste]).toEqual([[0, {}]]);
    expect(group).toMatchObject({
      id: 'near limit/openai/gpt-4.1',
      columns: { kind: 'near limit', window: 10_000, largest: 8002 },
    });
  });

  test('not near: exactly 90%, an unknown model, a smaller answer', () => {
    expect(run({ usage: { input: 8000 }, maxOutputTokens: 1000 })).toEqual([]);
    expect(run({ usage: { input: 9900 }, model: 'unknown' })).toEqual([]);
    expect(run({ usage: { input: 8500, output: 400 } })).toEqual([]);
    expect(run({ usage: { input: 8500, output: 501 } })).toHaveLength(1);
    expect(run({ usage: { input: 8500, output: 501 } }, { windowShare: 0.95 })).toEqual([]);
  });
});

test('no call is ever claimed beyond what it was billed', () => {
  const texts = [listing, passage(2, 60), 'ok'];
  const segment = fc.constantFrom(...texts.flatMap((text) => [user(text), assistant(text)]));
  const part = fc.record({
    segments: fc.array(segment, { maxLength: 4 }),
    usage: fc.record({
      input: fc.nat(3000),
      cacheRead: fc.nat(2000),
      cacheWrite5m: fc.nat(50),
      cacheWrite1h: fc.nat(50),
    }),
    feature: fc.constantFrom('', 'a'),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const trie = promptTrie(parts.map(({ segments }) => segments));
      const calls = inOrder(
        parts.map(({ usage, feature }, i) => ({ usage, feature, prompt: trie.nodes[i]! })),
      );
      const groups = runDetector(oversizedContext, calls, trie.prompts, {
        minCalls: 5,
        minExcess: 100,
        factor: 1.5,
      });
      for (const call of calls) {
        for (const zone of ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const) {
          const claims = groups.map(({ waste }) => waste.get(call.index) ?? {});
          const sum = claims.reduce(
            (total, waste) => total + (waste === 'all' ? 1e9 : (waste[zone] ?? 0)),
            0,
          );
          expect(sum).toBeLessThanOrEqual(zone === 'output' ? 0 : call.usage[zone]);
          expect(Number.isInteger(sum)).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});
