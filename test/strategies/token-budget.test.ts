import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import { calendarIn } from '../../src/engine/totals/calendar.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import tokenBudget from '../../src/strategies/token-budget.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MODELS = fakeModels([{ model: 'gpt-4.1', input: 2, output: 8 }]);
const START = Date.UTC(2026, 8, 1);
const HOUR = 3_600_000;

type Parts = Omit<Parameters<typeof inOrder>[0][number], 'usage'> & {
  /** Hours from the start. */
  readonly at: number;
  /** Input; 1,000 unless it says otherwise. */
  readonly tokens?: number;
};

function run(parts: readonly Parts[], options: AnyOptionValues, timezone = 'UTC'): StrategyResult {
  const calls = inOrder(
    parts.map(({ at, tokens, ...part }) => ({
      ...part,
      time: START + at * HOUR,
      usage: { input: tokens ?? 1000, output: 0 },
    })),
  );
  const chosen = choose(tokenBudget, { dailyTokens: 0, hourlyTokens: 0, ...options });
  const context = contextOf(fakePrompts([]).prompts, MODELS, undefined, { calendar: calendarIn(timezone) });
  return replayCalls([chosen], context, calls).strategies[0]!;
}
const metric = (result: StrategyResult, key: string): unknown =>
  result.metrics.find((one) => one.key === key)!.value;
const metrics = (result: StrategyResult, ...keys: string[]): unknown[] =>
  keys.map((key) => metric(result, key));
const at = (...hours: number[]): Parts[] => hours.map((hour) => ({ at: hour }));

test('S1-13: of 5 million a day 2.5 million are used: 2,500,000 left, 50.0%, available', () => {
  const parts = [
    { at: 9.5, tokens: 1_000_000 },
    { at: 10.5, tokens: 1_000_000 },
    { at: 11.5, tokens: 500_000 },
  ];
  const result = run(parts, tokenBudget.presets!['second-article']!.options);
  expect(metrics(result, 'dailyUsed', 'dailyRemaining', 'dailyUtilisation', 'available')).toEqual([
    2_500_000,
    2_500_000,
    0.5,
    true,
  ]);
  expect(metric(result, 'callsHeld')).toBe(0);
  // The first used up its hour: one that had come then would have had to wait.
  const held = run([...parts.slice(0, 1), { at: 9.75 }, ...parts.slice(1)], {
    ...tokenBudget.presets!['second-article']!.options,
  });
  expect(metrics(held, 'callsHeld', 'delayMax')).toEqual([1, 0.25 * HOUR]);
});

describe('queue', () => {
  test('what finds no room waits for the next hour, in the order in which it came', () => {
    // 2,000 an hour: two now, two at 1:00, the fifth at 2:00, where the sixth finds room as well.
    const result = run(at(0.1, 0.2, 0.3, 0.4, 0.5, 2.5), { hourlyTokens: 2000 });
    expect(metrics(result, 'callsHeld', 'delayMax', 'longestQueue', 'waitingAtEnd')).toEqual([
      3,
      1.5 * HOUR,
      3,
      0,
    ]);
    expect(metric(result, 'delayP50')).toBe(0);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0, basis: 'estimated' });
    expect(result.risks).toMatchObject({ delayed: 3, refused: 0 });
    expect(result.views[0]!.rows).toEqual([
      {
        day: '2026-09-01',
        tokens: 6000,
        tokenLimit: null,
        usd: expect.closeTo(0.012, 12),
        usdLimit: null,
        over: 3,
        hoursOver: 1,
        firstOver: '2026-09-01 00:18',
      },
    ]);
  });

  test('a used up day waits for the next one, whatever the hour has left', () => {
    const result = run(at(1, 2, 23, 25), { dailyTokens: 2000, hourlyTokens: 2000 });
    expect(metrics(result, 'callsHeld', 'delayMax')).toEqual([1, HOUR]);
    expect(result.views[0]!.rows.map(({ day, tokens }) => [day, tokens])).toEqual([
      ['2026-09-01', 2000],
      ['2026-09-02', 2000],
    ]);
  });

  test('days are those of the zone', () => {
    // Midnight in Kolkata is 18:30 UTC, and its hours begin at half past.
    const kolkata = run(at(1, 18.25, 18.5, 18.6), { dailyTokens: 1000 }, 'Asia/Kolkata');
    expect(metrics(kolkata, 'callsHeld', 'waitingAtEnd')).toEqual([3, 2]);
    expect(kolkata.views[0]!.rows.map(({ firstOver }) => firstOver)).toEqual([
      '2026-09-01 23:45',
      '2026-09-02 00:00',
    ]);
    expect(metric(run(at(0.1, 0.2, 0.6), { hourlyTokens: 1000 }, 'Asia/Kolkata'), 'delayMax')).toBeNull();
    expect(metric(run(at(0.1, 0.2, 1.6), { hourlyTokens: 1000 }, 'Asia/Kolkata'), 'delayMax')).toBeCloseTo(
      0.3 * HOUR,
      6,
    );
  });

  test('who comes while others wait waits behind them, unless first', () => {
    const options = { hourlyTokens: 1000, first: 'chat, boss' };
    const parts = [
      ...at(0.1, 0.2, 0.3),
      { at: 0.4, feature: 'chat' },
      { at: 0.5, user: 'boss' },
      { at: 2.5 },
    ];
    const result = run(parts, options);
    // The last finds 1:00 and 2:00 taken by the two that came before it.
    expect(metrics(result, 'callsHeld', 'waitingAtEnd')).toEqual([3, 1]);
    expect(result.assumptions.join()).toContain('2 calls of chat, boss were sent');
  });

  test('what still waits at the end counts as delayed longer than all others', () => {
    const result = run(at(0.1, 0.2, 0.3, 0.4), { hourlyTokens: 1000 });
    expect(metrics(result, 'callsHeld', 'waitingAtEnd', 'available')).toEqual([3, 3, false]);
    expect(metrics(result, 'delayP50', 'delayMax')).toEqual([null, null]);
    expect(metric(run(at(0.1), { hourlyTokens: 1000 }), 'available')).toBe(false);
  });

  test('money is a budget too; an unknown price uses none of it', () => {
    // 0.002 each.
    expect(metric(run(at(1, 2, 3, 4), { dailyUsd: 0.006 }), 'callsHeld')).toBe(1);
    expect(metric(run(at(0.1, 0.2, 2.3), { hourlyUsd: 0.002 }), 'delayMax')).toBeCloseTo(0.8 * HOUR, 6);
    const unpriced = run([{ at: 0, model: 'x' }, ...at(0.1, 0.2)], { dailyUsd: 0.004 });
    expect(metric(unpriced, 'callsHeld')).toBe(0);
    expect(unpriced.assumptions.join()).toContain('1 calls have no known price');
  });

  test('tokens of calls without a price count', () => {
    expect(
      metric(
        run(
          [
            { at: 0, model: 'x' },
            { at: 0.1, model: 'x' },
          ],
          { dailyTokens: 1000 },
        ),
        'callsHeld',
      ),
    ).toBe(1);
  });
});

describe('refuse', () => {
  test('what finds no room is not made: unserved demand, not a saving', () => {
    const result = run(at(0.1, 0.2, 0.3, 1.1), { hourlyTokens: 2000, mode: 'refuse' });
    expect(metrics(result, 'callsRefused', 'refusedTokens', 'callsHeld', 'delayMax')).toEqual([
      1, 1000, 0, 0,
    ]);
    expect(metric(result, 'refusedUsd')).toBeCloseTo(0.002, 12);
    expect(result.savedUsd).toBeCloseTo(0.002, 12);
    expect(result.risks).toMatchObject({ refused: 1, delayed: 0 });
    expect(result.assumptions.join()).toContain('unserved demand, no saving');
    expect(result.views[0]!.columns.map(({ label }) => label)).toContain('Refused');
  });

  test('what is refused uses nothing', () => {
    const result = run(
      [{ at: 0, tokens: 900 }, { at: 0.1, tokens: 200 }, { at: 0.2, tokens: 5000 }, { at: 1 }],
      {
        dailyTokens: 2000,
        hourlyTokens: 1000,
        mode: 'refuse',
      },
    );
    expect(metrics(result, 'callsRefused', 'dailyUsed')).toEqual([1, 2100]);
  });
});

test('without limits, and without times, nothing happens', () => {
  expect(metrics(run(at(0, 1), {}), 'callsHeld', 'dailyRemaining', 'dailyUtilisation')).toEqual([
    0,
    null,
    null,
  ]);
  const untimed = run([...at(0), { at: Number.NaN }, { at: Number.NaN }], { dailyTokens: 1 });
  expect(metric(untimed, 'callsHeld')).toBe(0);
  expect(untimed.assumptions.join()).toContain('2 calls have no time');
});

test('of very many days the last are shown', () => {
  const days = Array.from({ length: 500 }, (_, i) => ({ at: 24 * i }));
  const rows = run(days, { dailyTokens: 5000 }).views[0]!.rows;
  expect([rows.length, rows.at(-1)!.day]).toEqual([
    400,
    new Date(START + 499 * 24 * HOUR).toISOString().slice(0, 10),
  ]);
});

interface Slow {
  readonly delays: number[];
  readonly waiting: number;
  readonly refused: number;
}

/** Visits every hour of the log, and every call in it. */
function slowBudget(calls: readonly Parts[], hourly: number, daily: number, refuses: boolean): Slow {
  const delays: number[] = [];
  let queue: Parts[] = [];
  let refused = 0;
  let used = 0;
  const last = calls.at(-1)?.at ?? -1;
  for (let hour = 0; hour <= last; hour++) {
    if (hour % 24 === 0) used = 0;
    let usedInHour = 0;
    const send = (call: Parts, time: number): boolean => {
      if (!(call.feature === 'first') && (usedInHour >= hourly || used >= daily)) return false;
      usedInHour += call.tokens!;
      used += call.tokens!;
      delays.push(time - call.at);
      return true;
    };
    while (queue.length > 0 && send(queue[0]!, hour)) queue = queue.slice(1);
    for (const call of calls.filter((one) => Math.floor(one.at) === hour)) {
      const waits = queue.length > 0 && call.feature !== 'first';
      if (!waits && send(call, call.at)) continue;
      if (refuses) refused++;
      else queue.push(call);
    }
  }
  return { delays: delays.sort((a, b) => a - b), waiting: queue.length, refused };
}

test('equal to a slow budget on random logs', () => {
  const part = fc.record({
    // Binary fractions of an hour.
    gap: fc.constantFrom(0, 0.125, 0.25, 1, 5, 26),
    tokens: fc.constantFrom(0, 400, 1000, 3000),
    feature: fc.constantFrom('', '', 'first'),
  });
  const rules = fc.record({
    hourlyTokens: fc.constantFrom(400, 1000, 5000),
    dailyTokens: fc.constantFrom(1000, 4000, 20_000),
    mode: fc.constantFrom('queue', 'refuse'),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 40 }), rules, (parts, options) => {
      let time = 0;
      const calls = parts.map(({ gap, ...rest }) => {
        time += gap;
        return { ...rest, at: time };
      });
      const result = run(calls, { ...options, first: 'first' });
      const { hourlyTokens, dailyTokens, mode } = options;
      const slow = slowBudget(calls, hourlyTokens, dailyTokens, mode === 'refuse');
      const all = slow.delays.length + slow.waiting;
      const rank = (share: number): number | null => {
        const place = Math.max(1, Math.ceil(share * all)) - 1;
        return place < slow.delays.length ? slow.delays[place]! * HOUR : null;
      };
      expect(metrics(result, 'waitingAtEnd', 'callsRefused')).toEqual([slow.waiting, slow.refused]);
      expect(metric(result, 'callsHeld')).toBe(
        slow.delays.filter((delay) => delay > 0).length + slow.waiting,
      );
      expect(metrics(result, 'delayP50', 'delayP95', 'delayMax')).toEqual([rank(0.5), rank(0.95), rank(1)]);
    }),
    { numRuns: 500 },
  );
});
