import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLAIM_KINDS } from '../../../src/engine/findings/claims.ts';
import { UnclaimedTokens } from '../../../src/engine/findings/unclaimed-tokens.ts';
import { NO_TOKENS, type TokenCounts } from '../../../src/model/usage.ts';
import { TokenBoxes } from './token-boxes.ts';

const tokens = fc.nat(20);
const usage: fc.Arbitrary<TokenCounts> = fc.record({
  input: tokens,
  cacheRead: tokens,
  cacheWrite5m: tokens,
  cacheWrite1h: tokens,
  output: tokens,
  reasoning: fc.constant(0),
});
/** Some empty, some beyond the prompt, some over each other. */
const span = fc.tuple(fc.nat(90), fc.nat(30)).map(([from, length]) => ({ from, to: from + length }));
const claim = fc.record({
  tokens: fc.array(fc.nat(25), { minLength: CLAIM_KINDS.length, maxLength: CLAIM_KINDS.length }),
  spans: fc.array(span, { maxLength: 4 }),
});

function opened(
  has: Partial<TokenCounts>,
): (tokens: Partial<TokenCounts>, from?: number, to?: number) => number[] {
  const left = new UnclaimedTokens();
  left.reset({ ...NO_TOKENS, ...has });
  return (wanted, from, to = 0) => {
    const claimed = CLAIM_KINDS.map((kind) => wanted[kind] ?? 0);
    left.take(claimed, from === undefined ? [] : [{ from, to }]);
    return claimed;
  };
}

describe('tokens of one call', () => {
  test('are given away as if each were a box with a name on it', () => {
    const left = new UnclaimedTokens();
    fc.assert(
      fc.property(usage, fc.array(claim, { maxLength: 8 }), (has, claims) => {
        const counts = CLAIM_KINDS.map((kind) => has[kind]);
        const boxes = new TokenBoxes(counts);
        left.reset(has);
        const given = CLAIM_KINDS.map(() => 0);
        for (const { tokens, spans } of claims) {
          const claimed = [...tokens];
          left.take(claimed, spans);
          expect(claimed).toEqual(boxes.take(tokens, spans));
          claimed.forEach((count, k) => {
            given[k]! += count;
          });
        }
        given.forEach((count, k) => {
          expect(count).toBeLessThanOrEqual(counts[k]!);
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('at one place go to the first that names it', () => {
    const take = opened({ input: 100 });
    expect(take({ input: 60 }, 0, 60)).toEqual([60, 0, 0, 0, 0]);
    expect(take({ input: 50 }, 40, 90)).toEqual([30, 0, 0, 0, 0]);
    expect(take({ input: 100 })).toEqual([10, 0, 0, 0, 0]);
  });

  test('without a place are any that are left', () => {
    const take = opened({ input: 100 });
    expect(take({ input: 60 })).toEqual([60, 0, 0, 0, 0]);
    expect(take({ input: 30 }, 0, 30)).toEqual([30, 0, 0, 0, 0]);
    expect(take({ input: 30 }, 50, 80)).toEqual([10, 0, 0, 0, 0]);
  });

  test('named as one kind stay free as another, and output has no place', () => {
    const take = opened({ cacheRead: 10, input: 10, output: 5 });
    expect(take({ input: 10, output: 2 }, 0, 20)).toEqual([10, 0, 0, 0, 2]);
    expect(take({ cacheRead: 10, output: 5 }, 0, 20)).toEqual([0, 10, 0, 0, 3]);
  });
});
