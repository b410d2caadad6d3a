import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apportion } from '../../../src/engine/facts/prompt-table.ts';
import { makeCall } from '../../support/calls.ts';
import { promptTrie, system, tool, user } from '../../support/prompts.ts';

describe('apportioning', () => {
  const weight = fc.oneof(fc.nat(5), fc.nat(2_000_000), fc.nat(0xffffffff));
  const total = fc.oneof(fc.nat(9), fc.nat(2_000_000), fc.nat(0xffffffff));

  test('gives whole tokens that sum to the total, none further than one from its part', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 20 }), total, (weights, whole) => {
        const shares = apportion(weights, whole);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(whole);
        const sum = weights.reduce((a, b) => a + b, 0);
        shares.forEach((share, i) => {
          expect(Number.isInteger(share) && share >= 0).toBe(true);
          if (sum > 0) expect(Math.abs(share - (weights[i]! / sum) * whole)).toBeLessThan(1 + 1e-6);
        });
      }),
      { numRuns: 500 },
    );
  });

  test('gives the rest to the largest remainders, of equal ones to the earlier', () => {
    const few = fc.array(fc.nat(6), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(few, fc.nat(60), (weights, whole) => {
        const sum = weights.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const parts = weights.map((w, at) => ({
          at,
          share: Math.floor((w * whole) / sum),
          rest: (w * whole) % sum,
        }));
        const left = whole - parts.reduce((a, { share }) => a + share, 0);
        const ranked = parts.toSorted((a, b) => b.rest - a.rest || a.at - b.at);
        for (const part of ranked.slice(0, left)) part.share++;
        const got = apportion(weights, whole);
        // Remainders that are equal as fractions may differ in their last binary digit.
        const restOf = (at: number) => parts[at]!.rest;
        const extra = (shares: readonly number[]) =>
          shares.flatMap((n, at) => (n > Math.floor((weights[at]! * whole) / sum) ? [restOf(at)] : []));
        expect(extra(got).sort()).toEqual(extra(parts.map(({ share }) => share)).sort());
      }),
    );
  });

  test('by hand', () => {
    expect(apportion([1, 1, 1], 10)).toEqual([4, 3, 3]);
    expect(apportion([1, 2, 1, 2], 8)).toEqual([1, 3, 1, 3]);
    expect(apportion([1, 1, 1, 1], 6)).toEqual([2, 2, 1, 1]);
    expect(apportion([], 7)).toEqual([]);
    expect(apportion([5, 3, 2], 7)).toEqual([4, 2, 1]);
    expect(apportion([0, 0], 7)).toEqual([7, 0]);
    expect(apportion([2, 0, 2], 0)).toEqual([0, 0, 0]);
  });
});

test('shares of a prompt are those of its segments and sum to what was logged', () => {
  const prompts = [[system('Be brief.'), user('Name the rivers of Europe.'), user('And now?')]];
  const { prompts: table, nodes } = promptTrie(prompts);
  const call = makeCall({ prompt: nodes[0]!, usage: { input: 100, cacheRead: 900 } });
  const shares = table.shares(call);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1000);
  expect(shares[1]!).toBeGreaterThan(shares[2]!);
  expect(table.shares(makeCall({ prompt: -1 }))).toEqual([]);
});

test('the trie answers as a list of segments would', () => {
  const texts = fc.constantFrom('a', 'b', 'c');
  const segment = fc.oneof(
    texts.map((text) => system(text)),
    texts.map((text) => user(text)),
    texts.map((text) => tool({ name: text })),
  );
  fc.assert(
    fc.property(fc.array(fc.array(segment, { minLength: 1, maxLength: 5 }), { minLength: 1 }), (prompts) => {
      const { prompts: table, nodes } = promptTrie(prompts);
      prompts.forEach((prompt, i) => {
        const node = nodes[i]!;
        expect(table.depth(node)).toBe(prompt.length);
        const path = table.path(node);
        expect(path.map((number) => table.facts(number).preview)).toEqual(
          prompt.map(({ strings }) => strings[0]),
        );
        const tokens = path.reduce((sum, number) => sum + table.facts(number).tokens, 0);
        expect(table.tokens(node)).toBe(tokens);
        const leading = prompt.findIndex(({ kind }) => kind === 'message');
        const depth = leading < 0 ? prompt.length : leading;
        expect(table.depth(table.template(node))).toBe(depth);
        prompts.forEach((other, j) => {
          const isSame = JSON.stringify(prompt) === JSON.stringify(other);
          expect(node === nodes[j]).toBe(isSame);
          expect(table.key(node) === table.key(nodes[j]!)).toBe(isSame);
        });
      });
    }),
    { numRuns: 60 },
  );
});
