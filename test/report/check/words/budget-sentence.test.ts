import { expect, test } from 'vitest';
import type { Budget } from '../../../../src/model/budget.ts';
import type { BudgetResult, JudgedGroup, MeasureUnit } from '../../../../src/model/check.ts';
import { budgetSentence, expectation } from '../../../../src/report/check/words/budget-sentence.ts';
import { sampleResult } from '../sample-checks.ts';

const [sample] = sampleResult('passed').budgets;

function judgement(
  budget: Partial<Budget>,
  judged: Partial<JudgedGroup>,
  unit: MeasureUnit = 'usd',
): readonly [BudgetResult, JudgedGroup] {
  const of: Budget = { name: 'b', level: 'error', measure: 'cost', minCalls: 1, ...budget };
  return [
    { ...sample!, budget: of, unit },
    { ...sample!.judged[0]!, ...judged },
  ];
}

test.each<readonly [string, Parameters<typeof judgement>, string]>([
  ['a kept limit', [{ max: 5 }, { value: 4 }], 'b is $4.00 (at most $5.00)'],
  [
    'a kept increase',
    [{ maxIncrease: { share: 0.1 } }, { value: 4.2, compared: { baseline: 4, current: 4.2 } }],
    'b is $4.20 (+5.0% against the baseline, at most +10% ($4.40))',
  ],
  [
    'both limits of an increase, the wider one counts',
    [{ maxIncrease: { share: 0.1, amount: 1 } }, { value: 4.2, compared: { baseline: 4, current: 4.2 } }],
    'b is $4.20 (+5.0% against the baseline, at most the more of +10% and +$1.00 ($5.00))',
  ],
  [
    'an increase from nothing',
    [
      { maxIncrease: { share: 0.1 } },
      {
        ...{ status: 'failed', value: 2, compared: { baseline: 0, current: 2 } },
        exceeded: [{ limit: 'maxIncrease', allowed: 0, found: 2 }],
      },
    ],
    'b is $2.00, at most $0.00 allowed (+$2.00, from nothing, against the baseline, +10% allowed)',
  ],
  [
    'other prices than those of the bill',
    [
      { maxIncrease: { share: 0.1 } },
      {
        ...{ status: 'failed', value: 3, compared: { baseline: 3, current: 4 } },
        exceeded: [{ limit: 'maxIncrease', allowed: 3.3, found: 4 }],
      },
    ],
    'b is $4.00, at most $3.30 allowed (+33.3% against the baseline, +10% allowed; $3.00 as billed)',
  ],
  [
    'an excess that rounding would hide',
    [{ max: 5 }, { status: 'failed', value: 5.001, exceeded: [{ limit: 'max', allowed: 5, found: 5.001 }] }],
    'b is $5.001, at most $5.00 allowed',
  ],
  [
    'a share too low',
    [
      { min: 0.3 },
      { status: 'failed', value: 0.2, exceeded: [{ limit: 'min', allowed: 0.3, found: 0.2 }] },
      'share',
    ],
    'b is 20.0%, at least 30% required',
  ],
  [
    'a group that is not judged',
    [
      {},
      { status: 'notJudged', by: 'feature', key: 'x', reason: '2 calls, at least 5 are needed', value: null },
    ],
    'b of feature "x" is not judged: 2 calls, at least 5 are needed',
  ],
])('%s', (_, [budget, judged, unit], expected) => {
  expect(budgetSentence(...judgement(budget, judged, unit))).toBe(expected);
});

test('what did not change is said so, and a name of several words is quoted', () => {
  const compared = { baseline: 4, current: 4 };
  const [result, judged] = judgement({ name: 'a b', maxIncrease: { share: 0.1 } }, { value: 4, compared });
  expect(budgetSentence(result, judged)).toBe(
    '"a b" is $4.00 (no change against the baseline, at most +10% ($4.40))',
  );
});

test('limits are said as they were given', () => {
  const [result] = judgement(
    { max: 0.05, min: 0.01, maxIncrease: { share: 0.1, amount: 0.02 } },
    {},
    'share',
  );
  expect(expectation(result)).toBe('at most 5%, at least 1%, at most the more of +10% and +2 points');
});
