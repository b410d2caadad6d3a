import type { ColumnValue } from '../../model/column.ts';
import type { Charge, Report } from '../../model/report.ts';
import type { BilledKind } from '../../model/usage.ts';
import { safeJson } from '../data/json-table.ts';
import { plainNumber } from '../data/plain-number.ts';
import { rate } from '../format.ts';
import type { BillableCharge } from './billable-charges.ts';
import { focusTags } from './focus-tags.ts';
import { providerNames } from './provider-names.ts';

export interface FocusSubject {
  readonly report: Pick<Report, 'priceBook'>;
  readonly billingAccount: string;
}

interface FocusColumn {
  /** As FOCUS spells it; a column of our own begins with `x_`. */
  readonly id: string;
  /** Text, a plain number, or null. */
  value(charge: BillableCharge): ColumnValue;
}

/** One meter each. */
const METERS = {
  input: 'Input Tokens',
  cacheRead: 'Cache Read Input Tokens',
  cacheWrite5m: 'Cache Write Input Tokens',
  cacheWrite1h: '1-Hour Cache Write Input Tokens',
  output: 'Output Tokens',
} as const satisfies Record<BilledKind, string>;

/** Prices are per so many tokens: units have whole numbers, so this is no "1M" (FOCUS, attribute UnitFormat). */
const PRICED_TOKENS = 1_000_000;

/**
 * The columns in alphabetical order, those of our own last. All 21 mandatory ones, the recommended ones that a log can fill,
 * and the conditional ones that hold for a provider with a price list; no commitments, regions, resources or sub accounts.
 * Costs are what the price book makes of the logged tokens, in US dollars; the provider's invoice may say otherwise.
 */
export function focusColumns({ report, billingAccount }: FocusSubject): readonly FocusColumn[] {
  return [
    { id: 'BilledCost', value: ({ costUsd }) => costUsd },
    // Must not be null and is in no log: the user's word, or a placeholder that a notice tells of.
    { id: 'BillingAccountId', value: () => billingAccount },
    { id: 'BillingAccountName', value: () => null },
    { id: 'BillingCurrency', value: () => 'USD' },
    // Months of UTC, as the providers bill.
    { id: 'BillingPeriodEnd', value: ({ from }) => monthStart(from, 1) },
    { id: 'BillingPeriodStart', value: ({ from }) => monthStart(from, 0) },
    { id: 'ChargeCategory', value: () => 'Usage' },
    // Null: no correction of an earlier period.
    { id: 'ChargeClass', value: () => null },
    { id: 'ChargeDescription', value: description },
    { id: 'ChargeFrequency', value: () => 'Usage-Based' },
    { id: 'ChargePeriodEnd', value: ({ to }) => dateTime(to) },
    { id: 'ChargePeriodStart', value: ({ from }) => dateTime(from) },
    { id: 'ConsumedQuantity', value: ({ tokens }) => tokens },
    { id: 'ConsumedUnit', value: () => 'Tokens' },
    // Negotiated prices and discounts are in; there are no other reductions, so all but the list cost are the same.
    { id: 'ContractedCost', value: ({ costUsd }) => costUsd },
    { id: 'ContractedUnitPrice', value: ({ rateUsd }) => rateUsd },
    { id: 'EffectiveCost', value: ({ costUsd }) => costUsd },
    // Null: no invoice is known.
    { id: 'InvoiceId', value: () => null },
    { id: 'InvoiceIssuerName', value: ({ provider }) => providerNames(provider).provider },
    { id: 'ListCost', value: listCost },
    { id: 'ListUnitPrice', value: ({ listRateUsd }) => listRateUsd },
    // Every rate is agreed or published beforehand, also those of tiers and peak hours.
    { id: 'PricingCategory', value: () => 'Standard' },
    { id: 'PricingQuantity', value: ({ tokens }) => tokens / PRICED_TOKENS },
    { id: 'PricingUnit', value: () => `${PRICED_TOKENS} Tokens` },
    { id: 'ProviderName', value: ({ provider }) => providerNames(provider).provider },
    // Who made a resold model is not in a log; the service that runs it is the seller's.
    { id: 'PublisherName', value: ({ provider }) => providerNames(provider).provider },
    { id: 'ServiceCategory', value: () => 'AI and Machine Learning' },
    { id: 'ServiceName', value: ({ provider }) => providerNames(provider).service },
    { id: 'ServiceSubcategory', value: () => 'Generative AI' },
    { id: 'SkuId', value: skuId },
    { id: 'SkuMeter', value: ({ kind }) => METERS[kind] },
    { id: 'SkuPriceDetails', value: priceDetails },
    { id: 'SkuPriceId', value: skuPriceId },
    { id: 'Tags', value: ({ tags }) => focusTags(tags) },
    { id: 'x_CallCount', value: ({ calls }) => calls },
    { id: 'x_ModelName', value: ({ model }) => model },
    { id: 'x_PriceBookVersion', value: () => report.priceBook.version },
    { id: 'x_ServiceTier', value: ({ tier }) => tier },
    { id: 'x_TokenType', value: ({ kind }) => kind },
  ];
}

/** `YYYY-MM-DDTHH:mm:ssZ` (FOCUS, attribute DateTimeFormat). */
function dateTime(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}

/** The UTC month of an instant, or one `later`. */
function monthStart(iso: string, later: number): string {
  const at = new Date(iso);
  return dateTime(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later)).toISOString());
}

function description({ model, kind, tier, rateUsd }: BillableCharge): string {
  const at = tier === 'standard' ? '' : `, ${tier} tier`;
  return `${model || 'unknown model'}: ${METERS[kind]}${at} at ${rate(rateUsd)} per 1M`;
}

/** The product of the list unit price and the pricing quantity. */
function listCost({ costUsd, rateUsd, listRateUsd, tokens }: BillableCharge): number {
  return listRateUsd === rateUsd ? costUsd : (tokens * listRateUsd) / PRICED_TOKENS;
}

/** What is sold, whatever its price: the tier is a matter of the price. */
function skuId({ provider, model, kind }: Charge): string {
  return `${provider}/${model}/${METERS[kind].toLowerCase().replaceAll(' ', '-')}`;
}

/** Finds the list price: another price is another id. */
function skuPriceId(charge: BillableCharge): string {
  return `${skuId(charge)}/${charge.tier}/${plainNumber(charge.listRateUsd)}`;
}

/** FOCUS defines no property for models, so all keys begin with `x_`. */
function priceDetails({ model, tier, kind }: Charge): string {
  return safeJson({ x_ModelName: model, x_ServiceTier: tier, x_TokenType: kind });
}
