import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oversizedContext } from '../../src/detectors/oversized-context.ts';
import { contentChunks } from '../../src/ingest/facts/chunks.ts';
import type { Segment } from '../../src/model/segment.ts';
import { inOrder, makeCall } from '../support/calls.ts';
import { assistant, promptTrie, system, tool, user } from '../support/prompts.ts';
import { passage } from './passage.ts';
import { avoidable, runDetector } from './run-detector.ts';

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

  test('a mail quoted below the answer is found, however it was wrapped', () => {
    const quoted = listing.replace(/(.{60,72}) /g, '$1\n> ');
    const trie = promptTrie([[user(`${listing}\n\nOn Monday Ana wrote:\n> ${quoted}`)]]);
    const calls = inOrder(trie.nodes.map((prompt) => ({ prompt, usage: { input: 1000 } })));
    const groups = runDetector(oversizedContext, calls, trie.prompts);
    const [claimed] = groups.flatMap(({ waste }) => [...waste.values()]);
    expect((claimed as { input?: number } | undefined)?.input).toBeGreaterThan(350);
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
          runDetector(oversizedContext, calls, trie.prompts)
            // A call may be of unusual size as well, which is another group's word.
            .filter(({ columns }) => columns.kind === 'repeated')
            .flatMap(({ waste }) => [...waste]),
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
    const chunks = [...contentChunks(text).chunks];
    let at = 0;
    const ends: { from: number; to: number }[] = [];
    for (let c = 0; c < chunks.length; c += 2) {
      const name = `${chunks[c]}`;
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
