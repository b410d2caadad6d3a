import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/gate/judge.ts';
import type { MeasuredDetector } from '../../../src/model/measurement.ts';
import { madeBudget, madeInput } from '../made-input.ts';
import { madeDetector, madeMeasurement, madeMoney, madeStrategy, madeWaste } from '../made-measurement.ts';

type Detectors = Readonly<Record<string, MeasuredDetector>>;

const found = madeDetector({ options: { window: 300 } });
const wider = madeDetector({ options: { window: 600 } });
const failed = madeDetector({ status: 'failed', reason: 'out of memory' });
const blind = madeDetector({ status: 'notApplicable', reason: 'no call has a prompt' });

function log(detectors: Detectors) {
  return madeMeasurement({
    detectors,
    total: { money: madeMoney(10), waste: { duplicates: madeWaste(1, 2) }, recoverable: madeMoney(3) },
  });
}

/** The value, and why it is not judged. */
function judged(measure: string, current: Detectors, baseline?: Detectors) {
  const limit = baseline === undefined ? { max: 50 } : { maxIncrease: { share: 0.5 } };
  const input = madeInput([madeBudget(measure, limit)], log(current), baseline && log(baseline));
  const [result] = judge(input).budgets;
  return [result!.judged[0]!.value, result!.reason];
}

describe('what was not found because nobody looked is not known', () => {
  test.each([
    ['finding.duplicates', { duplicates: found }, 2, null],
    ['finding.duplicates', {}, null, 'duplicates was not looked for'],
    ['finding.duplicates', { duplicates: failed }, null, 'duplicates failed: out of memory'],
    ['finding.duplicates', { duplicates: blind }, null, 'duplicates does not apply: no call has a prompt'],
    ['finding.duplicates.share', { duplicates: found }, 0.2, null],
    ['retryShare', { duplicates: found }, null, 'retry-storms was not looked for'],
    ['recoverable', { duplicates: found, batchable: blind }, 3, null],
    ['recoverable', { duplicates: found, batchable: failed }, null, 'batchable failed: out of memory'],
    ['recoverableShare', { duplicates: blind }, null, 'no detector could look at the log'],
    ['recoverable', {}, null, 'no detector could look at the log'],
    ['calls', {}, 10, null],
  ] as const)('%s of %j', (measure, detectors, value, reason) => {
    expect(judged(measure, detectors)).toEqual([value, reason]);
  });
});

describe('what was looked for in another way is not compared', () => {
  test.each([
    ['finding.duplicates', { duplicates: found }, { duplicates: found }, null],
    [
      'finding.duplicates',
      { duplicates: found },
      { duplicates: wider },
      'duplicates was run with other options for the baseline',
    ],
    [
      'finding.duplicates',
      { duplicates: found },
      { duplicates: madeDetector() },
      'duplicates was run with other options for the baseline',
    ],
    ['finding.duplicates', { duplicates: found }, {}, 'in the baseline duplicates was not looked for'],
    [
      'finding.duplicates',
      { duplicates: found },
      { duplicates: blind },
      'in the baseline duplicates does not apply: no call has a prompt',
    ],
    ['finding.duplicates', { duplicates: found, batchable: found }, { duplicates: found }, null],
    ['recoverable', { duplicates: found, batchable: blind }, { duplicates: found, batchable: blind }, null],
    [
      'recoverable',
      { duplicates: found, batchable: found },
      { duplicates: found },
      'batchable was not looked for in the baseline',
    ],
    [
      'recoverable',
      { duplicates: found },
      { duplicates: found, batchable: blind },
      'batchable was looked for in the baseline only',
    ],
    [
      'recoverableShare',
      { duplicates: found },
      { duplicates: wider },
      'duplicates was run with other options for the baseline',
    ],
    // Knowing less than for the baseline is no gain; finding what it had none of is a loss.
    [
      'recoverable',
      { duplicates: found, batchable: blind },
      { duplicates: found, batchable: found },
      'batchable does not apply: no call has a prompt',
    ],
    ['recoverable', { duplicates: found, batchable: found }, { duplicates: found, batchable: blind }, null],
    ['cost', {}, { duplicates: found }, null],
  ] as const)('%s of %j after %j', (measure, current, baseline, reason) => {
    expect(judged(measure, current, baseline)[1]).toBe(reason);
  });
});

describe('what a strategy would save', () => {
  const strategy = (savedUsd: number, nowUsd = 10, options = {}) =>
    madeMeasurement({
      strategies: { router: madeStrategy(savedUsd, { options }) },
      total: { money: madeMoney(10, nowUsd) },
    });
  const grow = madeBudget('strategy.router', { maxIncrease: { share: 0.5 } });
  const reasonOf = (current = strategy(2), baseline = strategy(2)) => {
    const [result] = judge(madeInput([grow], current, baseline)).budgets;
    return [result!.status, result!.reason];
  };
  const moved = 'prices changed since the baseline, and a saving cannot be priced anew';

  test('is compared at the same prices with the same options', () => {
    expect(reasonOf()).toEqual(['passed', null]);
    expect(reasonOf(strategy(4))).toEqual(['failed', null]);
    expect(reasonOf(strategy(2), strategy(2, 10.001))).toEqual(['notJudged', moved]);
    expect(reasonOf(strategy(2), strategy(2, 9.999))).toEqual(['notJudged', moved]);
    expect(reasonOf(strategy(2), strategy(2, 10 + 1e-12))).toEqual(['passed', null]);
    expect(reasonOf(strategy(2), strategy(2, Number.NaN))).toEqual(['notJudged', moved]);
    expect(reasonOf(strategy(2, 11))).toEqual(['notJudged', moved]);
    expect(reasonOf(strategy(2), strategy(2, 10, { share: 0.5 }))).toEqual([
      'notJudged',
      'router was run with other options for the baseline',
    ]);
    expect(reasonOf(strategy(2), madeMeasurement())).toEqual([
      'notJudged',
      'in the baseline router was not replayed',
    ]);
  });

  test('is not known where it was not replayed', () => {
    const [result] = judge(madeInput([madeBudget('strategy.router.share', { max: 1 })])).budgets;
    expect([result!.status, result!.reason]).toEqual(['notJudged', 'router was not replayed']);
  });
});
