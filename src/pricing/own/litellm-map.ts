import { withoutDust } from '../charge.ts';
import { providerName } from '../lookup/provider-name.ts';
import type { LongContextRates } from '../table/price-row.ts';
import { PriceFileError } from './price-file-error.ts';
import { type Fields, isFields, kindOf, type Place, readRate } from './user-fields.ts';
import type { RateField, UserPrice } from './user-price.ts';

/**
 * LiteLLM's `model_prices_and_context_window.json`: model -> rates in US dollars per single token.
 * Read: input, output, cache reads and writes (5 minutes, 1 hour), `_above_NNNk_tokens`, `tiered_pricing`, `_batches`,
 * `_flex`, `_priority`, `output_cost_per_reasoning_token` and the limits. The map has no dates: its prices hold always.
 */
export function isLiteLlmMap(fields: Fields): boolean {
  return Object.values(fields).some(
    (entry) => isFields(entry) && ('litellm_provider' in entry || 'input_cost_per_token' in entry),
  );
}

const TOKEN_RATE =
  /^(input_cost_per_token|output_cost_per_token|cache_read_input_token_cost|cache_creation_input_token_cost)(_above_1hr)?(?:_above_(\d{1,5})k_tokens)?(?:_(batches|flex|priority))?$/;

/** Units other than text tokens; what these models charge for is not in any log read here. */
const TOKEN_MODES: ReadonlySet<unknown> = new Set([
  undefined,
  'chat',
  'completion',
  'responses',
  'embedding',
]);

type BandField = 'input' | 'output' | 'cache_read' | 'cache_write_5m' | 'cache_write_1h';

export function readLiteLlmMap(
  fields: Fields,
  origin: string,
): { readonly prices: readonly UserPrice[]; readonly ignored: number } {
  const prices: UserPrice[] = [];
  let ignored = 0;
  for (const [model, entry] of Object.entries(fields)) {
    const price =
      model === 'sample_spec' || !isFields(entry)
        ? undefined
        : readEntry(model, entry, origin, `${origin}: ${model}`);
    if (price === undefined) ignored++;
    else prices.push(price);
  }
  return { prices, ignored };
}

/** `undefined` when the entry holds no price per token, or one that depends on something not understood here. */
function readEntry(model: string, entry: Fields, origin: string, place: Place): UserPrice | undefined {
  if (!TOKEN_MODES.has(entry.mode)) return undefined;
  const rates: Partial<Record<RateField, number | null>> = {};
  const bands = new Map<number, Map<BandField, number | null>>();
  for (const [key, value] of Object.entries(entry)) {
    if (key.startsWith('long_context_')) return undefined;
    const found = TOKEN_RATE.exec(key);
    if (found === null) continue;
    const [, base = '', hour, above, tier] = found;
    const rate = perMillion(readRate(value, `${place}.${key}`));
    const field = fieldOf(base, hour !== undefined);
    if (above !== undefined) {
      // A tier's long-context rates follow from its factor.
      if (tier === undefined) bandAt(bands, Number(above) * 1000).set(field, rate);
    } else if (tier === undefined) rates[field] = rate;
    else {
      const ofTier = tierField(tier, field);
      if (ofTier !== undefined) rates[ofTier] = rate;
    }
  }
  readTiers(entry.tiered_pricing, place, rates, bands);
  if (rates.input === undefined) return undefined;
  const provider = liteLlmProvider(entry.litellm_provider);
  if (entry.output_cost_per_reasoning_token !== undefined) {
    const rate = perMillion(
      readRate(entry.output_cost_per_reasoning_token, `${place}.output_cost_per_reasoning_token`),
    );
    // Alibaba bills all output of a call that thinks at this rate. Others bill the reasoning tokens alone, for which a
    // row has no rate: unless it is the output's, what such a call costs is unknown.
    if (provider === 'alibaba') rates.output_reasoning = rate;
    else if (rate !== rates.output) rates.output_reasoning = null;
  }
  return {
    origin,
    provider,
    model,
    aliases: bareName(model, provider),
    rates,
    bands: [...bands.entries()]
      .sort(([a], [b]) => a - b)
      .map(([above_tokens, band]) => ({
        above_tokens,
        // What the map does not raise above the threshold stays as it is below.
        input: band.get('input') ?? rates.input ?? null,
        output: band.get('output') ?? rates.output ?? null,
        cache_read: band.get('cache_read') ?? null,
        cache_write_5m: band.get('cache_write_5m') ?? null,
        cache_write_1h: band.get('cache_write_1h') ?? null,
      })) satisfies readonly LongContextRates[],
    from: null,
    to: null,
    ...limit('contextWindow', entry.max_input_tokens),
    ...limit('maxOutput', entry.max_output_tokens),
    ...(typeof entry.supports_reasoning === 'boolean' ? { reasoning: entry.supports_reasoning } : {}),
  };
}

/** `tiered_pricing: [{ range: [0, 32000], input_cost_per_token, output_cost_per_token }, ...]` */
function readTiers(
  value: unknown,
  place: Place,
  rates: Partial<Record<RateField, number | null>>,
  bands: Map<number, Map<BandField, number | null>>,
): void {
  if (!Array.isArray(value)) return;
  value.forEach((tier: unknown, at) => {
    const here = `${place}.tiered_pricing[${at}]`;
    const range: unknown = isFields(tier) ? tier.range : undefined;
    const start: unknown = Array.isArray(range) ? range[0] : undefined;
    if (!isFields(tier) || typeof start !== 'number' || !(start >= 0)) {
      throw new PriceFileError(`${here}: must hold a range that starts with a number, is ${kindOf(tier)}`);
    }
    for (const [key, item] of Object.entries(tier)) {
      const found = TOKEN_RATE.exec(key);
      if (found === null || found[3] !== undefined || found[4] !== undefined) continue;
      const field = fieldOf(found[1] ?? '', found[2] !== undefined);
      const rate = perMillion(readRate(item, `${here}.${key}`));
      if (start === 0) rates[field] = rate;
      else bandAt(bands, start).set(field, rate);
    }
  });
}

function fieldOf(base: string, hour: boolean): BandField {
  if (base === 'input_cost_per_token') return 'input';
  if (base === 'output_cost_per_token') return 'output';
  if (base === 'cache_read_input_token_cost') return 'cache_read';
  return hour ? 'cache_write_1h' : 'cache_write_5m';
}

function tierField(tier: string, field: BandField): RateField | undefined {
  if (field === 'cache_write_5m' || field === 'cache_write_1h') return undefined;
  if (tier === 'batches') return `batch_${field}`;
  if (tier === 'flex') return `flex_${field}`;
  return `priority_${field}`;
}

function bandAt(
  bands: Map<number, Map<BandField, number | null>>,
  above: number,
): Map<BandField, number | null> {
  const band = bands.get(above) ?? new Map<BandField, number | null>();
  bands.set(above, band);
  return band;
}

/** Per token to per 1M tokens. */
function perMillion(rate: number | null): number | null {
  return rate === null ? null : withoutDust(rate * 1_000_000);
}

/** LiteLLM splits a cloud by the maker of the model: `vertex_ai-anthropic_models`. */
function liteLlmProvider(value: unknown): string {
  if (typeof value !== 'string') return '';
  const name = providerName(value);
  if (name.startsWith('vertex-ai')) return 'vertex-ai';
  return name === 'text-completion-openai' ? 'openai' : name;
}

/** `gemini/gemini-2.5-pro` is logged as `gemini-2.5-pro` too. */
function bareName(model: string, provider: string): readonly string[] {
  const slash = model.indexOf('/');
  if (slash <= 0 || providerName(model.slice(0, slash)) !== provider) return [];
  const bare = model.slice(slash + 1);
  return bare === '' ? [] : [bare];
}

function limit(
  field: 'contextWindow' | 'maxOutput',
  value: unknown,
): { contextWindow?: number; maxOutput?: number } {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? { [field]: value } : {};
}
