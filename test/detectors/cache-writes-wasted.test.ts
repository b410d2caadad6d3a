import { expect, test } from 'vitest';
import { cacheWritesWasted } from '../../src/detectors/cache-writes-wasted.ts';
import type { Segment } from '../../src/model/segment.ts';
import { inOrder } from '../support/calls.ts';
import { assistant, promptTrie, system, user } from '../support/prompts.ts';
import { cacheModels, prose } from './caching/cache-models.ts';
import { avoidable, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number] & {
  readonly says?: readonly Segment[];
  readonly at?: number;
};

const MINUTE = 60_000;
const START = Date.UTC(2026, 8, 1);
const DESK = system(prose(1200));
/** Long after every lifetime: what was written before is known to be unread. */
const END: Parts = { at: 600, usage: { input: 10 } };

/** Calls to a cached model at `at` minutes; the rest of a prompt that is neither read nor written is plain input. */
function run(parts: readonly Parts[], settings = {}) {
  const says = parts.flatMap((part) => part.says ?? []).length > 0;
  const trie = promptTrie(parts.map((part) => part.says ?? [user('done')]));
  const calls = inOrder(
    parts.map(({ says: own, at, ...part }, i) => {
      const { cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, input } = part.usage ?? {};
      const whole = own === undefined ? 0 : trie.prompts.tokens(trie.nodes[i]!);
      const rest = Math.max(10, whole - cacheRead - cacheWrite5m - cacheWrite1h);
      return {
        model: 'claude',
        provider: 'anthropic',
        time: START + (at ?? i) * MINUTE,
        ...part,
        prompt: own === undefined || !says ? -1 : trie.nodes[i]!,
        usage: { cacheRead, cacheWrite5m, cacheWrite1h, input: input ?? rest, output: 100 },
      };
    }),
  );
  return runDetector(cacheWritesWasted, calls, trie.prompts, settings, cacheModels);
}

const HEAD = promptTrie([[DESK]]);
const FIXED = HEAD.prompts.tokens(HEAD.nodes[0]!);
const ask = (i: number, usage: Parts['usage'], parts: Partial<Parts> = {}): Parts => ({
  says: [DESK, user(`Question ${i}`)],
  at: i,
  ...parts,
  ...(usage !== undefined && { usage }),
});
const kinds = (groups: ReturnType<typeof run>) => groups.map(({ columns }) => columns.kind);

test('a write that nobody reads: the premium over plain input', () => {
  const groups = run([ask(0, { cacheWrite5m: FIXED }), END]);
  expect(kinds(groups)).toEqual(['never read']);
  expect(groups[0]!.waste.get(0)).toEqual({ cacheWrite5m: FIXED, cacheWrite1h: 0 });
  expect(groups[0]!.saved.get(0)).toBeCloseTo(2.5 / 12.5, 6);
  expect(groups[0]!.basis).toBe('measured');
  const hour = run([ask(0, { cacheWrite1h: FIXED }), END]);
  expect(hour[0]!.saved.get(0)).toBeCloseTo(10 / 20, 6);
});

test.each<[string, Parts[]]>([
  ['read in time', [ask(0, { cacheWrite5m: FIXED }), ask(4, { cacheRead: FIXED }), END]],
  ['the hour read in time', [ask(0, { cacheWrite1h: FIXED }), ask(59, { cacheRead: FIXED }), END]],
  ['it outlasts the log', [ask(0, { cacheWrite5m: FIXED }), ask(4, {})]],
  ['no time', [ask(0, { cacheWrite5m: FIXED }, { time: Number.NaN }), END]],
  ['no price', [ask(0, { cacheWrite5m: FIXED }, { model: 'unheard-of' }), END]],
  ['writes are free', [ask(0, { cacheWrite5m: FIXED }, { model: 'auto' }), END]],
  ['the call failed', [ask(0, { cacheWrite5m: FIXED }, { failed: true }), END]],
  [
    'read in full by a prompt that differs inside the segment',
    [
      ask(0, { cacheWrite5m: FIXED }),
      ask(1, { cacheRead: FIXED }, { says: [system(`${prose(1200)} Monday.`), user('Why?')] }),
      END,
    ],
  ],
  [
    'a read whose writer is not known may have read it',
    [
      ask(0, { cacheWrite5m: FIXED }),
      ask(1, { cacheRead: FIXED - 7 }, { says: [user('Something else')] }),
      END,
    ],
  ],
  [
    'a document inside a message, read by its exact length, behind a short system prompt that others wrote too',
    [
      ask(0, { cacheWrite5m: 1500 }, { says: [system('Help.'), user(`${prose(1500)} Why?`)] }),
      ask(1, { cacheRead: 1500 }, { says: [system('Help.'), user(`${prose(1500)} How?`)] }),
      END,
    ],
  ],
  [
    'read up to inside a segment, where only the short system prompt is known to be shared',
    [
      ask(0, { cacheWrite5m: 1500 }, { says: [system('Help.'), user(`${prose(1500)} Why?`)] }),
      ask(1, { cacheRead: 1400 }, { says: [system('Help.'), user(`${prose(1400)} How?`)] }),
      END,
    ],
  ],
  [
    'conversations that share only a short system prompt, each written and read on its own',
    [0, 1].flatMap((i) => {
      const opening = [system('Help.'), user(`Case ${i}. ${prose(1200)}`)];
      const size = promptTrie([opening]);
      const tokens = size.prompts.tokens(size.nodes[0]!);
      return [
        ask(i, { cacheWrite5m: tokens }, { says: opening }),
        ask(i + 2, { cacheRead: tokens }, { says: [...opening, assistant('Yes.'), user('Why?')] }),
      ];
    }),
  ],
])('not wasted: %s', (_, parts) => {
  expect(avoidable(run(parts))).toEqual([]);
});

test('too late, or by another model: unread', () => {
  expect(avoidable(run([ask(0, { cacheWrite5m: FIXED }), ask(6, { cacheRead: FIXED }), END]))).toEqual([0]);
  const other = ask(1, { cacheRead: FIXED }, { model: 'claude-other' });
  expect(avoidable(run([ask(0, { cacheWrite5m: FIXED }), other, END]))).toEqual([0]);
});

test('each read renews the lifetime', () => {
  const parts = [ask(0, { cacheWrite5m: FIXED }), ask(4, { cacheRead: FIXED }), ask(8, { cacheRead: FIXED })];
  expect(avoidable(run([...parts, END]))).toEqual([]);
});

test('the new turn of a conversation is not wasted because it is the last one', () => {
  const turns: Parts[] = [];
  const says: Segment[] = [DESK];
  let cached = 0;
  for (let i = 0; i < 6; i++) {
    says.push(user(prose(60, i + 3)));
    const trie = promptTrie([says]);
    const whole = trie.prompts.tokens(trie.nodes[0]!);
    turns.push(ask(i, { cacheRead: cached, cacheWrite5m: whole - cached }, { says: [...says] }));
    cached = whole;
    says.push(assistant(prose(40, i + 30)));
  }
  expect(avoidable(run([...turns, END]))).toEqual([]);
});

test('a breakpoint behind the last message of calls that stand alone does not pay', () => {
  const parts = Array.from({ length: 6 }, (_, i) =>
    ask(i, i === 0 ? { cacheWrite5m: FIXED } : { cacheRead: FIXED, cacheWrite5m: 400 }, {
      says: [DESK, user(prose(220, i + 3))],
    }),
  );
  const groups = run([...parts, END]);
  expect(kinds(groups)).toEqual(['tail never read']);
  expect(avoidable(groups)).toEqual([1, 2, 3, 4, 5]);
  expect(groups[0]!.waste.get(1)).toEqual({ cacheWrite5m: 400, cacheWrite1h: 0 });
  expect(groups[0]!.basis).toBe('estimated');
});

test('written again while it was there, after it had been read', () => {
  const groups = run([
    ask(0, { cacheWrite5m: FIXED }),
    ask(1, { cacheRead: FIXED }),
    ask(2, { cacheWrite5m: FIXED }),
    ask(3, { cacheRead: FIXED }),
    END,
  ]);
  expect(kinds(groups)).toEqual(['written again']);
  expect(avoidable(groups)).toEqual([2]);
  expect(groups[0]!.saved.get(2)).toBeCloseTo(2.5 / 12.5, 6);
});

test('of parallel writes of one prefix those that nobody can read are unread', () => {
  const parts = [0, 1, 2].map((i) => ask(i, { cacheWrite5m: FIXED }, { at: i / 60, latencyMs: 10_000 }));
  const groups = run([...parts, ask(3, { cacheRead: FIXED }), END]);
  expect(avoidable(groups)).toEqual([0, 1]);
});

test('an hour whose every use came within five minutes of the one before', () => {
  const parts = [ask(0, { cacheWrite1h: FIXED }), ask(4, { cacheRead: FIXED }), ask(8, { cacheRead: FIXED })];
  const groups = run([...parts, END]);
  expect(kinds(groups)).toEqual(['hour not needed']);
  expect(groups[0]!.waste.get(0)).toEqual({ cacheWrite5m: 0, cacheWrite1h: FIXED });
  expect(groups[0]!.saved.get(0)).toBeCloseTo(1 - 12.5 / 20, 6);
  expect(avoidable(run([...parts, ask(20, { cacheRead: FIXED }), END]))).toEqual([]);
});

test('without prompts readers are those of the session, and the basis is estimated', () => {
  const write = (session: string, at: number): Parts => ({
    session,
    at,
    usage: { cacheWrite5m: 3000 + at, input: 20 },
  });
  const read = (session: string, at: number): Parts => ({
    session,
    at,
    usage: { cacheRead: 2900, input: 20 },
  });
  const groups = run([write('a', 0), write('b', 1), read('a', 2), END]);
  expect(avoidable(groups)).toEqual([1]);
  expect(groups[0]!.basis).toBe('estimated');
  expect(groups[0]!.columns.matched).toBe('session');
});

test('without prompts and sessions any read counts for all', () => {
  const parts: Parts[] = [0, 1].map((at) => ({ at, usage: { cacheWrite5m: 3000 + at, input: 20 } }));
  expect(avoidable(run([...parts, { at: 2, usage: { cacheRead: 2000, input: 20 } }, END]))).toEqual([]);
  expect(avoidable(run([...parts, END]))).toEqual([0, 1]);
});

test('GPT-5.6 and later keep what they write for 30 minutes', () => {
  const paid = { model: 'paid', provider: 'openai' };
  const parts = (at: number) => [
    ask(0, { cacheWrite5m: FIXED }, paid),
    ask(at, { cacheRead: FIXED }, paid),
    END,
  ];
  expect(avoidable(run(parts(29)))).toEqual([]);
  expect(avoidable(run(parts(31)))).toEqual([0]);
});

test('group ids are made of content and names', () => {
  const [group] = run([ask(0, { cacheWrite5m: FIXED }, { feature: 'desk' }), END]);
  expect(group!.id).toBe('unread/feature/desk/anthropic/claude');
});
