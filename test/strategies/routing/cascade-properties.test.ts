import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../../src/model/call.ts';
import cascade from '../../../src/strategies/cascade.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';
import { randomCall } from './random-calls.ts';
import { LADDER, type SlowOptions, slowCost, slowMove } from './slow-moves.ts';

interface Options extends SlowOptions {
  readonly gate: string;
  readonly failedOutput: number;
  readonly allowDearer: boolean;
}

/** Saved US dollars and moved calls, tier by tier and call by call; `tiers`, `shares` and `gates` are lists. */
function slowCascade(
  calls: readonly Call[],
  tiers: readonly string[],
  shares: readonly number[],
  gates: readonly number[],
  options: Options,
): { readonly saved: number; readonly moved: number; readonly attempts: number } {
  const dealt = shares.map(() => 0);
  let saved = 0;
  let moved = 0;
  let attempts = 0;
  const deal = (): number => {
    const total = shares.reduce((a, b) => a + b);
    const n = dealt.reduce((a, b) => a + b) + 1;
    const missing = shares.map((share, k) => share * n - dealt[k]! * total);
    const place = missing.indexOf(Math.max(...missing));
    dealt[place]!++;
    return place;
  };
  const judge = (call: Call): number => {
    if (Number.isNaN(call.answerLength) || call.toolsCalled !== '') return -1;
    let score = call.answerLength < 10 ? 0 : call.answerLength <= 500 ? 0.7 : 0.9;
    if (call.finishReason === 'content_filter') score = 0.3;
    for (let k = 0; k < tiers.length - 1; k++) if (score >= gates[k]!) return k;
    return tiers.length - 1;
  };
  for (const call of calls) {
    if (call.failed) continue;
    const before = slowCost(call);
    const isAsked = (name: string): boolean =>
      slowMove(call, name, options) !== undefined || (options.allowDearer && name === call.model);
    const paid: { readonly usd: number; readonly isOwn: boolean }[] = [];
    let end: number | undefined;
    let final: number | undefined;
    for (const [k, name] of tiers.entries()) {
      const isOwn = name === 'keep' || name === call.model;
      if (isOwn && !options.allowDearer) break;
      if (!isOwn && !isAsked(name)) continue;
      const whole = isOwn ? before : slowMove(call, name, options)!.usd;
      if (!options.allowDearer && whole >= before) break;
      end ??= options.gate === 'shares' ? deal() : judge(call);
      if (end < 0) break;
      if (isOwn && (k >= end || k === tiers.length - 1)) break;
      if (k >= end) {
        final = whole;
        break;
      }
      const usd = isOwn
        ? ownTry(call, options.failedOutput)
        : slowMove(call, name, options, options.failedOutput)!.usd;
      paid.push({ usd, isOwn });
    }
    if (end === -1) continue;
    // A call that ends on its own model has that answer already, however early it was asked for.
    const spent = paid.filter(({ isOwn }) => final !== undefined || !isOwn);
    saved += (final === undefined ? 0 : before - final) - spent.reduce((sum, { usd }) => sum + usd, 0);
    attempts += spent.length;
    if (final !== undefined) moved++;
  }
  return { saved, moved, attempts };
}

function ownTry(call: Call, times: number): number {
  return slowCost({ ...call, usage: { ...call.usage, output: Math.round(call.usage.output * times) } });
}

const tierNames = fc.uniqueArray(
  fc.constantFrom('twice', 'low', 'mid', 'later', 'thinker', 'top', 'unknown'),
  {
    minLength: 1,
    maxLength: 3,
  },
);

test('a cascade equals the slow one on random logs', () => {
  fc.assert(
    fc.property(
      fc.array(randomCall, { maxLength: 40 }),
      tierNames,
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 4, maxLength: 4 }),
      fc.record({
        gate: fc.constantFrom('shares', 'answers'),
        failedOutput: fc.constantFrom(0, 0.5, 1, 1.5),
        allowDearer: fc.boolean(),
        allowReasoning: fc.boolean(),
        reasoningFactor: fc.constantFrom(1, 2, 3),
      }),
      (parts, named, keeps, weights, options) => {
        const tiers = keeps ? [...named, 'keep'] : named;
        const shares = weights.slice(0, tiers.length);
        const gates = [0.3, 0.8, 0.9].slice(0, Math.max(1, tiers.length - 1));
        const calls = inOrder(parts.map(({ call }) => call));
        const set = { ...options, tiers: tiers.join(), shares: shares.join('/'), gates: gates.join('/') };
        const { strategies } = replayCalls(
          [choose(cascade, set)],
          contextOf(fakePrompts([]).prompts, fakeModels(LADDER)),
          calls,
        );
        const [result] = strategies;
        const slow = slowCascade(calls, tiers, shares, gates, options);
        expect(result!.savedUsd).toBeCloseTo(slow.saved, 10);
        if (calls.length === 0) return;
        expect(result!.callsChanged).toBe(slow.moved);
        expect(result!.metrics[0]!.value).toBe(slow.attempts);
      },
    ),
    { numRuns: 300 },
  );
});
