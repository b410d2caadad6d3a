import fc from 'fast-check';
import { expect, test } from 'vitest';
import batchPrompts from '../../../src/strategies/batch-prompts.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { type FakeSegment, fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const LIMITS = {
  large: { contextWindow: 100_000, maxOutput: 10_000 },
  small: { contextWindow: 900, maxOutput: 120 },
} as const;
const MODELS = fakeModels([
  { model: 'large', input: 2, output: 8, ...LIMITS.large },
  { model: 'small', input: 2, output: 8, ...LIMITS.small },
]);
const SHARED = { long: 300, short: 30, none: 0 } as const;
type Shared = keyof typeof SHARED;

const anyCall = fc.record({
  gap: fc.constantFrom(0, 0, 1, 300, 900, 2000),
  shared: fc.constantFrom<Shared[]>('long', 'long', 'short', 'none'),
  item: fc.integer({ min: 1, max: 200 }),
  output: fc.nat(60),
  model: fc.constantFrom<('large' | 'small')[]>('large', 'small'),
  user: fc.constantFrom('', 'ann', 'bob'),
  failed: fc.boolean(),
});
const rules = fc.record({
  maxItems: fc.integer({ min: 2, max: 5 }),
  window: fc.constantFrom(0, 500, 1000, 3000),
  overhead: fc.constantFrom(0, 10, 40),
  scope: fc.constantFrom('user', 'global'),
});

interface Request {
  readonly kind: string;
  readonly times: number[];
  readonly items: number[];
  readonly outputs: number[];
  readonly shared: number;
  sent: number | undefined;
}

test('equals the obvious way to work it out', () => {
  fc.assert(
    fc.property(fc.array(anyCall, { maxLength: 30 }), rules, (plans, rule) => {
      const { maxItems, window, overhead, scope } = rule;
      const promptOf = ({ shared, item }: (typeof plans)[number], i: number): FakeSegment[] => [
        ...(shared === 'none' ? [] : [{ text: shared, kind: 'system' as const, tokens: SHARED[shared] }]),
        { text: `item ${i}`, tokens: item },
      ];
      const { prompts, nodes } = fakePrompts(plans.map(promptOf));
      let clock = 0;
      const times = plans.map(({ gap }) => (clock += gap));
      const calls = inOrder(
        plans.map(({ model, user, failed, shared, item, output }, i) => ({
          ...{ model, user, failed, prompt: nodes[i]!, time: times[i]! },
          usage: { input: SHARED[shared] + item, output },
        })),
      );
      const options = { maxItems, window: `${window}ms`, overheadTokens: overhead, scope, minShared: 0 };
      const chosen = choose(batchPrompts, options);
      const [result] = replayCalls([chosen], contextOf(prompts, MODELS), calls).strategies;

      const requests: Request[] = [];
      plans.forEach((plan, i) => {
        const shared = SHARED[plan.shared];
        if (plan.failed || shared <= 2 * overhead) return;
        const kind = [plan.model, plan.shared, scope === 'user' ? plan.user : ''].join('/');
        const open = requests.find(
          (it) => it.kind === kind && it.sent === undefined && times[i]! - it.times[0]! <= window,
        );
        if (open !== undefined) {
          const together = [...open.items, plan.item];
          const outputs = sum([...open.outputs, plan.output]);
          const input = shared + sum(together) + overhead * together.length;
          const { contextWindow, maxOutput } = LIMITS[plan.model];
          if (input + outputs <= contextWindow && outputs <= maxOutput) {
            open.items.push(plan.item);
            open.outputs.push(plan.output);
            open.times.push(times[i]!);
            if (open.items.length === maxItems) open.sent = times[i]!;
            return;
          }
          open.sent = times[i]!;
        }
        const [items, outputs] = [[plan.item], [plan.output]];
        requests.push({ kind, times: [times[i]!], items, outputs, shared, sent: undefined });
      });

      const merged = requests.filter(({ items }) => items.length > 1);
      const saved = merged.map(({ items, shared }) => (items.length - 1) * shared - items.length * overhead);
      const waits = requests.flatMap(({ times: of, sent }) =>
        of.map((time) => (sent ?? of[0]! + window) - time),
      );
      const metric = (key: string) => result!.metrics.find((it) => it.key === key)?.value;
      if (plans.length === 0) return;
      expect(result!.savedUsd * 1e6).toBeCloseTo(2 * sum(saved), 6);
      expect(result!.risks.sharedRequest).toBe(sum(merged.map(({ items }) => items.length - 1)));
      expect(metric('mergedItems')).toBe(sum(merged.map(({ items }) => items.length)));
      expect(metric('mergedRequests')).toBe(merged.length);
      expect(metric('delayMax')).toBe(waits.length === 0 ? null : Math.max(...waits));
      const middle = waits.toSorted((a, b) => a - b)[Math.ceil(waits.length / 2) - 1];
      expect(metric('delayP50')).toBe(middle ?? null);
    }),
    { numRuns: 300 },
  );
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
