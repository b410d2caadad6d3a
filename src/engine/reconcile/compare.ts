import type { LedgerSpan } from '../../contracts/ledger.ts';
import type { ReconciledRow, ReconciledSide } from '../../model/reconciliation.ts';
import { causesOf, isAlike, sameTokens } from './causes.ts';
import type { LedgerUse, SpanUse } from './ledger-use.ts';
import { type HourUse, sumOf } from './log-use.ts';
import { bestShift, tokensWithin } from './time-shift.ts';
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
    for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
      const logged = own.filter(({ hour }) => hour >= span.from && hour < span.to);
      for (const use of logged) inside.add(use);
      const said = theirs.filter(({ from, to }) => from === span.from && to === span.to);
      rows.push(...spanRows(provider, span, logged, said).map((row) => timed(row, span, own, hours)));
    }
  }
  rows.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const total = emptySum();
  for (const { sum } of ledger.uses) addSum(total, sum);
  const outside = log.filter((use) => !inside.has(use));
  return { rows, totals: sides(sumOf([...inside]), total), outside };
}

/** Whose ledger could know of each use of the log. A use whose provider nobody names goes where its model is, or to the only one. */
function assign(log: readonly HourUse[], { covered, uses }: LedgerUse): Map<string, HourUse[]> {
  const assigned = new Map<string, HourUse[]>();
  const providers = [...covered.keys()];
  for (const use of log) {
    const knowing = providers.filter((it) =>
      uses.some((said) => said.provider === it && said.model === use.model),
    );
    const owner = covered.has(use.provider)
      ? use.provider
      : covered.has('')
        ? ''
        : use.provider !== ''
          ? undefined
          : knowing.length === 1 || providers.length === 1
            ? (knowing[0] ?? providers[0])
            : undefined;
    if (owner !== undefined) assigned.set(owner, [...(assigned.get(owner) ?? []), use]);
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
  return bestShift(
    log.map(({ hour, sum }) => ({ hour, tokens: amount(sum) })),
    [...spans.values()],
  );
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
  // Costs that are not split by model stand beside the money of all models.
  return whole === undefined
    ? named
    : [...named, rowOf(day, provider, null, moneyOf(sumOf(logged), whole), whole)];
}

/** The log's sum with only what the whole ledger speaks of. */
function moneyOf(log: UseSum | undefined, whole: UseSum): UseSum | undefined {
  if (log === undefined) return undefined;
  return {
    ...log,
    requests: whole.requests === null ? null : log.requests,
    tokens: whole.tokens === null ? null : log.tokens,
  };
}

/** A model that only the log knows and one that only the ledger knows, with the same tokens, are one under two names. */
function withOtherNames(rows: readonly ReconciledRow[]): ReconciledRow[] {
  const size = (side: ReconciledSide | null): number => {
    const { tokens } = side ?? {};
    return tokens === null || tokens === undefined
      ? Number.NaN
      : tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output;
  };
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
    (log.tokens.input === ledger.tokens.input && log.tokens.cacheRead === ledger.tokens.cacheRead);
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

/** A row that the log's clock explains says so first. */
function timed(row: ReconciledRow, span: LedgerSpan, own: readonly HourUse[], hours: number): ReconciledRow {
  if (hours === 0 || row.status === 'equal') return row;
  const uses = row.model === null ? own : own.filter(({ model }) => model === row.model);
  const moved = tokensWithin(
    uses.map(({ hour, sum }) => ({ hour, tokens: tokenSum(sum) ?? 0 })),
    span,
    hours,
  );
  const said = row.ledger?.tokens;
  const billed = said ? said.input + said.cacheRead + said.cacheWrite5m + said.cacheWrite1h + said.output : 0;
  if (said !== null && said !== undefined && !isAlike(moved, billed)) return row;
  const direction = hours > 0 ? 'behind' : 'ahead of';
  const text = `the days agree when the log's times are moved: its clock is ${Math.abs(hours)} hours ${direction} UTC; read it with --tz`;
  return { ...row, causes: [{ code: 'time-zone', text }] };
}

function dayName({ from, to }: LedgerSpan): string {
  const first = new Date(from).toISOString().slice(0, 10);
  return to - from <= DAY_MS ? first : `${first}..${new Date(to - HOUR_MS).toISOString().slice(0, 10)}`;
}
