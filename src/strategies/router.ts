import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { ModelInfo } from '../model/price.ts';
import { tiersOf } from './routing/prompt-tier.ts';
import { type Move, Mover } from './routing/router-move.ts';
import { COMPLEX_WORDS, EXPERT_WORDS, TIERS } from './routing/task-tier.ts';

const KEEP = 'keep';
const CANDIDATES = "Models in order of preference, separated by commas; 'keep' is the model the call has.";

export default defineStrategy({
  id: 'router',
  title: 'Model router',
  describe:
    'Sends each call to a model that its difficulty needs, from simple questions on a small model to expert ones that stay. ' +
    'The quality of the answers is assumed to suffice.',
  basis: 'assumed',
  needs: ['usage'],
  isStateless: true,
  options: {
    // List prices of November 2026; each second model is older and does not reason, for calls that did not.
    trivial: {
      default: 'gpt-6-luna,gpt-4.1-nano',
      describe: `Classification, extraction. ${CANDIDATES}`,
    },
    standard: {
      default: 'gemini-3.8-flash,gpt-4.1-mini',
      describe: `Questions, summaries, drafts. ${CANDIDATES}`,
    },
    complex: { default: 'gpt-6.1-terra,gpt-4.1', describe: `Analysis, code, design. ${CANDIDATES}` },
    expert: { default: KEEP, describe: `Long documents, research, many steps. ${CANDIDATES}` },
    ceilingUsd: {
      default: 0.05,
      min: 0,
      describe:
        'US dollars a request may cost: the first candidate under it is taken, else the cheapest (second article).',
    },
    provider: {
      default: '',
      describe: 'Provider whose prices the candidates have; empty lets the price book decide.',
    },
    allowDearer: {
      default: false,
      describe: 'Also moves a call when the chosen model costs more than the one it has.',
    },
    allowReasoning: {
      default: false,
      describe:
        'Also moves calls of models that do not reason to ones that do, as if they wrote no more for it.',
    },
  },
  sweeps: [
    { option: 'ceilingUsd', values: [0.01, 0.05, 0.25] },
    { option: 'complex', values: [KEEP, 'gpt-6.1-terra,gpt-4.1'] },
  ],
  start({ prompts, models }, options) {
    const tiers = tiersOf(prompts);
    const mover = new Mover(models, options.provider, options.allowReasoning);
    const candidates = TIERS.map((tier) => options[tier].split(',').map((name) => name.trim()));
    let unclassified = 0;
    let unfit = 0;

    const groups = TIERS.map(() => new Map<string, string>());
    const groupOf = (tier: number, model: string): string => {
      let group = groups[tier]!.get(model);
      if (group === undefined) {
        group = `${TIERS[tier]}: ${model}`;
        groups[tier]!.set(model, group);
      }
      return group;
    };

    const choose = (
      planned: PlannedCall,
      from: ModelInfo | undefined,
      names: readonly string[],
    ): Move | undefined => {
      let cheapest: Move | undefined;
      for (const name of names) {
        if (name === '') continue;
        const isHere = options.provider === '' || options.provider === planned.provider;
        const isStay = name === KEEP || (name === planned.model && isHere);
        const move = isStay ? planned : mover.to(planned, from, name);
        if (move === undefined) continue;
        if (move.costUsd <= options.ceilingUsd) return move;
        if (cheapest === undefined || move.costUsd < cheapest.costUsd) cheapest = move;
      }
      return cheapest;
    };

    return {
      change(planned): Change | undefined {
        const { original } = planned;
        if (original.failed || original.endpoint === 'embedding' || original.usageBasis === 'none')
          return undefined;
        if (planned.tier === 'batch') return undefined;
        const tier = tiers.of(original);
        if (tier < 0) {
          unclassified++;
          return undefined;
        }
        const names = candidates[tier]!;
        if (names.length === 1 && names[0] === KEEP) return undefined;
        const from = models.info(planned.model, planned.provider, original.time);
        const move = choose(planned, from, names);
        if (move === undefined) unfit++;
        if (move === undefined || move.usage === planned.usage) return undefined;
        if (!options.allowDearer && !(move.costUsd < planned.costUsd)) return undefined;
        const { model, provider, usage } = move;
        return { model, provider, usage, group: groupOf(tier, model) };
      },
      assumptions() {
        const said = [
          'the chosen models answer well enough and with as many tokens, reasoning included, as the log has; nothing in a log can show that',
          'a logged task or feature that names a known task decides the tier',
          'else keywords do, of which those after the first 200 characters of the last user message are not seen, and without one the tier is standard',
          `more than ${COMPLEX_WORDS} words make a prompt at least complex, more than ${EXPERT_WORDS} expert`,
          'tokens are converted between tokenizer families; cached tokens become plain input, except reads on models that cache by themselves without a charge',
          'failed calls, embeddings, batch calls and calls that do not fit the target stay',
        ];
        if (!options.allowReasoning)
          said.push(
            'calls of models that do not reason are not moved to models that do, since those write more',
          );
        if (unclassified > 0)
          said.push(`${unclassified} calls have neither prompt text nor a known task and stay`);
        if (unfit > 0) said.push(`${unfit} calls fit no candidate with a price at their time and stay`);
        return said;
      },
    };
  },
});
