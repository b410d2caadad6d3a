import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLAIM_KINDS, Claims } from '../../../src/engine/findings/claims.ts';
import { resolveOverlap } from '../../../src/engine/findings/overlap.ts';
import { type Basis, NO_TOKENS, type TokenCounts } from '../../../src/model/usage.ts';
import { inOrder } from '../../support/calls.ts';

type Kind = (typeof CLAIM_KINDS)[number];

interface Claim {
  readonly call: number;
  readonly group: number;
  readonly waste: 'all' | 'kept' | Partial<TokenCounts>;
  /** Share of the price that was avoidable; all of it when absent. */
  readonly saved?: number;
}

interface Claimant {
  readonly groups: readonly { readonly review: boolean; readonly basis: Basis }[];
  readonly claims: readonly Claim[];
}

const CALLS = 5;
const tokens = fc.nat(30);
const usage = fc.record({
  input: tokens,
  cacheRead: tokens,
  cacheWrite5m: tokens,
  cacheWrite1h: tokens,
  output: tokens,
  reasoning: fc.constant(0),
});
const rates = fc.array(fc.constantFrom(0, 0.5, 2, 8, Number.NaN), { minLength: 5, maxLength: 5 });
const claimant: fc.Arbitrary<Claimant> = fc.record({
  groups: fc.array(
    fc.record({
      review: fc.boolean(),
      basis: fc.constantFrom<Basis>('measured', 'estimated', 'assumed'),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  claims: fc.array(
    fc.record({
      call: fc.nat(CALLS - 1),
      group: fc.nat(2),
      waste: fc.oneof(
        fc.constantFrom<'all' | 'kept'>('all', 'kept'),
        fc.record({ input: tokens, output: tokens, cacheRead: tokens }, { requiredKeys: [] }),
      ),
      saved: fc.constantFrom(1, 1, 0.9, 0.5, 0.2, 1e-6),
    }),
    { maxLength: 12 },
  ),
});

/**
 * The slow and obvious way: every token of a call is a box of its own, and whoever asks first gets the first ones left, with
 * the share of their price that it says was avoidable; the rest of their price is nobody's.
 */
function reference(claimants: readonly Claimant[], usages: readonly TokenCounts[], rate: readonly number[]) {
  const worth = (kind: number) => (Number.isNaN(rate[kind]!) ? 0 : rate[kind]! / 1e6);
  const boxes = () => usages.map((of) => CLAIM_KINDS.map((kind) => new Array<boolean>(of[kind]).fill(true)));
  const left = boxes();
  return claimants.map(({ groups, claims }) => {
    const own = boxes();
    const sums = { wasted: 0, counted: 0, tokens: [0, 0, 0, 0, 0], calls: new Set<number>() };
    for (const { call, group, waste, saved = 1 } of claims) {
      const share = Math.fround(saved);
      if (waste === 'kept' || groups[group]!.review) continue;
      sums.calls.add(call);
      CLAIM_KINDS.forEach((kind: Kind, k) => {
        let wanted = waste === 'all' ? Number.POSITIVE_INFINITY : (waste[kind] ?? 0);
        let taken = 0;
        for (let box = own[call]![k]!.indexOf(true); wanted > 0 && box >= 0; wanted--) {
          own[call]![k]![box] = false;
          sums.tokens[k]!++;
          sums.wasted += worth(k) * share;
          taken++;
          box = own[call]![k]!.indexOf(true);
        }
        for (let box = left[call]![k]!.indexOf(true); taken > 0 && box >= 0; taken--) {
          left[call]![k]![box] = false;
          sums.counted += worth(k) * share;
          box = left[call]![k]!.indexOf(true);
        }
      });
    }
    return sums;
  });
}

function resolve(claimants: readonly Claimant[], usages: readonly TokenCounts[], rate: readonly number[]) {
  const calls = inOrder(usages.map((of) => ({ usage: of })));
  const all = claimants.map(({ groups, claims }) => {
    const made = new Claims('measured');
    for (const group of groups) made.group(group);
    for (const { call, group, waste, saved } of claims) {
      if (waste === 'kept') made.keep(group, call);
      else made.add(group, call, waste, saved);
    }
    return made;
  });
  return resolveOverlap(
    all,
    (index) => calls[index]!,
    () => rate,
  );
}

const scenario = fc.tuple(
  fc.array(claimant, { minLength: 1, maxLength: 4 }),
  fc.array(usage, { minLength: CALLS, maxLength: CALLS }),
  rates,
);

describe('overlap', () => {
  test('agrees with handing out tokens one by one', () => {
    fc.assert(
      fc.property(scenario, ([claimants, usages, rate]) => {
        const expected = reference(claimants, usages, rate);
        resolve(claimants, usages, rate).forEach((sums, d) => {
          expect(sums.wasted.value).toBeCloseTo(expected[d]!.wasted, 12);
          expect(sums.counted.value).toBeCloseTo(expected[d]!.counted, 12);
          expect([...sums.tokens]).toEqual(expected[d]!.tokens);
          expect(sums.calls).toBe(expected[d]!.calls.size);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('never counts more than was found, nor more than the calls cost', () => {
    fc.assert(
      fc.property(scenario, ([claimants, usages, rate]) => {
        const known = rate.map((value) => (Number.isNaN(value) ? 0 : value));
        const cost = usages.reduce(
          (sum, of) => sum + CLAIM_KINDS.reduce((usd, kind, k) => usd + (of[kind] * known[k]!) / 1e6, 0),
          0,
        );
        const sums = resolve(claimants, usages, rate);
        for (const { wasted, counted, countedByBasis } of sums) {
          expect(counted.value).toBeLessThanOrEqual(wasted.value * (1 + 1e-12));
          const { measured, estimated, assumed } = countedByBasis;
          expect(measured.value + estimated.value + assumed.value).toBeCloseTo(counted.value, 12);
        }
        const total = sums.reduce((usd, { counted }) => usd + counted.value, 0);
        expect(total).toBeLessThanOrEqual(cost * (1 + 1e-12));
      }),
    );
  });

  test('on no single call more than it cost is counted, nor a token twice', () => {
    fc.assert(
      fc.property(scenario, ([claimants, usages, rate]) => {
        usages.forEach((of, call) => {
          const onThisCall = claimants.map(({ groups, claims }) => ({
            groups,
            claims: claims.filter((claim) => claim.call === call),
          }));
          const cost = CLAIM_KINDS.reduce(
            (usd, kind, k) => usd + (Number.isNaN(rate[k]!) ? 0 : (of[kind] * rate[k]!) / 1e6),
            0,
          );
          const sums = resolve(onThisCall, usages, rate);
          const counted = sums.reduce((usd, sum) => usd + sum.counted.value, 0);
          expect(counted).toBeLessThanOrEqual(cost * (1 + 1e-12));
          for (const { tokens: claimed } of sums) {
            CLAIM_KINDS.forEach((kind, k) => {
              expect(claimed[k]!).toBeLessThanOrEqual(of[kind]);
            });
          }
        });
      }),
    );
  });

  test('a detector more, after all others, takes nothing from them and never lowers the total', () => {
    fc.assert(
      fc.property(scenario, claimant, ([claimants, usages, rate], last) => {
        const before = resolve(claimants, usages, rate);
        const after = resolve([...claimants, last], usages, rate);
        before.forEach((sums, d) => {
          expect(after[d]!.counted.value).toBe(sums.counted.value);
        });
        expect(after.at(-1)!.counted.value).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('where whole prices are claimed, a detector more never lowers the total wherever it stands', () => {
    const whole = ({ groups, claims }: Claimant): Claimant => ({
      groups,
      claims: claims.map((claim) => ({ ...claim, saved: 1 })),
    });
    const total = (sums: ReturnType<typeof resolve>) =>
      sums.reduce((usd, { counted }) => usd + counted.value, 0);
    fc.assert(
      fc.property(scenario, claimant, fc.nat(4), ([claimants, usages, rate], more, at) => {
        const all = claimants.map(whole);
        const without = total(resolve(all, usages, rate));
        const position = Math.min(at, all.length);
        const widened = [...all.slice(0, position), whole(more), ...all.slice(position)];
        expect(total(resolve(widened, usages, rate))).toBeGreaterThanOrEqual(without * (1 - 1e-12));
      }),
    );
  });

  test('by hand: a claim on a share of the price is that share of the money, and of the tokens it takes the whole', () => {
    const usages = [{ ...NO_TOKENS, input: 1000, output: 100 }];
    const groups = [{ review: false, basis: 'measured' as const }];
    const sums = resolve(
      [
        { groups, claims: [{ call: 0, group: 0, waste: { input: 400 }, saved: 0.5 }] },
        { groups, claims: [{ call: 0, group: 0, waste: 'all', saved: 0.75 }] },
      ],
      usages,
      [2, 0, 0, 0, 8],
    );
    // Half of 400 at $2 per 1M; three quarters of 1,000 at $2 and 100 at $8, of which 600 and 100 are left.
    expect(sums.map(({ wasted }) => wasted.value)).toEqual([0.0004, 0.0021]);
    expect(sums.map(({ counted }) => counted.value)).toEqual([0.0004, 0.0015]);
    expect(sums.map(({ tokens: claimed }) => [...claimed])).toEqual([
      [400, 0, 0, 0, 0],
      [1000, 0, 0, 0, 100],
    ]);
  });

  test('by hand: the first detector takes its tokens, the second what is left of the call', () => {
    const usages = [{ ...NO_TOKENS, input: 1000, output: 100 }];
    const groups = [{ review: false, basis: 'measured' as const }];
    const sums = resolve(
      [
        { groups, claims: [{ call: 0, group: 0, waste: { input: 400 } }] },
        { groups, claims: [{ call: 0, group: 0, waste: 'all' }] },
      ],
      usages,
      [2, 0, 0, 0, 8],
    );
    // 400 at $2 per 1M; then 1,000 at $2 and 100 at $8, of which 600 and 100 are left.
    expect(sums.map(({ wasted }) => wasted.value)).toEqual([0.0008, 0.0028]);
    expect(sums.map(({ counted }) => counted.value)).toEqual([0.0008, 0.002]);
  });

  test('claims to be reviewed are priced apart and take nothing from anyone', () => {
    const usages = [{ ...NO_TOKENS, input: 1000 }];
    const sums = resolve(
      [
        { groups: [{ review: true, basis: 'measured' }], claims: [{ call: 0, group: 0, waste: 'all' }] },
        { groups: [{ review: false, basis: 'measured' }], claims: [{ call: 0, group: 0, waste: 'all' }] },
      ],
      usages,
      [2, 0, 0, 0, 8],
    );
    expect(sums.map(({ wasted }) => wasted.value)).toEqual([0, 0.002]);
    expect(sums.map(({ review }) => review.value)).toEqual([0.002, 0]);
    expect(sums.map(({ calls }) => calls)).toEqual([0, 1]);
  });
});

test.each([0, -0.1, 1.000001, Number.NaN, Number.POSITIVE_INFINITY])('a share of %d is refused', (saved) => {
  const claims = new Claims('measured');
  const group = claims.group();
  expect(() => claims.add(group, 0, 'all', saved)).toThrow(RangeError);
});

test('claims come in the order of the calls, those on one call as they were made', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 700 }), (calls) => {
      const claims = new Claims('measured');
      claims.group();
      for (const call of calls) claims.add(0, call, {});
      const expected = calls.map((call, claim) => ({ call, claim }));
      expected.sort((a, b) => a.call - b.call || a.claim - b.claim);
      expect([...claims.inCallOrder()]).toEqual(expected.map(({ claim }) => claim));
    }),
    { numRuns: 30 },
  );
});
