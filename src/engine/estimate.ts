import { InputError } from '../contracts/input-error.ts';
import type { ServiceTier } from '../model/call.ts';
import type { BillBuys, Estimate, EstimateBaseline, EstimateRow, EstimateVolume } from '../model/estimate.ts';
import { nearestName } from '../model/nearest-name.ts';
import { NO_TOKENS, type TokenCounts } from '../model/usage.ts';
import { usd } from '../pricing/charge.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { PricedCall } from '../pricing/priced-call.ts';
import { CLAIMED } from '../pricing/table/price-row.ts';
import { TOOL_VERSION } from './version.ts';

export interface EstimateRequest {
  /** As asked for; `provider/model` names a provider. */
  readonly models: readonly string[];
  readonly volume: EstimateVolume;
  readonly tier: ServiceTier;
  /** One of `models`, another model, or an amount in US dollars. */
  readonly baseline?: string | number;
  /** US dollars: also says how many tokens it buys. */
  readonly bill?: number;
}

/**
 * What a volume costs on each model. With a number of requests each is priced by itself, so that long prompts get their
 * rates; without one the tokens are priced at the rates of short prompts. Throws `InputError` for a model that has no price.
 */
export function estimate(book: PriceBook, request: EstimateRequest): Estimate {
  const { volume, tier } = request;
  const baseline = baselineOf(book, request);
  return {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    priceBook: { version: book.version, overrides: book.overrides },
    pricesAt: new Date(book.date).toISOString().slice(0, 10),
    tier,
    volume,
    baseline,
    rows: request.models.map((model) => rowOf(book, model, request, baseline)),
    notes: notesOf(request),
  };
}

/** What one model charges for a volume; NaN where a rate that it needs is unknown. */
interface Costs {
  readonly priced: PricedCall;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

function costsOf(
  book: PriceBook,
  model: string,
  { volume, tier }: EstimateRequest,
  flag = '--models',
): Costs {
  const { requests } = volume;
  const parts: TokenCounts = {
    ...NO_TOKENS,
    input: volume.inputTokens - volume.cachedTokens,
    cacheRead: volume.cachedTokens,
    output: volume.outputTokens,
  };
  const each = requests === null ? oneOfEach(parts) : perRequest(parts, requests);
  const billable = { model, provider: '', time: Number.NaN, tier };
  const priced = book.price({ ...billable, usage: each });
  if (priced.row === undefined) throw new InputError(`${flag}: ${unpriced(book, model, priced.reason)}`);
  const rates = book.rates({ ...billable, usage: each });
  if (rates === undefined) throw new InputError(`estimate: ${priced.reason}`);
  return {
    priced,
    input: usd(parts.input, rates.input),
    cached: usd(parts.cacheRead, rates.cacheRead),
    output: usd(parts.output, rates.output),
  };
}

/** Short enough for every list's first band, with each kind of token that is planned, so that what is uncertain of any is said. */
function oneOfEach({ input, cacheRead, output }: TokenCounts): TokenCounts {
  return {
    ...NO_TOKENS,
    input: Math.min(1, input),
    cacheRead: Math.min(1, cacheRead),
    output: Math.min(1, output),
  };
}

/** An average request; the rates depend on how long its prompt is. */
function perRequest(parts: TokenCounts, requests: number): TokenCounts {
  const each = (tokens: number): number => Math.round(tokens / requests);
  return {
    ...NO_TOKENS,
    input: each(parts.input),
    cacheRead: each(parts.cacheRead),
    output: each(parts.output),
  };
}

function unpriced(book: PriceBook, model: string, reason: string): string {
  const names = new Set(book.periods.flatMap(({ row }) => [row.model, ...row.aliases]));
  const nearest = nearestName(model, names);
  return nearest === undefined || nearest === model
    ? reason
    : `no price is known for '${model}'; did you mean "${nearest}"?`;
}

function baselineOf(book: PriceBook, request: EstimateRequest): EstimateBaseline | null {
  const { baseline } = request;
  if (baseline === undefined) return null;
  if (typeof baseline === 'number') return { label: 'a bill', usd: baseline };
  const { input, cached, output, priced } = costsOf(book, baseline, request, '--baseline');
  const total = input + cached + output;
  if (Number.isNaN(total)) throw new InputError(`--baseline: ${priced.reason}`);
  return { label: baseline, usd: total };
}

function rowOf(
  book: PriceBook,
  model: string,
  request: EstimateRequest,
  baseline: EstimateBaseline | null,
): EstimateRow {
  const { priced, input, cached, output } = costsOf(book, model, request);
  const { requests } = request.volume;
  const row = priced.row!;
  const total = input + cached + output;
  const delta = baseline === null ? Number.NaN : total - baseline.usd;
  return {
    model,
    id: row.model,
    provider: row.provider,
    isClaim: row.price_scope === CLAIMED,
    inputUsd: known(input),
    cachedUsd: known(cached),
    outputUsd: known(output),
    totalUsd: known(total),
    perRequestUsd: known(requests === null ? Number.NaN : total / requests),
    deltaUsd: known(delta),
    deltaShare: known(baseline === null || baseline.usd === 0 ? Number.NaN : delta / baseline.usd),
    bill: request.bill === undefined ? null : billOf(book, model, request.bill, request),
    notes: [...rowNotes(book, model, priced, total), ...roomNotes(book, model, request.volume)],
  };
}

/** How many tokens of one request a sum of US dollars pays for; above a border every token of it costs more. */
function mostTokens(usd: number, costOf: (tokens: number) => number): number {
  const straight = usd / costOf(1);
  // Fractions are told too; rounding may make the same rate a hair dearer.
  if (!(costOf(Math.ceil(straight)) > (usd + costOf(1)) * (1 + 1e-9))) return straight;
  let [paid, tooMany] = [0, Math.ceil(straight)];
  while (tooMany - paid > 1) {
    const middle = Math.floor((paid + tooMany) / 2);
    if (costOf(middle) <= usd * (1 + 1e-12)) paid = middle;
    else tooMany = middle;
  }
  return paid;
}

function billOf(
  book: PriceBook,
  model: string,
  bill: number,
  { tier, volume: { requests } }: EstimateRequest,
): BillBuys {
  const one = { model, provider: '', time: Number.NaN, tier };
  const bought = (kind: 'input' | 'output'): number => {
    const costOf = (tokens: number): number => book.cost({ ...one, usage: { ...NO_TOKENS, [kind]: tokens } });
    return (requests ?? 1) * (requests === null ? bill / costOf(1) : mostTokens(bill / requests, costOf));
  };
  const [input, output] = [bought('input'), bought('output')];
  const each = (amount: number): number => (requests === null ? Number.NaN : amount / requests);
  const least = book.cost({ ...one, usage: { ...NO_TOKENS, input: 1, output: 1 } });
  return {
    usd: bill,
    inputTokens: known(input),
    outputTokens: known(output),
    perRequestUsd: known(each(bill)),
    inputTokensPerRequest: known(each(input)),
    outputTokensPerRequest: known(each(output)),
    isImpossible: each(bill) < least,
  };
}

function rowNotes(book: PriceBook, model: string, priced: PricedCall, total: number): readonly string[] {
  const row = priced.row!;
  const notes = [...priced.caveats.filter((caveat) => !caveat.startsWith('the call has no time'))];
  if (row.price_scope === CLAIMED) notes.unshift("a reseller's claim, not a list price");
  if (priced.origin !== '') notes.unshift(`your own price from ${priced.origin}`);
  if (priced.longContextAbove !== null)
    notes.push(`prompts above ${priced.longContextAbove} tokens have rates of their own, taken here`);
  if (row.peak !== undefined) notes.push('off-peak rates; peak hours cost more');
  if (row.reasoning) notes.push('can reason, and reasoning is billed as output');
  const retires = book.retirement(model, '')?.retires ?? Number.NaN;
  if (!Number.isNaN(retires)) {
    const day = new Date(retires).toISOString().slice(0, 10);
    notes.push(retires <= book.date ? `retired since ${day}` : `retires on ${day}`);
  }
  if (Number.isNaN(total)) notes.push(priced.reason);
  return notes;
}

/** A price for requests that no model would take is no plan. */
function roomNotes(
  book: PriceBook,
  model: string,
  { requests, inputTokens, outputTokens }: EstimateVolume,
): readonly string[] {
  const info = book.info(model, '', Number.NaN);
  if (requests === null || info === undefined) return [];
  const { contextWindow, maxOutput } = info;
  if (contextWindow > 0 && inputTokens + outputTokens > contextWindow * requests)
    return [`a request does not fit its context of ${contextWindow} tokens`];
  if (maxOutput > 0 && outputTokens > maxOutput * requests)
    return [`an answer has at most ${maxOutput} tokens`];
  return [];
}

function notesOf({ models, volume: { requests, cachedTokens } }: EstimateRequest): readonly string[] {
  const notes: string[] = [];
  if (models.length > 1)
    notes.push(
      'Every model is given the same tokens; the same text has more on some, and a model that reasons writes more.',
    );
  if (requests === null)
    notes.push('Priced at the rates of short prompts; --requests prices requests one by one.');
  if (cachedTokens > 0) notes.push('What writing to the prompt cache costs is not included.');
  return notes;
}

/** Unknown is null, which a program cannot take for 0. */
function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
