import fc from 'fast-check';
import type { StrategyContext } from '../../../src/contracts/strategy.ts';
import { callCost } from '../../../src/engine/facts/call-cost.ts';
import { familiesOf, modelFacts } from '../../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../../src/engine/facts/token-ratios.ts';
import type { CallPass } from '../../../src/engine/replay/replay.ts';
import { createSimilarityIndex } from '../../../src/engine/similarity/similarity.ts';
import { promptTemplates } from '../../../src/engine/templates/prompt-templates.ts';
import { calendarIn } from '../../../src/engine/totals/calendar.ts';
import type { Call } from '../../../src/model/call.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { NO_TOKENS } from '../../../src/model/usage.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { inOrder } from '../../support/calls.ts';
import { assistant, promptTrie, system, tool, user } from '../../support/prompts.ts';

const book = loadPriceBook();
const models = modelFacts(book, new TokenRatios(familiesOf(book), []));
const costOf = callCost(book);

const START = Date.UTC(2026, 8, 1);
const DAY = 86_400_000;

const SYSTEMS = [
  system('Classify the ticket. Answer with one word:   billing, bug or other.'),
  system(`You are a careful assistant.\n\n${'Cite the source of every statement. '.repeat(400)}`),
];
const TURNS = [
  user('How do I reset my password?'),
  user('how do i  reset my password?'),
  user('Please analyse this contract step by step and compare it with the last one.'),
  user(`Summarise:\n${'The quick brown fox jumps over the lazy dog. '.repeat(40)}`),
  assistant('Open the settings and choose a new one.'),
];
const TOOL = tool({ name: 'search', parameters: { query: { type: 'string' } } });

const anyPrompt: fc.Arbitrary<Segment[]> = fc
  .tuple(
    fc.subarray([TOOL]),
    fc.subarray(SYSTEMS, { maxLength: 1 }),
    fc.array(fc.constantFrom(...TURNS), { minLength: 1, maxLength: 4 }),
  )
  .map((parts) => parts.flat());

/** Some tokens, mostly few, at times more than any window holds. */
const someTokens = fc.oneof(
  { weight: 6, arbitrary: fc.nat(5000) },
  { weight: 1, arbitrary: fc.nat(400_000) },
);

const anyParts = fc.record({
  gap: fc.oneof(
    { weight: 9, arbitrary: fc.nat(5000) },
    { weight: 3, arbitrary: fc.nat(120_000) },
    { weight: 1, arbitrary: fc.nat(2 * DAY) },
  ),
  isUntimed: fc.integer({ min: 0, max: 15 }).map((n) => n === 0),
  model: fc.constantFrom(
    'gpt-4.1',
    'gpt-4.1',
    'gpt-4.1',
    'gpt-4.1',
    'gpt-4o-mini',
    'claude-sonnet-4-5',
    'my-own-model',
  ),
  prompt: fc.constantFrom(-1, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7),
  user: fc.constantFrom('', 'ann', 'bob'),
  feature: fc.constantFrom('', 'chat', 'report'),
  trace: fc.constantFrom('', '', 't1', 't2'),
  session: fc.constantFrom('', 's1'),
  tier: fc.constantFrom('standard' as const, 'standard' as const, 'batch' as const),
  status: fc.constantFrom(200, 200, 200, 200, 429, 500, 0),
  usageBasis: fc.constantFrom('logged' as const, 'logged' as const, 'estimated' as const, 'none' as const),
  latencyMs: fc.constantFrom(Number.NaN, 0, 800, 30_000),
  finishReason: fc.constantFrom('stop', 'length', ''),
  maxOutputTokens: fc.constantFrom(0, 16, 4096),
  temperature: fc.constantFrom(Number.NaN, 0, 1),
  cacheHit: fc.integer({ min: 0, max: 11 }).map((n) => n === 0),
  asksJson: fc.boolean(),
  answerLength: fc.constantFrom(Number.NaN, 0, 12, 4000),
  answerJsonLength: fc.constantFrom(Number.NaN, 0, 10),
  cacheTtl: fc.constantFrom('' as const, '' as const, '5m' as const),
  input: someTokens,
  cached: fc.constantFrom(0, 0, 1024, 2048),
  written: fc.constantFrom(0, 0, 1500),
  output: someTokens,
  reasons: fc.constantFrom(0, 0, 0.5, 1),
});

/** A log with the usual oddities: failed, unpriced, untimed and cached calls, calls without text or usage. */
export interface RandomLog {
  readonly calls: readonly Call[];
  /** Fresh: nothing of it has been worked out yet. */
  context(): StrategyContext;
  readonly pass: CallPass;
  readonly totalUsd: number;
}

export const randomLog: fc.Arbitrary<RandomLog> = fc
  .tuple(
    fc.array(anyPrompt, { minLength: 8, maxLength: 8 }),
    fc.array(anyParts, { minLength: 1, maxLength: 50 }),
  )
  .map(([texts, list]) => {
    const { nodes } = promptTrie(texts);
    let time = START;
    const calls = inOrder(
      list.map(
        ({
          gap,
          isUntimed,
          prompt,
          status,
          usageBasis,
          input,
          cached,
          written,
          output,
          reasons,
          ...rest
        }) => {
          time += gap;
          const reasoning = Math.floor(output * reasons);
          const isClaude = rest.model.startsWith('claude');
          const usage = { input, cacheRead: cached, cacheWrite5m: isClaude ? written : 0, output, reasoning };
          return {
            ...rest,
            time: isUntimed ? Number.NaN : time,
            provider: isClaude ? 'anthropic' : 'openai',
            status,
            failed: status >= 400,
            error: status >= 400 ? String(status) : '',
            usageBasis,
            usage: usageBasis === 'none' ? NO_TOKENS : usage,
            prompt: prompt < 0 ? -1 : nodes[prompt]!,
          };
        },
      ),
    );
    // As in a real log, the calls that are visited are one object.
    function* visited(): Generator<Call> {
      const view = { ...calls[0]! };
      for (const call of calls) yield Object.assign(view, call);
    }
    const priced = calls.map(costOf).filter((usd) => !Number.isNaN(usd));
    return {
      calls,
      totalUsd: priced.reduce((sum, usd) => sum + usd, 0),
      pass(see) {
        for (const call of visited()) see(call, costOf(call));
      },
      context() {
        const { prompts } = promptTrie(texts);
        return {
          prompts,
          models,
          templates: promptTemplates(prompts, () => nodes),
          calendar: calendarIn('UTC'),
          similarity: (threshold) => createSimilarityIndex(prompts, threshold, nodes),
          semantic: () => undefined,
          calls: visited,
        };
      },
    };
  });
