import { defineStrategy } from '../contracts/strategy.ts';
import { BudgetRun } from './budgeting/budget-run.ts';

const MODES = ['queue', 'refuse'] as const;

/** Hourly and daily budgets: which calls would have had to wait, or would have been refused, and when. */
export default defineStrategy({
  id: 'token-budget',
  title: 'Token budget',
  describe:
    'Holds calls back once an hour or a day has used its tokens or its money, until the next one has room; or refuses them. ' +
    'Waiting saves nothing; what refusing saves is demand that nobody serves.',
  basis: 'estimated',
  needs: ['time', 'usage'],
  isOnRequest: true,
  worksUnpriced: true,
  options: {
    dailyTokens: {
      default: 10_000_000,
      min: 0,
      describe:
        'Billed tokens for a day of the report, cached ones included; 0 for no limit (10,000,000: default of the second article).',
    },
    hourlyTokens: {
      default: 2_000_000,
      min: 0,
      describe:
        'Billed tokens for an hour, cached ones included; 0 for no limit (2,000,000: default of the second article).',
    },
    dailyUsd: { default: 0, min: 0, describe: 'US dollars for a day; 0 for no limit. Own choice.' },
    hourlyUsd: { default: 0, min: 0, describe: 'US dollars for an hour; 0 for no limit. Own choice.' },
    mode: {
      default: 'queue',
      choices: MODES,
      describe:
        'Calls without room wait in a queue for the next hour or day that has room, or are refused (the second article queues).',
    },
    first: {
      default: '',
      describe:
        'Users and features, separated by commas, whose calls never wait and are never refused; what they use counts. Empty: none.',
    },
  },
  presets: {
    'second-article': {
      describe: "The second article's example: 5,000,000 tokens a day and 1,000,000 an hour, the rest waits.",
      options: { dailyTokens: 5_000_000, hourlyTokens: 1_000_000, dailyUsd: 0, hourlyUsd: 0, mode: 'queue' },
    },
  },
  // Waiting saves nothing at any limit, and refusing no money that anybody should want.
  sweeps: [],
  start({ calendar }, options) {
    const first = options.first.split(',').map((name) => name.trim());
    const run = new BudgetRun(
      { ...options, refuses: options.mode === 'refuse', first: new Set(first.filter((name) => name !== '')) },
      calendar,
    );
    const remaining = (): number | null =>
      options.dailyTokens === 0 ? null : Math.max(0, options.dailyTokens - run.budget.dayTokens);
    return {
      change: ({ original, usage, costUsd }) => run.step(original, usage, costUsd),
      observe: (call) => void run.step(call, call.usage, Number.NaN),
      assumptions() {
        const said = [
          "hours and days are those of the report's time zone; a call is sent as long as what was used before it is below every limit, so the last one may use more than was left",
          options.mode === 'refuse'
            ? 'what refused calls would have cost is unserved demand, no saving: their callers got no answer'
            : 'calls that wait are sent in the order in which they came, as soon as a window has room, at the price of their own time; callers send nothing later because of it',
        ];
        if (run.overriding > 0) {
          said.push(`${run.overriding} calls of ${options.first} were sent although there was no room`);
        }
        if (run.waiting > 0) {
          said.push(
            `${run.waiting} calls still wait when the log ends: they keep their cost, and are taken to be delayed longer than all others`,
          );
        }
        if (run.unpriced > 0 && options.dailyUsd + options.hourlyUsd > 0) {
          said.push(`${run.unpriced} calls have no known price and use no money of the budget`);
        }
        if (run.unmeasured > 0)
          said.push(`${run.unmeasured} calls have no usage and use no tokens of the budget`);
        if (run.untimed > 0) said.push(`${run.untimed} calls have no time and are left as they are`);
        return said;
      },
      metrics() {
        const { budget, delays, waiting } = run;
        return [
          { key: 'callsHeld', label: 'Calls held back', kind: 'count', value: delays.delayed + waiting },
          ...delays.metrics('Delay of calls', waiting),
          { key: 'longestQueue', label: 'Longest queue', kind: 'count', value: run.longestQueue },
          { key: 'waitingAtEnd', label: 'Still waiting at the end', kind: 'count', value: waiting },
          { key: 'callsRefused', label: 'Calls refused', kind: 'count', value: run.refused },
          {
            key: 'refusedTokens',
            label: 'Tokens of refused calls',
            kind: 'tokens',
            value: run.refusedTokens,
          },
          { key: 'refusedUsd', label: 'Unserved demand', kind: 'usd', value: run.refusedUsd },
          { key: 'dailyUsed', label: 'Used on the last day', kind: 'tokens', value: budget.dayTokens },
          { key: 'dailyRemaining', label: 'Left on the last day', kind: 'tokens', value: remaining() },
          {
            key: 'dailyUtilisation',
            label: "Share of the last day's budget",
            kind: 'percent',
            value: options.dailyTokens === 0 ? null : budget.dayTokens / options.dailyTokens,
          },
          { key: 'available', label: 'Room at the end', kind: 'flag', value: budget.hasRoom },
        ];
      },
      views: () => [run.days.view(options, options.mode)],
    };
  },
});
