import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { billedTokens } from '../model/usage.ts';
import { Clock, MINUTE_MS } from '../patterns/calendar/clock.ts';
import { apiKeyIn, keyIdentity, shownKey } from './budgets/api-key.ts';
import { type BudgetGroup, minutesGroup, stretchGroup } from './budgets/limit-group.ts';
import { fastGrowers, type SpendRules, type SubjectsOfKind, topSpenders } from './budgets/spend-group.ts';
import { type Limits, type Stretch, Stretches } from './budgets/stretch.ts';
import { Subjects } from './budgets/subjects.ts';
import { paidFor } from './models/paid.ts';

const DAYS_A_WEEK = 7;
/** Most minutes beyond a rate limit that are kept. */
const MOST_MINUTES = 10_000;

/** Hours, days and minutes beyond their limits, and who spends most or grows fastest. */
export const budgetAndRate = defineDetector({
  id: 'budget-and-rate',
  title: 'Budgets, rates and top spenders',
  describe:
    "Hours and days (of the report's zone) with more tokens or money than allowed; minutes beyond a rate limit, grouped by day; users, features and API keys (from tags) that hold at least topShare " +
    'of the spending where there are at least minNames of the kind; and those whose spending in the last full week of the log (weeks count from its first day) is at least growth times that of the week before, ' +
    'and that much more than the growth of everybody else, holds growthShare of the week and growthCalls calls. Nothing of it is avoidable by itself. ' +
    'Tokens are all billed ones, cached ones included; money is that of calls with a known price. At most the 1000 hours and days furthest beyond their limit are kept, and 100000 names of a kind: of more the smallest are let go, so a share can only be too small.',
  why: 'Peaks run into rate limits and overrun budgets, and what one spender does to the bill is decided in one place.',
  basis: 'measured',
  needs: ['usage', 'time'],
  options: {
    hourlyTokens: {
      default: 2_000_000,
      min: 0,
      describe:
        'Tokens allowed in an hour; 0 for no limit (2,000,000: the hourly limit of a published token budget manager).',
    },
    dailyTokens: {
      default: 10_000_000,
      min: 0,
      describe:
        'Tokens allowed in a day; 0 for no limit (10,000,000: the daily budget of a published token budget manager).',
    },
    hourlyUsd: { default: 0, min: 0, describe: 'US dollars allowed in an hour; 0 for no limit. Own choice.' },
    dailyUsd: { default: 0, min: 0, describe: 'US dollars allowed in a day; 0 for no limit. Own choice.' },
    requestsPerMinute: {
      default: 0,
      min: 0,
      describe:
        'Requests allowed in a minute, failed ones included; 0 for no limit, since it depends on the account (3,000 is a usual one). Own choice.',
    },
    tokensPerMinute: {
      default: 0,
      min: 0,
      describe:
        'Tokens allowed in a minute; 0 for no limit, since it depends on the account and the model. Own choice.',
    },
    topShare: {
      default: 0.5,
      min: 0,
      max: 1,
      describe:
        'Share of the spending from which one user, feature or key is shown, from 0 to 1. Own choice.',
    },
    minNames: {
      default: 5,
      min: 2,
      describe: 'Names of a kind from which one of them can hold too much. Own choice.',
    },
    minCalls: {
      default: 100,
      min: 1,
      describe: 'Calls of the log from which the spenders are compared. Own choice.',
    },
    growth: {
      default: 2,
      min: 1,
      describe: 'Times the spending of the week before from which growth is shown. Own choice.',
    },
    growthShare: {
      default: 0.1,
      min: 0,
      max: 1,
      describe: "Share of the week's spending from which growth is shown, from 0 to 1. Own choice.",
    },
    growthCalls: {
      default: 50,
      min: 1,
      describe: 'Calls in the week from which growth is shown: fewer can double by chance. Own choice.',
    },
  },
  columns: [
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'tokens', label: 'Tokens', kind: 'tokens' },
    { key: 'tokenLimit', label: 'Token limit', kind: 'tokens' },
    { key: 'costUsd', label: 'Cost', kind: 'usd' },
    { key: 'budgetUsd', label: 'Budget', kind: 'usd' },
    { key: 'over', label: 'Beyond the limit by', kind: 'percent' },
    { key: 'share', label: 'Share of spending', kind: 'percent' },
    { key: 'names', label: 'Names of the kind', kind: 'count' },
    { key: 'atLeast', label: 'At least', kind: 'flag' },
    { key: 'previousUsd', label: 'Week before', kind: 'usd' },
    { key: 'growth', label: 'Growth', kind: 'percent' },
    { key: 'minutes', label: 'Minutes', kind: 'count' },
    { key: 'peakAt', label: 'Peak at', kind: 'text' },
    { key: 'peakCalls', label: 'Requests at the peak', kind: 'count' },
    { key: 'callLimit', label: 'Requests a minute', kind: 'count' },
  ],
  fix: (options) =>
    `Enforce the limits where the requests are sent (found beyond ${options.hourlyTokens} tokens an hour and ${options.dailyTokens} a day; 0: none), spread peaks with a queue or the batch API, ` +
    'and give the largest spenders budgets of their own.',
  start: (context, options, sink) => new BudgetRun(context, options, sink),
});

interface Options extends SpendRules {
  readonly hourlyTokens: number;
  readonly dailyTokens: number;
  readonly hourlyUsd: number;
  readonly dailyUsd: number;
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

class BudgetRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #rules: SpendRules;
  readonly #sink: FindingSink;
  readonly #clock: Clock;
  readonly #hourLimits: Limits;
  readonly #dayLimits: Limits;
  readonly #minuteLimits: Limits;
  readonly #hours: Stretches;
  readonly #days: Stretches;
  readonly #minutes: Stretches;
  readonly #kinds: readonly SubjectsOfKind[];
  readonly #total = new Subjects();
  readonly #groups: BudgetGroup[] = [];
  #firstDay = Number.NaN;
  #lastDay = Number.NaN;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#rules = options;
    this.#sink = sink;
    this.#clock = new Clock(context.calendar);
    this.#hourLimits = { calls: 0, tokens: options.hourlyTokens, usd: options.hourlyUsd };
    this.#dayLimits = { calls: 0, tokens: options.dailyTokens, usd: options.dailyUsd };
    this.#minuteLimits = { calls: options.requestsPerMinute, tokens: options.tokensPerMinute, usd: 0 };
    this.#hours = new Stretches(this.#hourLimits);
    this.#days = new Stretches(this.#dayLimits);
    this.#minutes = new Stretches(this.#minuteLimits, MOST_MINUTES);
    const asIs = { shown: (name: string) => name, identity: (name: string) => name };
    const key = { shown: shownKey, identity: keyIdentity };
    this.#kinds = [
      { kind: 'user', subjects: new Subjects(), ...asIs, of: ({ user }) => user },
      { kind: 'feature', subjects: new Subjects(), ...asIs, of: ({ feature }) => feature },
      { kind: 'key', subjects: new Subjects(), ...key, of: ({ tags }) => apiKeyIn(tags) },
    ];
  }

  see(call: Call): void {
    // Calls that the caller's own cache answered reach no provider.
    if (call.cacheHit) return;
    const usd = paidFor(call, this.#context.models);
    const isTimed = !Number.isNaN(call.time);
    if (isTimed) this.#addTime(call, usd);
    const week = isTimed ? this.#weekOf(call) : Number.NaN;
    const tokens = billedTokens(call.usage);
    const known = usd > 0 ? usd : 0;
    this.#total.add('', tokens, known, week);
    for (const { subjects, of } of this.#kinds) {
      const name = of(call);
      if (name !== '') subjects.add(name, tokens, known, week);
    }
  }

  finish(): void {
    const clock = this.#clock;
    for (const hour of this.#hours.exceeded())
      this.#open(stretchGroup('hour', hour, this.#hourLimits, clock));
    for (const day of this.#days.exceeded()) this.#open(stretchGroup('day', day, this.#dayLimits, clock));
    for (const [day, minutes] of this.#minutesByDay()) {
      this.#open(minutesGroup(day, minutes, this.#minuteLimits));
    }
    const fullWeek = Math.floor((this.#lastDay - this.#firstDay + 1) / DAYS_A_WEEK) - 1;
    const [total] = this.#total.spends(fullWeek);
    if (total === undefined) return;
    for (const kind of this.#kinds) {
      for (const group of topSpenders(kind, total, this.#rules)) this.#open(group);
      if (!(fullWeek >= 1)) continue;
      const growers = fastGrowers(kind, total, fullWeek, this.#rules, (call) => this.#weekOf(call));
      for (const group of growers) this.#open(group);
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const { covered, ...description } = this.#groups[group]!.describe();
    if (covered === undefined) return description;
    const covers = (call: Call) => !call.cacheHit && covered.covers(call);
    return { ...description, covered: { ...covered, covers } };
  }

  #open(group: BudgetGroup): void {
    this.#sink.group({ basis: group.basis });
    this.#groups.push(group);
  }

  #addTime(call: Call, usd: number): void {
    const day = this.#clock.day(call.time);
    if (Number.isNaN(this.#firstDay)) this.#firstDay = day;
    this.#lastDay = day;
    this.#days.add(day, call, usd);
    this.#hours.add(this.#clock.hour(call.time), call, usd);
    if (this.#minutes.isLimited) this.#minutes.add(Math.floor(call.time / MINUTE_MS), call, usd);
  }

  #weekOf({ time }: Call): number {
    if (Number.isNaN(time)) return Number.NaN;
    return Math.floor((this.#clock.day(time) - this.#firstDay) / DAYS_A_WEEK);
  }

  #minutesByDay(): Map<number, Stretch[]> {
    const byDay = new Map<number, Stretch[]>();
    for (const minute of this.#minutes.exceeded()) {
      const day = this.#clock.day(minute.time);
      const minutes = byDay.get(day);
      if (minutes === undefined) byDay.set(day, [minute]);
      else minutes.push(minute);
    }
    return byDay;
  }
}
