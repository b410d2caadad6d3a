import { describe, expect, test } from 'vitest';
import { judge, noCalls } from '../../src/gate/judge.ts';
import type { Budget, CheckLimits } from '../../src/model/budget.ts';
import type { Judgement } from '../../src/model/check.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { MADE_LIMITS, madeBudget, madeInput } from './made-input.ts';
import { madeBaseline, madeMeasurement, madeMoney } from './made-measurement.ts';

/** Ten calls for $10. */
const LOG = madeMeasurement();

function statuses({ budgets }: Judgement): Record<string, string> {
  return Object.fromEntries(budgets.map(({ budget, status }) => [budget.name, status]));
}

describe('what cannot be judged is no pass', () => {
  const cheap = madeBudget('cost', { max: 100 });
  const verdictOf = (judgement: Judgement) => [judgement.verdict, judgement.reasons];

  test('no calls', () => {
    const none = madeMeasurement({ total: { calls: 0 } });
    const empty = judge(madeInput([cheap, madeBudget('calls', { level: 'off', name: 'o' })], none));
    expect(verdictOf(empty)).toEqual(['notJudged', ['there are no calls']]);
    expect(statuses(empty)).toEqual({ cost: 'notJudged', o: 'off' });
    expect(empty.current).toMatchObject({ calls: 0, costUsd: null, costPerCallUsd: null });
    const faults = { budgets: [], limits: MADE_LIMITS, baselineFault: 'b.json: no such file' };
    expect(verdictOf(noCalls(faults, 'empty.jsonl holds no calls'))).toEqual([
      'notJudged',
      ['empty.jsonl holds no calls', 'b.json: no such file'],
    ]);
  });

  test('fewer calls than a budget takes', () => {
    const judgement = judge(madeInput([{ ...cheap, minCalls: 11 }], madeMeasurement()));
    expect(verdictOf(judgement)).toEqual(['notJudged', []]);
    expect(judgement.budgets[0]).toMatchObject({ reason: '10 calls, fewer than the 11 that it takes' });
    expect(judge(madeInput([{ ...cheap, minCalls: 10 }], madeMeasurement())).verdict).toBe('passed');
  });

  test('a baseline that is missing, of other calls, or empty', () => {
    const grow = madeBudget('cost', { maxIncrease: { share: 0.1 } });
    const missing = judge({ ...madeInput([cheap, grow], LOG), baselineFault: 'b.json: no such file' });
    expect(verdictOf(missing)).toEqual(['notJudged', ['b.json: no such file']]);
    expect(statuses(missing)).toEqual({ cost: 'notJudged' });
    expect(missing.budgets.map(({ reason }) => reason)).toEqual([null, 'b.json: no such file']);

    const other = judge(madeInput([cheap], LOG, { ...LOG, where: ['feature=search'] }));
    expect(verdictOf(other)).toEqual([
      'notJudged',
      ['the baseline llm-cost-baseline.json is of the calls with feature=search, this log of all calls'],
    ]);
    expect(other.comparison).toBeNull();
    expect(other.baseline).not.toBeNull();

    const empty = judge(madeInput([cheap], LOG, madeMeasurement({ total: { calls: 0 } })));
    expect(verdictOf(empty)).toEqual(['notJudged', ['the baseline llm-cost-baseline.json holds no calls']]);

    const none = judge(madeInput([grow], LOG));
    expect(verdictOf(none)).toEqual(['notJudged', []]);
    expect(none.budgets[0]!.reason).toBe('there is no baseline to compare with; --baseline names one');
  });

  test('another time zone or other days are no reason', () => {
    const window = { from: null, to: null };
    const other = { ...LOG, timezone: 'Asia/Tokyo', window };
    expect(verdictOf(judge(madeInput([cheap], LOG, other)))).toEqual(['passed', []]);
  });

  test('the conditions of a baseline with hashed keys are compared as it has them', () => {
    const current = { ...LOG, where: ['feature=search', 'user=ann'] };
    const baseline = { ...madeBaseline({ ...LOG, where: ['feature=search', 'user=#b1b0d9f2ad1f'] }) };
    const input = { ...madeInput([cheap], current), baseline };
    expect(judge(input).reasons[0]).toMatch(
      /^the baseline .* is of the calls with feature=search user=#b1b0/,
    );
    const own = judge({ ...input, baseline: { ...baseline, measurement: current } });
    expect(own.reasons).toEqual([]);
  });

  test('calls without a price, above the limit and within it', () => {
    const log = madeMeasurement({
      total: { calls: 100, unpricedCalls: 12, unpricedTokens: 600, money: madeMoney(80) },
      groups: {
        model: [
          { key: 'gpt-9', unpricedCalls: 12 },
          { key: 'gpt-4o', calls: 88 },
        ],
      },
    });
    const judged = (limits: Partial<CheckLimits>, budget: Budget) =>
      judge({ ...madeInput([budget], log), limits: { ...MADE_LIMITS, ...limits } });
    const reason = '12 of 100 calls have no price (12%); at most 0% is allowed';
    expect(verdictOf(judged({}, cheap))).toEqual(['notJudged', [`${reason}: model "gpt-9"`]]);
    expect(judged({}, cheap).budgets[0]).toMatchObject({ status: 'notJudged', reason });
    // What is known is too much already; of a mean that is not certain.
    expect(judged({}, madeBudget('cost', { max: 50 })).verdict).toBe('failed');
    expect(judged({}, madeBudget('costPerCall', { max: 0.1 })).verdict).toBe('notJudged');
    expect(statuses(judged({}, madeBudget('calls', { max: 100 })))).toEqual({ calls: 'passed' });
    expect(verdictOf(judged({ maxUnpriced: 0.12 }, cheap))).toEqual(['passed', []]);
    expect(judged({ maxUnpriced: 0.12 }, cheap).current).toMatchObject({ unpricedCalls: 12, costUsd: 80 });
  });

  test('a cost is complete where both calls and tokens without a price are within the limit', () => {
    // One call of a hundred has as many tokens as all others.
    const total = {
      calls: 100,
      unpricedCalls: 1,
      unpricedTokens: 5000,
      tokens: { input: 10_000, output: 0 },
    };
    const log = madeMeasurement({ total });
    const whole = madeMeasurement({ total: { ...total, unpricedCalls: 0, unpricedTokens: 0 } });
    const logs = (maxUnpriced: number, current: Measurement, baseline: Measurement) => {
      const limits = { ...MADE_LIMITS, maxUnpriced };
      const judged = judge({ ...madeInput([], current, baseline), limits });
      return [judged.current.isCostComplete, judged.baseline?.isCostComplete];
    };
    expect(logs(0.01, log, whole)).toEqual([false, true]);
    expect(logs(0.01, whole, log)).toEqual([true, false]);
    expect(logs(0.5, log, log)).toEqual([true, true]);
  });

  test('records that were skipped', () => {
    const read = { records: 200, skipped: 3 };
    const judged = judge(madeInput([cheap], madeMeasurement({ read })));
    expect(verdictOf(judged)).toEqual([
      'notJudged',
      ['3 of 200 records could not be read (1.5%); at most 1% is allowed'],
    ]);
    const fewer = madeMeasurement({ read: { records: 200, skipped: 2 } });
    expect(judge(madeInput([cheap], fewer)).verdict).toBe('passed');
  });

  test('logs that were named and not read, and calls of an earlier run alone', () => {
    const warning = (code: string) => ({ code, text: `${code}: b.jsonl`, count: 1 });
    const judged = (...codes: string[]) =>
      verdictOf(judge({ ...madeInput([cheap], LOG), warnings: codes.map(warning) }));
    expect(judged('unread-file', 'left-out-files', 'vanished-files')).toEqual([
      'notJudged',
      ['unread-file: b.jsonl', 'vanished-files: b.jsonl'],
    ]);
    expect(judged('left-out-files', 'estimated-tokens')).toEqual(['passed', []]);
  });

  test('calls without an answer in the log, above the limit of unpriced calls and within it', () => {
    const warnings = [{ code: 'unanswered-calls', text: 'answers', count: 3 }];
    const judged = (maxUnpriced: number) =>
      verdictOf(judge({ ...madeInput([cheap], LOG), warnings, limits: { ...MADE_LIMITS, maxUnpriced } }));
    expect(judged(0)).toEqual([
      'notJudged',
      [
        '3 of 10 calls have no answer in the log (30%), so that what it cost is not known; at most 0% is allowed',
      ],
    ]);
    expect(judged(0.3)).toEqual(['passed', []]);
  });

  test('calls that all failed, unless failures were asked for', () => {
    const failed = madeMeasurement({ total: { calls: 10, failedCalls: 10, money: madeMoney(0) } });
    const judged = judge(madeInput([cheap, madeBudget('calls', { max: 10 })], failed));
    expect(verdictOf(judged)).toEqual(['notJudged', ['all 10 calls failed']]);
    expect(judge(madeInput([madeBudget('failedShare', { max: 0.5 })], failed)).verdict).toBe('failed');
    expect(judge(madeInput([cheap], { ...failed, where: ['status=error'] })).verdict).toBe('passed');
    const nearly = madeMeasurement({ total: { calls: 10, failedCalls: 9 } });
    expect(judge(madeInput([cheap], nearly)).verdict).toBe('passed');
  });

  test('a price of the baseline that is not known today', () => {
    const older = madeMeasurement({ total: { money: madeMoney(10, Number.NaN) } });
    const judged = judge(
      madeInput(
        [madeBudget('cost', { maxIncrease: { share: 1 } }), { ...cheap, name: 'max' }],
        madeMeasurement(),
        older,
      ),
    );
    expect(statuses(judged)).toEqual({ cost: 'notJudged', max: 'passed' });
    expect(judged.budgets[0]!.reason).toBe(
      'in the baseline not all of its calls have a price on the day that both logs are priced at',
    );
    expect(judged.verdict).toBe('notJudged');
  });

  test('a budget that only warns is told of, and changes nothing', () => {
    const budget = madeBudget('cost', { max: 1, level: 'warn' });
    const judged = judge(madeInput([budget], LOG));
    expect([judged.verdict, judged.budgets[0]!.status]).toEqual(['passed', 'failed']);
  });
});
