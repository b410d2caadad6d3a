import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { Offer } from '../model/price.ts';
import { MovedUsage } from './routing/moved-usage.ts';
import { fits, type Move } from './routing/router-move.ts';

/** Clouds whose regional endpoints ask more for models of another maker (BILLING 3). */
const REGIONAL: ReadonlySet<string> = new Set(['amazon-bedrock', 'vertex-ai', 'google']);

interface OfferedMove extends Move {
  /** US dollars that the seller takes besides the price. */
  readonly feeUsd: number;
}

export default defineStrategy({
  id: 'provider',
  title: 'Other providers',
  describe: 'Buys the same models elsewhere, at the prices of another provider for the very same weights.',
  basis: ({ claims }) => (claims ? 'assumed' : 'estimated'),
  needs: ['usage'],
  isOnRequest: true,
  options: {
    to: {
      default: '',
      describe:
        'Provider to go to, dearer or not, such as openrouter or amazon-bedrock; empty takes the cheapest list price anywhere.',
    },
    claims: {
      default: false,
      describe: 'Also uses prices that a reseller merely claims, without a price list behind them.',
    },
    routerFee: {
      default: 0.055,
      min: 0,
      max: 1,
      describe:
        'Part of the price that OpenRouter takes on top when credits are bought (5.5%, openrouter.ai/pricing); other sellers take none.',
    },
    regionalFee: {
      default: 0,
      min: 0,
      max: 1,
      describe:
        'Part that Amazon Bedrock and Vertex AI ask on top for Claude; 0.1 in a region, 0 at the global endpoint (recent models).',
    },
  },
  presets: {
    'first-article': {
      describe: "The first article's reseller at its claimed prices.",
      options: { to: 'holysheep', claims: true },
    },
    'second-article': {
      describe: "The second article's reseller at its claimed prices.",
      options: { to: 'holysheep', claims: true },
    },
    'third-article': {
      describe:
        "The third article's reseller; it claims output prices only, so that no call can be priced there.",
      options: { to: 'global-apis', claims: true },
    },
  },
  sweeps: [{ option: 'claims', values: [false, true] }],
  range: ({ claims }) => (claims ? { pessimistic: { claims: false }, optimistic: {} } : undefined),
  start({ models }, options) {
    const converter = new MovedUsage(models);
    let nowhere = 0;
    let unusable = 0;
    let claimed = 0;
    let unclaimed = 0;
    let taxed = 0;

    const feeOf = (provider: string, maker: string): number => {
      if (provider === 'openrouter') return options.routerFee;
      return REGIONAL.has(provider) && maker === 'anthropic' ? options.regionalFee : 0;
    };

    const at = (planned: PlannedCall, { model, provider, isClaim }: Offer): OfferedMove | undefined => {
      const { time, maxOutputTokens } = planned.original;
      const info = models.info(model, provider, time);
      if (info === undefined) return undefined;
      const own = models.info(planned.model, planned.provider, time);
      // A cloud that passes its maker's list on passes its prompt cache on as well.
      const isPassedOn = own !== undefined && own.provider === info.provider && own.id === info.id;
      const usage = isPassedOn ? planned.usage : converter.elsewhere(planned, { model, provider, info });
      if (!fits(usage, maxOutputTokens, info)) return undefined;
      const { tier } = planned;
      const costUsd = models.cost({ model, provider, time, tier, usage });
      if (!Number.isFinite(costUsd)) return undefined;
      const feeUsd = costUsd * feeOf(provider, info.provider);
      return { model, provider, tier, usage, costUsd, feeUsd, isClaim };
    };

    const cheapest = (planned: PlannedCall, offers: readonly Offer[]): OfferedMove | undefined => {
      let best: OfferedMove | undefined;
      for (const offer of offers) {
        if (offer.isClaim && !options.claims) continue;
        const move = at(planned, offer);
        if (move !== undefined && (best === undefined || paid(move) < paid(best))) best = move;
      }
      return best;
    };

    return {
      change(planned): Change | undefined {
        const { original } = planned;
        if (original.usageBasis === 'none') return undefined;
        const offers = models.elsewhere(planned.model, planned.provider, original.time, options.to);
        if (offers.length === 0) {
          nowhere++;
          return undefined;
        }
        if (!options.claims && offers.every((offer) => offer.isClaim)) {
          unclaimed++;
          return undefined;
        }
        const move = cheapest(planned, offers);
        if (move === undefined) unusable++;
        if (move === undefined || (options.to === '' && !(paid(move) < planned.costUsd))) return undefined;
        const { model, provider, tier, usage, feeUsd, isClaim } = move;
        if (isClaim) claimed++;
        if (feeUsd > 0) taxed++;
        return {
          model,
          provider,
          tier,
          usage,
          group: `${model} at ${provider}${isClaim ? ' (a claim)' : ''}`,
          ...(feeUsd > 0 && { addedUsd: feeUsd }),
        };
      },
      assumptions() {
        const said = [
          'the same model is one of the same name or of weights known to be the same, never a similar one; it answers with as many tokens',
          'cached tokens become plain input at a provider whose prompt cache is not known to work by itself without a charge',
          'clouds and routers without a list of their own are priced at the maker’s list, which a region or a contract can change',
        ];
        if (taxed > 0)
          said.push(
            `${taxed} calls pay a fee on top: ${options.routerFee} of the price at OpenRouter, ${options.regionalFee} for Claude in a region`,
          );
        if (nowhere > 0)
          said.push(
            options.to === ''
              ? `${nowhere} calls are of models that nobody else is known to sell and stay`
              : `${nowhere} calls are of models that ${options.to} is not known to sell, or are there already, and stay`,
          );
        if (unclaimed > 0)
          said.push(
            `${unclaimed} calls stay, since a mere claim is the only other price; claims=true uses it`,
          );
        if (unusable > 0)
          said.push(
            `${unusable} calls stay, since no other provider has all prices they need or room for them`,
          );
        if (claimed > 0)
          said.push(`${claimed} calls are priced at what a reseller claims, without a price list behind it`);
        return said;
      },
    };
  },
});

function paid({ costUsd, feeUsd }: OfferedMove): number {
  return costUsd + feeUsd;
}
