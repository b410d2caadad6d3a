import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../../src/model/call.ts';
import router from '../../../src/strategies/router.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';
import { randomCall } from './random-calls.ts';
import { LADDER, type SlowOptions, slowCost, slowMove } from './slow-moves.ts';

const TIERS = ['trivial', 'standard', 'complex', 'expert'];
const FEATURES: Record<string, number> = { extraction: 0, 'docs.translation': 1, coding: 2, research: 3 };
const TEXTS: Record<string, number> = {
  'Classify it': 0,
  Hello: 1,
  'Explain it': 1,
  'Debug it': 2,
  'A thorough list': 3,
};

interface Options extends SlowOptions {
  readonly by: string;
  readonly ceilingUsd: number;
  readonly allowDearer: boolean;
  readonly redoShare: number;
  readonly localContext: number;
}

function slowTier(call: Call, text: string, words: number, by: string): number {
  let tier = FEATURES[call.feature];
  if (tier === undefined) {
    tier = TEXTS[text]!;
    if (words > 2000) tier = Math.max(tier, 2);
    if (words > 5000) tier = 3;
  }
  if (by === 'tier') return tier;
  const score = (tier + Math.min(1, words / 5000)) / 4;
  return score < 0.3 ? 0 : score < 0.7 ? 1 : 3;
}

/** What the call saves; undefined when it stays. */
function slowRoute(call: Call, names: readonly string[], options: Options): number | undefined {
  if (call.failed) return undefined;
  const before = slowCost(call);
  const prices = names.flatMap((name) => {
    if (name === 'keep' || name === call.model) return [{ name: 'keep', usd: before }];
    if (name === 'local') {
      const { input, cacheRead, output } = call.usage;
      const whole = input + cacheRead + Math.max(output, call.maxOutputTokens);
      return whole <= options.localContext ? [{ name, usd: 0 }] : [];
    }
    const move = slowMove(call, name, options);
    return move === undefined ? [] : [{ name, usd: move.usd }];
  });
  const under = prices.find(({ usd }) => usd <= options.ceilingUsd);
  const chosen = under ?? [...prices].sort((a, b) => a.usd - b.usd)[0];
  if (chosen === undefined || chosen.name === 'keep') return undefined;
  if (!options.allowDearer && chosen.usd >= before) return undefined;
  return before - chosen.usd - options.redoShare * before;
}

const names = fc.array(
  fc.constantFrom('keep', 'local', 'low', 'mid', 'twice', 'thinker', 'later', 'top', 'unknown'),
  {
    minLength: 1,
    maxLength: 3,
  },
);

test('a router equals the slow one on random logs', () => {
  fc.assert(
    fc.property(
      fc.array(randomCall, { maxLength: 40 }),
      fc.array(names, { minLength: 4, maxLength: 4 }),
      fc.option(names),
      fc.record({
        by: fc.constantFrom('tier', 'score'),
        ceilingUsd: fc.constantFrom(0, 0.0005, 0.005, 1),
        allowDearer: fc.boolean(),
        allowReasoning: fc.boolean(),
        reasoningFactor: fc.constantFrom(1, 2),
        redoShare: fc.constantFrom(0, 0.1),
        localContext: fc.constantFrom(1000, 8000),
      }),
      (parts, candidates, translation, options) => {
        const { prompts, nodes } = fakePrompts(parts.map(({ text, words }) => [{ text, words }]));
        const calls = inOrder(parts.map(({ call }, i) => ({ ...call, prompt: nodes[i]! })));
        const set = {
          ...options,
          ...Object.fromEntries(TIERS.map((tier, i) => [tier, candidates[i]!.join()])),
          tasks: translation === null ? '' : `Translation = ${translation.join('|')}`,
          localUsdPerMonth: 0,
        };
        const { strategies } = replayCalls(
          [choose(router, set)],
          contextOf(prompts, fakeModels(LADDER)),
          calls,
        );
        let saved = 0;
        let moved = 0;
        for (const call of calls) {
          const { text, words } = parts[call.index]!;
          const isMapped = translation !== null && call.feature === 'docs.translation';
          const wanted = isMapped ? translation : candidates[slowTier(call, text, words, options.by)]!;
          const won = slowRoute(call, wanted, options);
          if (won === undefined) continue;
          saved += won;
          moved++;
        }
        expect(strategies[0]!.savedUsd).toBeCloseTo(saved, 10);
        expect(strategies[0]!.callsChanged).toBe(moved);
        expect(strategies[0]!.risks.otherModel).toBe(moved);
      },
    ),
    { numRuns: 300 },
  );
});
