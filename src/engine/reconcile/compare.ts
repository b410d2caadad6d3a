import type { LedgerSpan } from '../../contracts/ledger.ts';
import type { ReconciledRow, ReconciledSide } from '../../model/reconciliation.ts';
import { billedTokens, NO_TOKENS } from '../../model/usage.ts';
import { causesOf, isAlike, sameTokens } from './causes.ts';
import type { LedgerUse, SpanUse } from './ledger-use.ts';
import { type HourUse, sumOf } from './log-use.ts';
import { bestShift, HourSums } from './time-shift.ts';
import { addSum, emptySum, tokenSum, type UseSum } from './use-sum.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Sums of doubles in another order may differ by this share. */
const EXACT = 1e-9;

export interface Comparison {
  readonly rows: readonly ReconciledRow[];
  readonly totals: Pick<ReconciledRow, 'log' | 'ledger' | 'difference' | 'status'>;
  /** Uses of the log in no row. */
  readonly outside: readonly HourUse[];
}

/** Lays the log beside the ledgers, day by day and model by model, where both could know of the same calls. */
export function compare(log: readonly HourUse[], ledger: LedgerUse): Comparison {
  const byProvider = assign(log, ledger);
  const rows: ReconciledRow[] = [];
  const inside = new Set<HourUse>();
  for (const [provider, spans] of ledger.covered) {
    const own = byProvider.get(provider) ?? [];
    const theirs = ledger.uses.filter((use) => use.provider === provider);
    const hours = shiftOf(own, theirs);
    const explain = hours === 0 ? undefined : explainByClock(own, hours);
    const loggedIn = bySpan(own, spans, ({ hour }) => hour);
    const saidIn = bySpan(theirs, spans, ({ from }) => from);
    spans.forEach((span, i) => {
      for (const use of loggedIn[i]!) inside.add(use);
      for (const row of spanRows(provider, span, loggedIn[i]!, saidIn[i]!)) {
        const told = i === spans.length - 1 ? unfinished(row) : row;
        rows.push(explain?.(told, span) ?? told);
      }
    });
  }
  rows.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const total = emptySum();
  for (const { sum } of ledger.uses) addSum(total, sum);
  const outside = log.filter((use) => !inside.has(use));
  return { rows, totals: sides(sumOf([...inside]), total), outside };
}

/** What lies in each of some spans, which are sorted and do not overlap. */
function bySpan<Use>(
  uses: readonly Use[],
  spans: readonly LedgerSpan[],
  timeOf: (use: Use) => number,
): readonly (readonly Use[])[] {
  const found = spans.map((): Use[] => []);
  const sorted = uses.filter((use) => !Number.isNaN(timeOf(use))).sort((a, b) => timeOf(a) - timeOf(b));
  let i = 0;
  for (const use of sorted) {
    const time = timeOf(use);
    while (i < spans.length && time >= spans[i]!.to) i++;
    if (i < spans.length && time >= spans[i]!.from) found[i]!.push(use);
  }
  return found;
}

/** Whose ledger could know of each use of the log. A use whose provider nobody names goes where its model is, or to the only one. */
function assign(log: readonly HourUse[], { covered, uses }: LedgerUse): Map<string, HourUse[]> {
  const assigned = new Map<string, HourUse[]>();
  const providers = [...covered.keys()];
  const said = new Set(uses.map(({ provider, model }) => `${provider} ${model}`));
  const ownerOf = ({ provider, model }: HourUse): string | undefined => {
    if (covered.has(provider)) return provider;
    if (covered.has('')) return '';
    if (provider !== '') return undefined;
    const knowing = providers.filter((it) => said.has(`${it} ${model}`));
    if (knowing.length === 1) return knowing[0];
    return providers.length === 1 ? providers[0] : undefined;
  };
  for (const use of log) {
    const owner = ownerOf(use);
    if (owner === undefined) continue;
    const own = assigned.get(owner);
    if (own === undefined) assigned.set(owner, [use]);
    else own.push(use);
  }
  return assigned;
}

/** Hours by which the log's clock seems to be off, by tokens, or by money where the ledger has no tokens. */
function shiftOf(log: readonly HourUse[], ledger: readonly SpanUse[]): number {
  const hasTokens = ledger.some(({ sum }) => sum.tokens !== null);
  const amount = (sum: UseSum): number => (hasTokens ? tokenSum(sum) : sum.costUsd) ?? 0;
  const spans = new Map<string, LedgerSpan & { tokens: number }>();
  for (const { from, to, sum } of ledger) {
    const span = spans.get(`${from} ${to}`) ?? { from, to, tokens: 0 };
    spans.set(`${from} ${to}`, { ...span, tokens: span.tokens + amount(sum) });
  }
  return bestShift(new HourSums(log.map(({ hour, sum }) => ({ hour, tokens: amount(sum) }))), [
    ...spans.values(),
  ]);
}

function spanRows(
  provider: string,
  span: LedgerSpan,
  logged: readonly HourUse[],
  said: readonly SpanUse[],
): ReconciledRow[] {
  const whole = said.find(({ model }) => model === null)?.sum;
  const models = said.filter((use): use is SpanUse & { model: string } => use.model !== null);
  const day = dayName(span);
  if (models.length === 0 && whole !== undefined) {
    return [rowOf(day, provider, null, sumOf(logged), whole)];
  }
  const names = new Set([...models.map(({ model }) => model), ...logged.map(({ model }) => model)]);
  const rows = [...names].sort().map((model) => {
    const log = sumOf(logged.filter((use) => use.model === model));
    const ledger = models.find((use) => use.model === model)?.sum;
    return rowOf(day, provider, model, log, ledger);
  });
  const named = withOtherNames(rows);
  if (whole === undefined) return named;
  const beside = besideModels(sumOf(logged), whole, models);
  return [...named, rowOf(day, provider, null, beside, whole)];
}

/**
 * The log's sum of all models with only what the ledger does not split by model, such as costs beside usage. Where it
 * splits a figure, what it has without a model comes on top (web searches), and the log has nothing of that.
 */
function besideModels(
  log: UseSum | undefined,
  whole: UseSum,
  models: readonly SpanUse[],
): UseSum | undefined {
  const isWhole = (figure: 'requests' | 'tokens' | 'costUsd'): boolean =>
    whole[figure] !== null && models.every(({ sum }) => sum[figure] === null);
  const [requests, tokens, costUsd] = [isWhole('requests'), isWhole('tokens'), isWhole('costUsd')];
  if (log === undefined || !(requests || tokens || costUsd)) return undefined;
  return {
    ...log,
    requests: requests ? log.requests : null,
    tokens: tokens ? log.tokens : null,
    costUsd: costUsd ? log.costUsd : null,
    unpricedCalls: costUsd ? log.unpricedCalls : 0,
    batchTokens: tokens ? log.batchTokens : 0,
  };
}

/** A model that only the log knows and one that only the ledger knows, with the same tokens, are one under two names. */
function withOtherNames(rows: readonly ReconciledRow[]): ReconciledRow[] {
  const size = (side: ReconciledSide | null): number =>
    side === null || side.tokens === null ? Number.NaN : billedTokens(side.tokens);
  return rows.map((row) => {
    const isAlone = (row.log === null) !== (row.ledger === null);
    const twin = isAlone
      ? rows.find((other) =>
          row.log === null
            ? other.ledger === null && isAlike(size(other.log), size(row.ledger))
            : other.log === null && isAlike(size(other.ledger), size(row.log)),
        )
      : undefined;
    if (twin === undefined) return row;
    const text = `${row.log === null ? 'the log has' : 'the export has'} as many tokens under the name ${twin.model}`;
    return { ...row, causes: [{ code: 'model-name', text }] };
  });
}

function rowOf(
  day: string,
  provider: string,
  model: string | null,
  log: UseSum | undefined,
  ledger: UseSum | undefined,
): ReconciledRow {
  const joined = sides(log, ledger);
  const causes = joined.status === 'equal' ? [] : causesOf(log, ledger);
  return { ...{ day, provider, model }, ...joined, causes };
}

function sides(
  log: UseSum | undefined,
  ledger: UseSum | undefined,
): Pick<ReconciledRow, 'log' | 'ledger' | 'difference' | 'status'> {
  const difference = {
    requests: less(ledger?.requests, log?.requests),
    tokens: less(ledger && tokenSum(ledger), log && tokenSum(log)),
    costUsd: (log?.unpricedCalls ?? 0) > 0 ? null : less(ledger?.costUsd, log?.costUsd),
  };
  return { log: sideOf(log), ledger: sideOf(ledger), difference, status: statusOf(log, ledger, difference) };
}

/** null where either says nothing; a side that is not there at all used nothing. */
function less(ledger: number | null | undefined, log: number | null | undefined): number | null {
  if (ledger === null || log === null || (ledger === undefined && log === undefined)) return null;
  return (ledger ?? 0) - (log ?? 0);
}

function statusOf(
  log: UseSum | undefined,
  ledger: UseSum | undefined,
  difference: ReconciledRow['difference'],
): ReconciledRow['status'] {
  if (log === undefined || ledger === undefined) return log === ledger ? 'equal' : 'differs';
  const { requests, tokens, costUsd } = difference;
  const isPriced = log.unpricedCalls === 0;
  const sameRate = isAlike(log.batchTokens, ledger.batchTokens);
  const money = Math.abs(costUsd ?? 0) <= EXACT * Math.abs(ledger.costUsd ?? 0);
  const kinds =
    log.tokens === null ||
    ledger.tokens === null ||
    ledger.isUnsplit ||
    (log.tokens.input === ledger.tokens.input &&
      log.tokens.cacheRead === ledger.tokens.cacheRead &&
      (ledger.tokens.cacheWrite1h === 0 || log.tokens.cacheWrite1h === ledger.tokens.cacheWrite1h));
  if ((requests ?? 0) === 0 && (tokens ?? 0) === 0 && money && kinds && sameRate && isPriced) return 'equal';
  const alike = (a: number | null, b: number | null): boolean => a === null || b === null || isAlike(a, b);
  const sameUse =
    log.tokens === null || ledger.tokens === null || sameTokens(log.tokens, ledger.tokens, ledger.isUnsplit);
  const sameMoney = alike(log.costUsd, ledger.costUsd) || Math.abs(costUsd ?? 0) <= ledger.roundingUsd;
  return sameUse && sameMoney && sameRate && alike(log.requests, ledger.requests) && isPriced
    ? 'close'
    : 'differs';
}

function sideOf(sum: UseSum | undefined): ReconciledSide | null {
  if (sum === undefined) return null;
  const { requests, tokens, costUsd, unpricedCalls } = sum;
  return { requests, tokens, costUsd, unpricedCalls };
}

/** The last day of an export is often exported before it is over. */
function unfinished(row: ReconciledRow): ReconciledRow {
  const causes = row.causes.map(({ code, text }) => ({
    code,
    text:
      code === 'calls-not-billed-here'
        ? `${text}; or the export was made before its last day was over`
        : text,
  }));
  return { ...row, causes };
}

/** A row that the log's clock explains says so first; undefined for one that it does not explain. */
function explainByClock(
  own: readonly HourUse[],
  hours: number,
): (row: ReconciledRow, span: LedgerSpan) => ReconciledRow | undefined {
  const sums = new Map<string | null, HourSums>();
  const sumsOf = (name: string | null): HourSums => {
    let known = sums.get(name);
    if (known === undefined) {
      const uses = name === null ? own : own.filter(({ model }) => model === name);
      known = new HourSums(uses.map(({ hour, sum }) => ({ hour, tokens: tokenSum(sum) ?? 0 })));
      sums.set(name, known);
    }
    return known;
  };
  const direction = hours > 0 ? 'behind' : 'ahead of';
  const text = `the days agree when the log's times are moved: its clock is ${Math.abs(hours)} hours ${direction} UTC; read it with --tz`;
  return (row, span) => {
    if (row.status === 'equal') return undefined;
    const said = row.ledger === null ? NO_TOKENS : row.ledger.tokens;
    if (said !== null && !isAlike(sumsOf(row.model).within(span, hours), billedTokens(said)))
      return undefined;
    return { ...row, causes: [{ code: 'time-zone', text }] };
  };
}

function dayName({ from, to }: LedgerSpan): string {
  const first = new Date(from).toISOString();
  if (to - from > DAY_MS)
    return `${first.slice(0, 10)}..${new Date(to - HOUR_MS).toISOString().slice(0, 10)}`;
  return from % DAY_MS === 0 ? first.slice(0, 10) : first.slice(0, 16);
}
