/**
 * The rules of FOCUS 1.2 for the columns of a row, written from the specification (tag v1.2, specification/columns), not from the
 * program: what it calls the feature level, whether nulls are allowed, the data type, and the allowed values.
 */
interface Rule {
  readonly level: 'mandatory' | 'conditional' | 'recommended';
  readonly nulls: boolean;
  readonly type: 'string' | 'decimal' | 'date' | 'json';
  readonly allowed?: readonly string[];
}

const text = { type: 'string' } as const;
const mandatory = { level: 'mandatory', nulls: false } as const;
const conditional = { level: 'conditional', nulls: true } as const;

const FOCUS_RULES: Readonly<Record<string, Rule>> = {
  AvailabilityZone: { level: 'recommended', nulls: true, ...text },
  BilledCost: { ...mandatory, type: 'decimal' },
  BillingAccountId: { ...mandatory, ...text },
  BillingAccountName: { ...mandatory, nulls: true, ...text },
  BillingAccountType: { level: 'conditional', nulls: false, ...text },
  BillingCurrency: { ...mandatory, ...text },
  BillingPeriodEnd: { ...mandatory, type: 'date' },
  BillingPeriodStart: { ...mandatory, type: 'date' },
  CapacityReservationId: { ...conditional, ...text },
  CapacityReservationStatus: { ...conditional, ...text, allowed: ['Used', 'Unused'] },
  ChargeCategory: {
    ...mandatory,
    ...text,
    allowed: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  },
  ChargeClass: { ...mandatory, nulls: true, ...text, allowed: ['Correction'] },
  ChargeDescription: { ...mandatory, nulls: true, ...text },
  ChargeFrequency: {
    level: 'recommended',
    nulls: false,
    ...text,
    allowed: ['One-Time', 'Recurring', 'Usage-Based'],
  },
  ChargePeriodEnd: { ...mandatory, type: 'date' },
  ChargePeriodStart: { ...mandatory, type: 'date' },
  CommitmentDiscountCategory: { ...conditional, ...text, allowed: ['Spend', 'Usage'] },
  CommitmentDiscountId: { ...conditional, ...text },
  CommitmentDiscountName: { ...conditional, ...text },
  CommitmentDiscountQuantity: { ...conditional, type: 'decimal' },
  CommitmentDiscountStatus: { ...conditional, ...text, allowed: ['Used', 'Unused'] },
  CommitmentDiscountType: { ...conditional, ...text },
  CommitmentDiscountUnit: { ...conditional, ...text },
  ConsumedQuantity: { ...conditional, type: 'decimal' },
  ConsumedUnit: { ...conditional, ...text },
  ContractedCost: { ...mandatory, type: 'decimal' },
  ContractedUnitPrice: { ...conditional, type: 'decimal' },
  EffectiveCost: { ...mandatory, type: 'decimal' },
  InvoiceId: { level: 'recommended', nulls: true, ...text },
  InvoiceIssuerName: { ...mandatory, ...text },
  ListCost: { ...mandatory, type: 'decimal' },
  ListUnitPrice: { ...conditional, type: 'decimal' },
  PricingCategory: { ...conditional, ...text, allowed: ['Standard', 'Dynamic', 'Committed', 'Other'] },
  PricingCurrency: { ...conditional, ...text },
  PricingCurrencyContractedUnitPrice: { ...conditional, type: 'decimal' },
  PricingCurrencyEffectiveCost: { ...conditional, type: 'decimal' },
  PricingCurrencyListUnitPrice: { ...conditional, type: 'decimal' },
  PricingQuantity: { ...mandatory, nulls: true, type: 'decimal' },
  PricingUnit: { ...mandatory, nulls: true, ...text },
  ProviderName: { ...mandatory, ...text },
  PublisherName: { ...mandatory, ...text },
  RegionId: { ...conditional, ...text },
  RegionName: { ...conditional, ...text },
  ResourceId: { ...conditional, ...text },
  ResourceName: { ...conditional, ...text },
  ResourceType: { ...conditional, ...text },
  ServiceCategory: { ...mandatory, ...text, allowed: ['AI and Machine Learning'] },
  ServiceName: { ...mandatory, ...text },
  ServiceSubcategory: {
    level: 'recommended',
    nulls: false,
    ...text,
    allowed: [
      'AI Platforms',
      'Bots',
      'Generative AI',
      'Machine Learning',
      'Natural Language Processing',
      'Other (AI and Machine Learning)',
    ],
  },
  SkuId: { ...conditional, ...text },
  SkuMeter: { ...conditional, ...text },
  SkuPriceDetails: { ...conditional, type: 'json' },
  SkuPriceId: { ...conditional, ...text },
  SubAccountId: { ...conditional, ...text },
  SubAccountName: { ...conditional, ...text },
  SubAccountType: { ...conditional, ...text },
  Tags: { ...conditional, type: 'json' },
};

/** Not null in a row of usage that is no correction. */
const OF_USAGE = [
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedUnitPrice',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'SkuId',
  'SkuPriceId',
];

const FORMATS = {
  string: /\S/,
  decimal: /^-?\d+(\.\d+)?(E-?\d+)?$/,
  date: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  json: /^\{.*\}$/,
} as const;

export type FocusRow = Readonly<Record<string, string>>;

/** What is wrong with the header, a line each. */
export function headerProblems(header: readonly string[]): string[] {
  const own = header.filter((id) => id.startsWith('x_'));
  const defined = header.filter((id) => !id.startsWith('x_'));
  return [
    ...Object.keys(FOCUS_RULES)
      .filter((id) => FOCUS_RULES[id]!.level === 'mandatory' && !header.includes(id))
      .map((id) => `${id} is missing`),
    ...defined.filter((id) => FOCUS_RULES[id] === undefined).map((id) => `${id} is no column of FOCUS`),
    ...header.filter((id, i) => header.indexOf(id) !== i).map((id) => `${id} is there twice`),
    ...own.filter((id) => !/^x_[A-Z][A-Za-z0-9]{0,47}$/.test(id)).map((id) => `${id} is not in Pascal case`),
    ...(header.join() === [...defined, ...own].join()
      ? []
      : ['columns of our own stand among those of FOCUS']),
  ];
}

/** What is wrong with a row, a line each; '' is null. */
export function rowProblems(row: FocusRow): string[] {
  const single = Object.entries(FOCUS_RULES).flatMap(([id, { nulls, type, allowed }]) => {
    const value = row[id];
    if (value === undefined) return [];
    if (value === '') return nulls ? [] : [`${id} is null`];
    if (!FORMATS[type].test(value)) return [`${id} is no ${type}: ${value}`];
    return allowed === undefined || allowed.includes(value) ? [] : [`${id} must not be ${value}`];
  });
  const missing = OF_USAGE.filter((id) => row[id] === '').map((id) => `${id} is null in a row of usage`);
  return [...single, ...missing, ...productProblems(row), ...periodProblems(row), ...jsonProblems(row)];
}

function productProblems(row: FocusRow): string[] {
  return (['List', 'Contracted'] as const).flatMap((kind) => {
    const cost = Number(row[`${kind}Cost`]);
    const product = Number(row[`${kind}UnitPrice`]) * Number(row.PricingQuantity);
    const isSame = Math.abs(cost - product) <= 1e-9 * Math.max(1, cost);
    return isSame && Number(row[`${kind}UnitPrice`]) >= 0 ? [] : [`${kind}Cost ${cost} is not ${product}`];
  });
}

function periodProblems(row: FocusRow): string[] {
  const [start, end, monthStart, monthEnd] = ['ChargePeriod', 'BillingPeriod'].flatMap((period) =>
    ['Start', 'End'].map((bound) => Date.parse(row[`${period}${bound}`]!)),
  ) as [number, number, number, number];
  const days = (monthEnd - monthStart) / 86_400_000;
  return [
    ...(start < end ? [] : ['the charge period ends before it starts']),
    ...(start >= monthStart && end <= monthEnd ? [] : ['the charge period is not inside the billing period']),
    ...(days >= 28 && days <= 31 && row.BillingPeriodStart!.endsWith('-01T00:00:00Z') ? [] : ['no month']),
  ];
}

function jsonProblems(row: FocusRow): string[] {
  return ['SkuPriceDetails', 'Tags'].flatMap((id) => {
    if (row[id] === '') return [];
    const entries = Object.entries(JSON.parse(row[id]!) as object);
    return [
      ...entries
        .filter(([, value]) => typeof value === 'object' && value !== null)
        .map(([key]) => `${id}.${key} is not flat`),
      ...(id === 'Tags'
        ? []
        : entries.filter(([key]) => !key.startsWith('x_')).map(([key]) => `${key} needs x_`)),
    ];
  });
}
