import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LivePrefixes } from '../../../src/detectors/caching/live-prefixes.ts';
import { promptTrie, user } from '../../support/prompts.ts';

const LIFETIME = 300;
const REACH = 3600;

/** All nodes of a small trie: words over two letters, up to four long. */
const texts = ['a', 'b'].flatMap((a) => [
  a,
  ...['a', 'b'].flatMap((b) => [a + b, ...['a', 'b'].map((c) => a + b + c)]),
]);
const trie = promptTrie(texts.map((word) => [...word].map((letter) => user(letter))));
const { prompts } = trie;

function ancestors(node: number): number[] {
  return node < 0 ? [] : [node, ...ancestors(prompts.parent(node))];
}

test('the longest prefix that is held is the one that a list of all uses gives, but for renewals of a moment ago', () => {
  const use = fc.record({
    word: fc.nat(texts.length - 1),
    wait: fc.oneof(fc.nat(40), fc.nat(400)),
    delay: fc.nat(30),
    scope: fc.nat(1),
  });
  fc.assert(
    fc.property(fc.array(use, { maxLength: 40 }), fc.boolean(), (uses, isPrompt) => {
      const lives = new LivePrefixes(prompts, REACH);
      const past: { node: number; time: number; available: number; scope: number }[] = [];
      let time = 1000;
      for (const { word, wait, delay: some, scope } of uses) {
        const delay = isPrompt ? 0 : some;
        time += wait;
        const node = trie.nodes[word]!;
        const heldFor = (lifetime: number): number =>
          ancestors(node).find((prefix) => isHeld(prefix, lifetime)) ?? -1;
        const isHeld = (prefix: number, lifetime: number): boolean => {
          let until = Number.NEGATIVE_INFINITY;
          let since = Number.POSITIVE_INFINITY;
          for (const earlier of past) {
            if (earlier.scope !== scope || !ancestors(earlier.node).includes(prefix)) continue;
            since = earlier.time < until ? Math.min(since, earlier.available) : earlier.available;
            until = Math.max(until, earlier.time + lifetime);
          }
          return time < until && time >= since;
        };
        const found = lives.use({
          scope,
          node,
          time,
          availableAt: time + delay,
          lifetimeMs: LIFETIME,
          paidTokens: 0,
        });
        const depth = (n: number): number => prompts.depth(n);
        expect(depth(found.node)).toBeLessThanOrEqual(depth(heldFor(LIFETIME)));
        if (isPrompt) expect(depth(found.node)).toBeGreaterThanOrEqual(depth(heldFor(0.9 * LIFETIME)));
        past.push({ node, time, available: time + delay, scope });
      }
    }),
  );
});

test('a write is unpaid until its first read, and again after it expired', () => {
  const lives = new LivePrefixes(prompts, REACH);
  const node = trie.nodes[texts.indexOf('aab')]!;
  const use = (time: number, paidTokens = 0) =>
    lives.use({ scope: 0, node, time, availableAt: time, lifetimeMs: LIFETIME, paidTokens });
  const whole = prompts.tokens(node);
  expect(use(0)).toMatchObject({ node: -1, unpaidTokens: 0, expired: -1 });
  expect(use(100)).toMatchObject({ node, unpaidTokens: whole });
  expect(use(200)).toMatchObject({ node, unpaidTokens: 0 });
  expect(use(900)).toMatchObject({ node: -1, expired: node, expiredUnpaidTokens: whole });
  expect(use(1900)).toMatchObject({ node: -1, expired: node, expiredUnpaidTokens: 0 });
  expect(use(9000, whole)).toMatchObject({ node: -1, expired: -1 });
  expect(use(9100)).toMatchObject({ node, unpaidTokens: 0 });
});
