import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_TOKENS, promptTokens } from '../../../src/model/usage.ts';
import compression from '../../../src/strategies/compression.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { type FakeSegment, fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';
import { slowCompression, slowKept } from './slow-compression.ts';

const MODELS = fakeModels([
  { model: 'steps', input: 1.25, output: 10, cacheRead: 0.125, cacheMinTokens: 1024, cacheStepTokens: 128 },
  { model: 'half', input: 2.5, output: 10, cacheRead: 1.25, cacheMinTokens: 1024, cacheStepTokens: 128 },
  { model: 'paid', input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheMinTokens: 1024 },
  { model: 'small', input: 0.14, output: 0.28, cacheRead: 0.014, cacheMinTokens: 64, cacheStepTokens: 64 },
  { model: 'plain', input: 10, output: 30 },
  { model: 'squeezer', input: 0.1, output: 0.4 },
]);

const segment = (kind: FakeSegment['kind'], role: string): fc.Arbitrary<FakeSegment> =>
  fc
    .record({
      tokens: fc.constantFrom(40, 399, 500, 501, 1200, 3000, 5001),
      squeezed: fc.constantFrom(0, 0, 7, 33),
    })
    .map(({ tokens, squeezed }) => ({
      text: `${kind} ${role} ${tokens} ${squeezed}`,
      ...(kind !== undefined && { kind }),
      role,
      tokens,
      minifiedTokens: tokens - squeezed,
    }));

const HEAD = fc.array(fc.oneof(segment('system', 'system'), segment('tool', '')), { maxLength: 2 });
const REST = fc.array(
  fc.oneof(
    segment('message', 'user'),
    segment('message', 'assistant'),
    segment('message', 'tool'),
    segment('system', 'system'),
  ),
  { minLength: 1, maxLength: 5 },
);
const SHARE = fc.constantFrom(0, 0.25, 0.4, 1, 1);
const OPTIONS = fc.record({
  mode: fc.constantFrom('lossless', 'lossy', 'both'),
  minTokens: fc.constantFrom(100, 500, 1950),
  targetTokens: fc.constantFrom(50, 400),
  contextKeep: SHARE,
  contextTokens: fc.constantFrom(0, 500, 1000),
  toolKeep: SHARE,
  historyKeep: SHARE,
});
const CALL = fc.record({
  model: fc.constantFrom('steps', 'half', 'paid', 'small', 'plain'),
  head: HEAD,
  rest: REST,
  scale: fc.constantFrom(1, 1.25, 0.9),
  read: fc.constantFrom(0, 0, 0.3, 0.5, 1),
  written: fc.constantFrom(0, 0, 0.4),
});

test('equal to a slow compression that tries every way by hand, system prompts, documents, results and answers alike', () => {
  fc.assert(
    fc.property(fc.array(CALL, { minLength: 1, maxLength: 6 }), OPTIONS, (parts, options) => {
      const lists = parts.map(({ head, rest }) => [...head, ...rest]);
      const { prompts, nodes } = fakePrompts(lists);
      const calls = inOrder(
        parts.map(({ model, scale, read, written }, i) => {
          const base = lists[i]!.reduce((sum, { tokens }) => sum + tokens!, 0);
          const whole = Math.round(base * scale);
          const cacheRead = model === 'plain' ? 0 : Math.floor(whole * read);
          const cacheWrite5m = model === 'paid' ? Math.floor((whole - cacheRead) * written) : 0;
          const input = whole - cacheRead - cacheWrite5m;
          return { model, prompt: nodes[i]!, usage: { input, cacheRead, cacheWrite5m, output: 50 } };
        }),
      );
      const chosen = choose({ ...compression, sweeps: [] }, { ...options, compressor: 'squeezer' });
      const result = replayCalls([chosen], contextOf(prompts, MODELS), calls).strategies[0]!;

      const paid = new Set<string>();
      let own = 0;
      let saved = 0;
      let changed = 0;
      let risked = 0;
      calls.forEach((call, i) => {
        const segments = lists[i]!;
        const { usage, lossy } = slowCompression(segments, call, options, MODELS);
        if (promptTokens(usage) >= promptTokens(call.usage)) return;
        changed++;
        if (lossy.length > 0) risked++;
        saved += MODELS.cost(call) - MODELS.cost({ ...call, usage });
        const scale = promptTokens(call.usage) / segments.reduce((sum, { tokens }) => sum + tokens!, 0);
        for (const k of lossy) {
          const one = segments[k]!;
          if (paid.has(one.text)) continue;
          paid.add(one.text);
          const input = Math.round(one.tokens! * scale);
          const output = Math.round(slowKept(one, options) * scale);
          own += MODELS.cost({ ...call, model: 'squeezer', usage: { ...NO_TOKENS, input, output } });
        }
      });
      expect(result.callsChanged).toBe(changed);
      expect(result.risks.lessContext).toBe(risked);
      expect(result.ownCostUsd).toBeCloseTo(own, 12);
      expect(result.savedUsd).toBeCloseTo(saved - own, 12);
    }),
    { numRuns: 500 },
  );
});
