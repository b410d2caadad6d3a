import type { Prompts } from '../contracts/prompts.ts';
import { type Change, defineStrategy } from '../contracts/strategy.ts';
import type { SegmentFacts } from '../model/segment.ts';
import type { TokenCounts } from '../model/usage.ts';
import { CompressionPlanner } from './compressing/compression-plan.ts';
import { Compressor } from './compressing/compressor.ts';
import { RemovableTokens } from './compressing/removable-tokens.ts';

const MODES = ['lossless', 'lossy', 'both'] as const;

export default defineStrategy({
  id: 'compression',
  title: 'Prompt compression',
  describe:
    'Sends prompts without insignificant white space (lossless), or long system prompts in a shortened form (lossy). ' +
    "A part that the provider's prompt cache serves, or could serve, is shortened only when that is cheaper than a cache hit.",
  basis: (options) => (options.mode === 'lossless' ? 'measured' : 'assumed'),
  needs: ['prompts', 'usage'],
  options: {
    mode: {
      default: 'lossless',
      choices: MODES,
      describe: 'Lossless keeps all content; lossy has a model shorten long system prompts; or both.',
    },
    minTokens: {
      default: 500,
      min: 1,
      describe: 'Tokens above which a system prompt is shortened (the third article compresses to 500).',
    },
    targetTokens: {
      default: 400,
      min: 1,
      describe: 'Tokens a shortened system prompt has; the third article makes 400 of 2,000.',
    },
    compressor: {
      default: 'gpt-6-luna,gpt-4.1-nano,gpt-4o-mini',
      describe:
        'Models that may do the shortening, separated by commas; the first with a price at the time is taken.',
    },
  },
  sweeps: [{ option: 'mode', values: ['lossless', 'lossy'] }],
  start({ prompts, models }, options) {
    const isShortened = (facts: SegmentFacts): boolean =>
      facts.kind === 'system' && facts.tokens > options.minTokens && facts.tokens > options.targetTokens;
    const shortened = (facts: SegmentFacts): number =>
      isShortened(facts) ? facts.tokens - options.targetTokens : 0;
    const either = (facts: SegmentFacts): number => Math.max(squeezed(facts), shortened(facts));

    const lossless = losslessOf(prompts);
    const lossy = new RemovableTokens(prompts, options.mode === 'both' ? either : shortened);
    const gentle = new CompressionPlanner(prompts, models, [lossless], lossless);
    const planner = {
      lossless: gentle,
      lossy: new CompressionPlanner(prompts, models, [lossy], undefined),
      both: new CompressionPlanner(prompts, models, [lossy, lossless], lossless),
    }[options.mode as (typeof MODES)[number]];
    const candidates = options.compressor.split(',').map((name) => name.trim());
    const compressor = new Compressor(prompts, models, candidates, isShortened, options.targetTokens);
    const left = new Map<string, Change>();
    let unpriced = 0;

    const leave = (model: string): Change => {
      let change = left.get(model);
      if (change === undefined) {
        change = { group: `left as it is: a prompt cache hit on ${model} is cheaper` };
        left.set(model, change);
      }
      return change;
    };

    return {
      change(planned) {
        const { failed, cacheHit, usageBasis, time } = planned.original;
        if (cacheHit || usageBasis === 'none' || (failed && planned.usage.input === 0)) return undefined;
        let plan = planner.plan(planned);
        const isLossy = plan !== undefined && plan.way === 0 && options.mode !== 'lossless';
        const model = isLossy ? compressor.modelAt(time) : undefined;
        if (isLossy && model === undefined) {
          unpriced++;
          plan = options.mode === 'both' ? gentle.plan(planned) : undefined;
        }
        if (plan === undefined) return undefined;
        const { usage } = plan;
        if (!isSmaller(usage, planned.usage)) return plan.isCachedCheaper ? leave(planned.model) : undefined;
        if (model === undefined) return { usage, group: 'lossless' };
        return { usage, group: 'lossy', added: compressor.calls(planned, plan.scale, model) };
      },
      assumptions() {
        const said = [
          "tokens go from where they were billed: cache reads first, then cache writes, then plain input; below the provider's minimum a prefix is no longer cached",
          'a prefix is shortened only when that costs less than a cache hit on the original, also where the log shows no caching but the provider would cache system prompts and tool schemas',
          'models read the same text without its insignificant white space as well as before',
        ];
        if (options.mode !== 'lossless') {
          said.push(
            `system prompts above ${options.minTokens} tokens keep their effect in ${options.targetTokens} tokens; nothing in a log can show that`,
            'each distinct system prompt is shortened once, by one call that is part of the cost',
          );
        }
        if (unpriced > 0)
          said.push(`${unpriced} calls are left because no compressing model has a price at their time`);
        return said;
      },
    };
  },
});

function squeezed(facts: SegmentFacts): number {
  return Math.max(0, facts.tokens - facts.minifiedTokens);
}

const LOSSLESS = new WeakMap<Prompts, RemovableTokens>();

/** What lossless compression takes from each prompt of a log: worked out once for all runs over it. */
function losslessOf(prompts: Prompts): RemovableTokens {
  let removable = LOSSLESS.get(prompts);
  if (removable === undefined) {
    removable = new RemovableTokens(prompts, squeezed);
    LOSSLESS.set(prompts, removable);
  }
  return removable;
}

function isSmaller(usage: TokenCounts, than: TokenCounts): boolean {
  return (
    usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h <
    than.input + than.cacheRead + than.cacheWrite5m + than.cacheWrite1h
  );
}
