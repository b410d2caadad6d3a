import { BUDGET_LEVELS, type Budget, type CheckLimits } from '../../model/budget.ts';
import {
  type BudgetResult,
  type Cause,
  type Change,
  type CheckedBaseline,
  type CheckedLog,
  type CheckFault,
  type CheckResult,
  type Comparison,
  type Exceeded,
  type GroupChange,
  type JudgedGroup,
  VERDICTS,
} from '../../model/check.ts';
import type { Grouping, Input, Warning } from '../../model/report.ts';
import { messageOf } from '../errors.ts';
import { timezone } from '../parse-value.ts';
import {
  anyInstant,
  anyNumber,
  anyText,
  fields,
  listOf,
  matching,
  oneOf,
  orAbsent,
  orNull,
  type Shape,
  trueOrFalse,
} from './shape.ts';

/** One that this version of Node knows: times are shown in it. */
const zone: Shape<string> = (value, at) => {
  try {
    timezone(value, { name: at, base: '' });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};

const number = orNull(anyNumber);
const name = orNull(anyText);
const grouping = matching<Grouping>(/^(model|day|user|feature|template|status|tag:.+)$/s, 'a grouping');
const change = fields<Change>({ baseline: number, current: number });
const status = oneOf(['same', 'changed', 'appeared', 'vanished']);
const span = fields<CheckResult['window']>({ from: name, to: name });
const limits = fields<CheckLimits>({ maxUnpriced: anyNumber, maxSkipped: anyNumber });
const tool = fields<CheckResult['tool']>({
  name: oneOf(['llm-cost']),
  version: matching(/^[\w.+-]{1,64}$/, 'a version'),
});

const LOG = {
  ...{ calls: anyNumber, failedCalls: anyNumber, unpricedCalls: anyNumber, unpricedTokens: anyNumber },
  ...{ estimatedCalls: anyNumber, records: anyNumber, skipped: anyNumber },
  ...{ isCostComplete: trueOrFalse, costUsd: number, costPerCallUsd: number },
};

const baseline = fields<CheckedBaseline>({
  ...LOG,
  ...{ path: anyText, tool: anyText, priceBook: anyText, window: span, hasHashedKeys: trueOrFalse },
});

const group = fields<GroupChange>({
  ...{ by: grouping, status, key: anyText, label: anyText, baselineKey: name, similarity: number },
  ...{ calls: change, costUsd: change, costPerCallUsd: change },
  ...{ inputTokensPerCall: change, outputTokensPerCall: change },
});

const comparison = fields<Comparison>({
  ...{ asOf: anyText, baselineThenUsd: anyNumber, baselineUsd: number },
  ...{ currentThenUsd: anyNumber, currentUsd: number, priceDriftUsd: number, usageDriftUsd: number },
  effects: orNull(
    fields<NonNullable<Comparison['effects']>>({
      ...{ volumeUsd: anyNumber, perCallUsd: anyNumber, appearedUsd: anyNumber, vanishedUsd: anyNumber },
    }),
  ),
  likeForLike: fields<Comparison['likeForLike']>({ baselineUsd: number, currentUsd: number }),
  ...{ templates: listOf(group), features: listOf(group), models: listOf(group) },
});

const budget = fields<Budget>({
  ...{ name: anyText, level: oneOf(BUDGET_LEVELS), measure: anyText },
  groups: orAbsent(fields<NonNullable<Budget['groups']>>({ by: grouping, pattern: anyText })),
  ...{ max: orAbsent(anyNumber), min: orAbsent(anyNumber), minCalls: anyNumber },
  maxIncrease: orAbsent(
    fields<NonNullable<Budget['maxIncrease']>>({ share: orAbsent(anyNumber), amount: orAbsent(anyNumber) }),
  ),
});

const cause = fields<Cause>({
  ...{ by: grouping, key: anyText, label: anyText, status: orNull(status) },
  ...{ calls: change, value: change, share: anyNumber },
});

const judged = fields<JudgedGroup>({
  ...{ by: orNull(grouping), key: name, label: anyText, calls: anyNumber },
  ...{ status: oneOf(['passed', 'failed', 'notJudged']), reason: name, value: number },
  compared: orNull(fields<NonNullable<JudgedGroup['compared']>>({ baseline: anyNumber, current: anyNumber })),
  exceeded: listOf(
    fields<Exceeded>({
      ...{ limit: oneOf(['max', 'min', 'maxIncrease']), allowed: anyNumber, found: anyNumber },
    }),
  ),
  ...{ causes: listOf(cause), show: name },
});

const budgetResult = fields<BudgetResult>({
  ...{ budget, title: anyText, unit: oneOf(['usd', 'tokens', 'share', 'calls']) },
  ...{ status: oneOf(['passed', 'failed', 'notJudged', 'off']), reason: name, judged: listOf(judged) },
});

const input = fields<Input>({
  ...{ path: anyText, source: anyText, why: anyText, records: anyNumber, calls: anyNumber },
  ...{ repeatedRecords: anyNumber, skipped: anyNumber, otherRecords: anyNumber },
  skippedSamples: listOf(fields<Input['skippedSamples'][number]>({ line: anyNumber, reason: anyText })),
});

const HEADER = { schemaVersion: oneOf([1]), tool, generatedAt: anyInstant, name: anyText };

/** The whole of a result: it may come from a job that strangers wrote, and is posted with a token that they do not have. */
export const resultShape: Shape<CheckResult> = fields<CheckResult>({
  ...HEADER,
  ...{ verdict: oneOf(VERDICTS), exitCode: oneOf([0, 1, 2, 3]), reasons: listOf(anyText), limits },
  priceBook: fields<CheckResult['priceBook']>({ version: anyText, overrides: listOf(anyText) }),
  ...{ timezone: zone, window: span, logs: listOf(anyText), inputs: listOf(input) },
  warnings: listOf(fields<Warning>({ code: anyText, text: anyText, count: anyNumber })),
  ...{ current: fields<CheckedLog>(LOG), baseline: orNull(baseline), comparison: orNull(comparison) },
  budgets: listOf(budgetResult),
});

export const faultShape: Shape<CheckFault> = fields<CheckFault>({
  ...HEADER,
  ...{ verdict: oneOf(['error']), exitCode: oneOf([2]), error: anyText },
});
