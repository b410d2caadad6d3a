import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { Billable } from '../model/price.ts';
import type { TokenCounts } from '../model/usage.ts';
import { answerScore } from './routing/answer-score.ts';
import { KEEP, readNames } from './routing/candidates.ts';
import { DealtShares, escalated, readNumbers, weightsFor } from './routing/dealt-shares.ts';
import { EndingModels } from './routing/ending-models.ts';
import { type Move, Mover } from './routing/router-move.ts';

/** How far the assumed shares and lengths go at either end; own choice. */
const MORE = 1.5;
const LESS = 0.5;

const NOTHING = { moves: [], isKept: true } as const;

export default defineStrategy({
  id: 'cascade',
  title: 'Model cascade',
  describe:
    'Asks a cheap model first, checks its answer and asks the next model when it does not suffice. Every model that is asked is paid.',
  basis: 'assumed',
  needs: ['usage'],
  isOnRequest: true,
  options: {
    tiers: {
      // The price ladder of one maker whose models do not reason.
      default: 'gpt-4o-mini,gpt-4.1-mini,keep',
      describe: "Models in the order they are asked, separated by commas; 'keep' is the model the call has.",
    },
    gate: {
      default: 'shares',
      choices: ['shares', 'answers'],
      describe:
        'What decides where a call ends: given shares, or the third article’s check of answers, applied to the logged ones.',
    },
    shares: {
      default: '75/20/5',
      describe: 'Calls that end at each tier, as parts of their sum (third article); dealt in time order.',
    },
    gates: {
      default: '0.8/0.9',
      describe:
        'Score that an answer of each tier but the last must reach (third article); the last of them holds for further tiers.',
    },
    failedOutput: {
      default: 1,
      min: 0,
      describe: 'Length of an answer that did not suffice, as a multiple of the logged one (own choice).',
    },
    provider: {
      default: '',
      describe: 'Provider whose prices the tiers have; empty lets the price book decide.',
    },
    allowDearer: {
      default: false,
      describe: 'Also asks tiers that cost as much as the model the call has, or more.',
    },
    allowReasoning: {
      default: false,
      describe: 'Also asks models that reason for calls of models that do not.',
    },
    reasoningFactor: {
      default: 2,
      min: 1,
      describe: 'What a call that starts to reason writes, as a multiple of what it wrote (own choice).',
    },
  },
  presets: {
    'third-article': {
      describe:
        "The third article's chain and quality gates at the makers' list prices: its reseller names no input prices; deepseek-reasoner has had no price since August 2026, then the call's own model is last.",
      options: {
        tiers: 'Qwen/Qwen3-8B,deepseek-v4-flash,deepseek-reasoner',
        gate: 'answers',
        gates: '0.8/0.9',
        shares: '75/20/5',
        allowReasoning: true,
        reasoningFactor: 1,
      },
    },
  },
  sweeps: [
    { option: 'gate', values: ['shares', 'answers'] },
    { option: 'shares', values: ['90/8/2', '75/20/5', '50/30/20'] },
  ],
  range: ({ shares, failedOutput, reasoningFactor }) => ({
    pessimistic: {
      shares: escalated(shares, MORE),
      failedOutput: failedOutput * MORE,
      reasoningFactor: reasoningFactor * 2,
    },
    optimistic: {
      shares: escalated(shares, LESS),
      failedOutput: failedOutput * LESS,
      reasoningFactor: 1,
    },
  }),
  start({ models }, options) {
    const mover = new Mover(models, options);
    const ends = new EndingModels(models);
    const tiers = readNames(options.tiers, ',');
    if (tiers.length === 0) throw new Error('tiers: names no model');
    const gates = readNumbers(options.gates, 'gates');
    const weights = weightsFor(readNumbers(options.shares, 'shares'), tiers.length);
    const shares = new DealtShares(weights, 'shares');
    const isGated = options.gate === 'answers';
    let unjudged = 0;
    let passed = 0;
    let shortened = 0;
    let attempts = 0;
    let claimed = 0;

    /** The tier whose answer suffices, the last at the latest; -1 when that cannot be told. */
    const endOf = ({ original }: PlannedCall): number => {
      if (!isGated) return shares.next();
      const score = answerScore(original);
      if (Number.isNaN(score)) {
        unjudged++;
        return -1;
      }
      const passing = tiers.findIndex(
        (_, at) => at < tiers.length - 1 && score >= (gates[at] ?? gates.at(-1)!),
      );
      return passing < 0 ? tiers.length - 1 : passing;
    };

    /**
     * What is asked for the call: its moves, and whether it ends on the model it has. Undefined when it stays out: only
     * calls that the cascade takes are dealt to its tiers.
     */
    const asked = (
      planned: PlannedCall,
    ): { readonly moves: readonly Move[]; isKept: boolean } | undefined => {
      const from = models.info(planned.model, planned.provider, planned.original.time);
      const moves: Move[] = [];
      // The model of the call, where it was asked before the end: its answer is there and not paid again.
      let own: Move | undefined;
      const kept = () => ({ moves: moves.filter((move) => move !== own), isKept: true });
      let end = tiers.length;
      for (let at = 0; at < tiers.length; at++) {
        const name = tiers[at]!;
        const isHere = options.provider === '' || options.provider === planned.provider;
        const isOwn = name === KEEP || (name === planned.model && isHere);
        if (isOwn && !options.allowDearer) return kept();
        const move = isOwn ? { ...planned, isClaim: false } : mover.to(planned, from, name);
        if (move === undefined) {
          passed++;
          continue;
        }
        if (!options.allowDearer && !(move.costUsd < planned.costUsd)) {
          if (moves.length > 0) shortened++;
          return kept();
        }
        if (moves.length === 0) end = endOf(planned);
        if (end < 0) return undefined;
        if (isOwn && (at >= end || at === tiers.length - 1)) return kept();
        if (isOwn) own = move;
        moves.push(move);
        if (at >= end) return { moves, isKept: false };
      }
      // The last tier cannot take it: what was asked before it did not suffice.
      return kept();
    };

    const failed = ({ model, provider, tier, usage }: Move, time: number): Billable => {
      attempts++;
      return { model, provider, time, tier, usage: withOutput(usage, options.failedOutput) };
    };

    /** Names of groups are made once: a call costs no new text. */
    const groups = new Map<string, string[]>();
    const groupOf = (name: string, cheaper: number): string => {
      const known = groups.get(name) ?? [];
      if (known.length === 0) groups.set(name, known);
      known[cheaper] ??= cheaper === 0 ? `${name} at once` : `${name}, after ${cheaper} cheaper`;
      return known[cheaper];
    };

    return {
      change(planned): Change | undefined {
        const { original } = planned;
        if (original.failed || original.endpoint === 'embedding' || original.usageBasis === 'none')
          return undefined;
        if (planned.tier === 'batch') return undefined;
        const { moves, isKept } = asked(planned) ?? NOTHING;
        if (moves.length === 0) return undefined;
        for (const move of moves) {
          if (move.isClaim) claimed++;
          if (move.model !== planned.model) ends.add(move);
        }
        const { time } = original;
        if (isKept)
          return {
            added: moves.map((move) => failed(move, time)),
            group: groupOf('kept', moves.length),
            risk: 'delayed',
          };
        const last = moves.at(-1)!;
        const { model, provider, tier, usage } = last;
        const before = moves.slice(0, -1);
        return {
          model,
          provider,
          tier,
          usage,
          group: groupOf(model, before.length),
          risk: 'otherModel',
          ...(before.length > 0 && { added: before.map((move) => failed(move, time)) }),
        };
      },
      metrics: () => [
        { key: 'failedAttempts', label: 'answers paid that did not suffice', kind: 'count', value: attempts },
      ],
      assumptions() {
        const said = [
          isGated
            ? 'an answer of any tier is as long as the logged one and passes or fails as that does: under 10 characters 0, a refusal 0.3, up to 500 characters 0.7, longer 0.9'
            : `${weights.join('/')} of the calls end at the tiers in their order, dealt evenly over time; nothing in a log can show which`,
          `every tier that is asked is paid, its whole prompt and ${options.failedOutput} times the logged answer; the answers that suffice have as many tokens as the log has`,
          'tokens are converted between tokenizer families; cached tokens become plain input, except reads on models that cache by themselves without a charge',
          'failed calls, embeddings and batch calls stay',
        ];
        if (!options.allowReasoning)
          said.push(
            'models that reason are not asked for calls of models that do not, since they write more',
          );
        else said.push(`a call that starts to reason writes ${options.reasoningFactor} times what it wrote`);
        if (unjudged > 0)
          said.push(
            `${unjudged} calls have no answer whose length could be judged, or one that calls tools, and stay`,
          );
        if (passed > 0)
          said.push(
            `${passed} times a tier is passed over that has no price at the time or does not fit the call`,
          );
        if (shortened > 0)
          said.push(`${shortened} calls end on the model they have, since the next tier costs no less`);
        if (claimed > 0)
          said.push(
            `${claimed} answers are priced at what a reseller claims, without a price list behind it`,
          );
        return [...said, ...ends.notes()];
      },
    };
  },
});

function withOutput(usage: TokenCounts, factor: number): TokenCounts {
  if (factor === 1) return usage;
  const output = Math.round(usage.output * factor);
  return { ...usage, output, reasoning: Math.min(output, Math.round(usage.reasoning * factor)) };
}
