import type { MeasureUnit } from '../../model/check.ts';
import { type Quantiles, TOKEN_MEASURES, type TokenMeasure } from '../../model/measurement.ts';
import type { GroupKind } from '../../model/report.ts';
import { pricedCalls } from '../comparison/priced.ts';
import {
  costUsd,
  pricedSuccesses,
  type Quantity,
  recoverableUsd,
  wasteCalls,
  wasteUsd,
  wholePrompt,
} from './quantities.ts';

/** A figure that a budget can be set for. */
export interface Measure {
  readonly id: string;
  /** As people read it in a sentence: "cost per call". */
  readonly title: string;
  /** What it is, in one line. */
  readonly describe: string;
  readonly unit: MeasureUnit;
  /** Whether it can be judged for single groups too. */
  readonly isPerGroup: boolean;
  /** Whether prices have a part in it, so that calls without one are missing in it. */
  readonly isMoney: boolean;
  /** Only means something beside a baseline: has no `max` and no `min`. */
  readonly needsBaseline?: true;
  /** The detector whose finding it is. */
  readonly detector?: string;
  /** It is what all chosen detectors found together. */
  readonly isOfAllDetectors?: true;
  /** The strategy that has to be replayed for it. */
  readonly strategy?: string;
  readonly formula: Formula;
}

/** How a figure is worked out of sums. */
export type Formula =
  | { readonly kind: 'sum'; readonly of: Quantity }
  /** `none` says what is missing where there is nothing to divide by. */
  | { readonly kind: 'ratio'; readonly of: Quantity; readonly per: Quantity; readonly none: string }
  | { readonly kind: 'quantile'; readonly tokens: TokenMeasure; readonly at: keyof Quantiles }
  /** Cost of the calls that name a group, divided by the number of these groups. */
  | { readonly kind: 'perNamed'; readonly by: GroupKind }
  | { readonly kind: 'saving'; readonly strategy: string; readonly isShare: boolean }
  | { readonly kind: 'likeForLike' };

type Plain = Omit<Measure, 'isPerGroup' | 'isMoney'> & Partial<Pick<Measure, 'isPerGroup' | 'isMoney'>>;

export const NO_PRICE = 'no call has a price';
const NO_CALL = 'there is no call';
const NO_TOKENS = 'no call has known tokens';
const NO_COST = 'the calls cost nothing';

const thousandfold: Quantity = (figures, prices) => 1000 * costUsd(figures, prices);
const calls: Quantity = (figures) => figures.calls;
const counted: Quantity = ({ countedCalls }) => countedCalls;

const PER_CALL: Readonly<Record<TokenMeasure, { readonly of: Quantity; readonly what: string }>> = {
  input: { of: wholePrompt, what: 'whole prompt, cached or not' },
  output: { of: ({ tokens }) => tokens.output, what: 'answer, reasoning included' },
  reasoning: { of: ({ tokens }) => tokens.reasoning, what: 'reasoning' },
};

/** All measures but those of one finding or strategy, which are told by its id. */
export const MEASURES: readonly Measure[] = [
  measure({
    id: 'cost',
    title: 'cost',
    describe: 'Cost of all calls that have a price, as billed.',
    unit: 'usd',
    formula: { kind: 'sum', of: costUsd },
  }),
  measure({
    id: 'costPerCall',
    title: 'cost per call',
    describe: 'Cost divided by the calls that have a price.',
    unit: 'usd',
    formula: { kind: 'ratio', of: costUsd, per: pricedCalls, none: NO_PRICE },
  }),
  measure({
    id: 'costPer1000Calls',
    title: 'cost per 1,000 calls',
    describe: 'A thousand times the cost per call.',
    unit: 'usd',
    formula: { kind: 'ratio', of: thousandfold, per: pricedCalls, none: NO_PRICE },
  }),
  measure({
    id: 'costPerSuccessfulCall',
    title: 'cost per successful call',
    describe:
      'Cost of all calls, failed ones too, divided by the calls that have a price less those that failed.',
    unit: 'usd',
    formula: { kind: 'ratio', of: costUsd, per: pricedSuccesses, none: 'no call with a price succeeded' },
  }),
  ...(['user', 'feature', 'template', 'model'] as const).map((by) =>
    measure({
      id: `costPer${by[0]!.toUpperCase()}${by.slice(1)}`,
      title: `cost per ${by}`,
      describe: `Cost of the calls that name a ${by}, divided by the number of ${by}s.`,
      unit: 'usd',
      isPerGroup: false,
      formula: { kind: 'perNamed', by },
    }),
  ),
  measure({
    id: 'likeForLikeCost',
    title: 'like-for-like cost',
    describe:
      "Cost of the calls whose template is in the baseline too, beside what as many calls cost at the baseline's cost per call: free of tests that were added or taken away. With maxIncrease only.",
    unit: 'usd',
    isPerGroup: false,
    needsBaseline: true,
    formula: { kind: 'likeForLike' },
  }),
  measure({
    id: 'calls',
    title: 'calls',
    describe: 'Number of calls: attempts, failed ones too.',
    unit: 'calls',
    formula: { kind: 'sum', of: calls },
  }),
  ...TOKEN_MEASURES.flatMap(tokenMeasures),
  measure({
    id: 'recoverable',
    title: 'recoverable money',
    describe: 'What all detectors found avoidable together, every token once.',
    unit: 'usd',
    isOfAllDetectors: true,
    formula: { kind: 'sum', of: recoverableUsd },
  }),
  measure({
    id: 'recoverableShare',
    title: 'recoverable share',
    describe: 'Recoverable money as a share of the cost.',
    unit: 'share',
    isMoney: true,
    isOfAllDetectors: true,
    formula: { kind: 'ratio', of: recoverableUsd, per: costUsd, none: NO_COST },
  }),
  measure({
    id: 'cacheHitShare',
    title: 'cache-hit share',
    describe: "Prompt tokens read from the provider's prompt cache, as a share of all prompt tokens.",
    unit: 'share',
    formula: {
      kind: 'ratio',
      of: ({ tokens }) => tokens.cacheRead,
      per: wholePrompt,
      none: 'no call has known prompt tokens',
    },
  }),
  measure({
    id: 'failedShare',
    title: 'failed share',
    describe: 'Failed calls as a share of all calls.',
    unit: 'share',
    formula: { kind: 'ratio', of: ({ failedCalls }) => failedCalls, per: calls, none: NO_CALL },
  }),
  measure({
    id: 'retryShare',
    title: 'retry share',
    describe: 'Calls that retry-storms finds to be needless attempts, as a share of all calls.',
    unit: 'share',
    detector: 'retry-storms',
    formula: { kind: 'ratio', of: wasteCalls('retry-storms'), per: calls, none: NO_CALL },
  }),
];

const BY_ID: ReadonlyMap<string, Measure> = new Map(MEASURES.map((own) => [own.id, own]));

const NAMED = /^(finding|strategy)\.([a-z][a-z0-9-]*)(\.share)?$/;

/** Also `finding.ID`, `strategy.ID` and their `.share`, whatever the id: whether there is such a detector or strategy is not known here. */
export function measureOf(id: string): Measure | undefined {
  const [, kind, name, share] = NAMED.exec(id) ?? [];
  if (kind === undefined || name === undefined) return BY_ID.get(id);
  return kind === 'finding'
    ? findingMeasure(name, share !== undefined)
    : savingMeasure(name, share !== undefined);
}

function findingMeasure(detector: string, isShare: boolean): Measure {
  const of = wasteUsd(detector);
  return measure({
    id: `finding.${detector}${isShare ? '.share' : ''}`,
    title: isShare ? `share lost to ${detector}` : `money lost to ${detector}`,
    describe: `What ${detector} found avoidable by itself${isShare ? ', as a share of the cost' : ''}.`,
    unit: isShare ? 'share' : 'usd',
    isMoney: true,
    detector,
    formula: isShare ? { kind: 'ratio', of, per: costUsd, none: NO_COST } : { kind: 'sum', of },
  });
}

function savingMeasure(strategy: string, isShare: boolean): Measure {
  return measure({
    id: `strategy.${strategy}${isShare ? '.share' : ''}`,
    title: `${isShare ? 'share' : 'money'} that ${strategy} would save`,
    describe: `What ${strategy} alone would have saved${isShare ? ', as a share of the cost' : ''}.`,
    unit: isShare ? 'share' : 'usd',
    isPerGroup: false,
    isMoney: true,
    strategy,
    formula: { kind: 'saving', strategy, isShare },
  });
}

function tokenMeasures(tokens: TokenMeasure): Measure[] {
  const { of, what } = PER_CALL[tokens];
  const id = `${tokens}TokensPerCall`;
  const title = `${tokens} tokens per call`;
  return [
    measure({
      id,
      title,
      describe: `Tokens of the ${what}: mean over the calls whose tokens are known.`,
      unit: 'tokens',
      formula: { kind: 'ratio', of, per: counted, none: NO_TOKENS },
    }),
    ...(['p50', 'p95'] as const).map((at) =>
      measure({
        id: `${id}.${at}`,
        title: `${title} (${at})`,
        describe: `Tokens of the ${what} that ${at.slice(1)}% of these calls do not exceed.`,
        unit: 'tokens',
        formula: { kind: 'quantile', tokens, at },
      }),
    ),
  ];
}

function measure(plain: Plain): Measure {
  return { isPerGroup: true, isMoney: plain.unit === 'usd', ...plain };
}
