import { InputError } from '../contracts/input-error.ts';
import { expandInputs } from '../ingest/input-files.ts';
import { type LedgerReading, readLedger } from '../ingest/ledger-file.ts';
import { joinCounts } from '../ingest/read-counts.ts';
import type { LedgerInput, Reconciliation } from '../model/reconciliation.ts';
import type { AuditHooks, AuditRequest, CallFilter } from './audit-request.ts';
import { callCost } from './facts/call-cost.ts';
import { familiesOf } from './facts/model-facts.ts';
import { TokenRatios } from './facts/token-ratios.ts';
import { fileWarnings, inputOf } from './log/audited-files.ts';
import { CallLog } from './log/call-log.ts';
import { filterLog } from './log/filter-log.ts';
import { logWarnings } from './log/log-notes.ts';
import { type ReadLogs, readLogs } from './log/read-logs.ts';
import { compare } from './reconcile/compare.ts';
import { filterLedgers, reconciledNaming, requireLedgerFilter } from './reconcile/ledger-filter.ts';
import { type LedgerUse, ledgerUse } from './reconcile/ledger-use.ts';
import { type HourUse, LogUse } from './reconcile/log-use.ts';
import { TOOL_VERSION } from './version.ts';

/** An audit's request for the log, and the provider's exports: files, folders or globs. */
export interface ReconcileRequest extends AuditRequest {
  readonly ledgers: readonly string[];
}

/** An export as read, and its name. */
interface NamedReading extends LedgerReading {
  readonly path: string;
}

/** Lays a log beside what the provider says of it. Throws InputError when a log or an export cannot be read at all. */
export async function reconcile(request: ReconcileRequest, hooks: AuditHooks): Promise<Reconciliation> {
  requireLedgerFilter(request.filter);
  const readings = await readLedgers(request, hooks);
  return readLogs(request, hooks, (logs) => compareWith(readings, logs, request.filter, hooks));
}

async function readLedgers(request: ReconcileRequest, hooks: AuditHooks): Promise<NamedReading[]> {
  const { files, missing } = await expandInputs(request.ledgers, request.cwd).catch((error: unknown) => {
    throw error instanceof InputError ? new InputError(`--ledger: ${error.message}`) : error;
  });
  if (missing.length > 0) throw new InputError(`--ledger: ${missing[0]}: no such file or folder`);
  const readings: NamedReading[] = [];
  for (const file of files) {
    try {
      const reading = await readLedger(file, request.read, hooks.stdin);
      hooks.notice(`${file.shown}: read as ${reading.ledger} (${reading.why})`);
      readings.push({ path: file.shown, ...reading });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (file.isNamed) throw new InputError(`--ledger: ${file.shown}: ${error.message}`);
    }
  }
  if (readings.length === 0) throw new InputError('--ledger: no export of totals there');
  return readings;
}

async function compareWith(
  allReadings: readonly NamedReading[],
  { store, files, ingested, book: openBook }: ReadLogs,
  filter: CallFilter | undefined,
  hooks: AuditHooks,
): Promise<Reconciliation> {
  const book = await openBook();
  const counts = files.map(({ state }) => joinCounts(state.settled, state.tail));
  const ratios = new TokenRatios(familiesOf(book), counts);
  const log = new CallLog(store.calls, files, {
    strings: store.strings.texts,
    tokenRatio: (model) => ratios.ofEstimate(model),
  });
  const filtered = filter && filterLog(log, filter, reconciledNaming(book));
  const { readings, warnings } = filterLedgers(allReadings, filter, book);
  const used = new LogUse(book);
  const costOf = callCost(book);
  for (const call of log) used.add(call, costOf(call));
  const ledger = ledgerUse(readings, book);
  const { rows, totals, outside } = compare(used.uses(), ledger);
  return {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt: new Date(hooks.now()).toISOString(),
    priceBook: { version: book.version, overrides: book.overrides },
    filter: filtered?.filter ?? null,
    inputs: files.map((file) => inputOf(file, log.droppedIn(file.id))),
    ledgers: readings.map((reading, i) => ledgerInput(reading, ledger.repeated[i]!)),
    rows,
    totals,
    notCovered: notCovered(outside, ledger, used.cacheHits),
    warnings: [
      ...fileWarnings(files, ingested),
      ...(filtered?.warnings ?? []),
      ...warnings,
      ...logWarnings(counts, log.notes),
    ],
  };
}

function ledgerInput(reading: NamedReading, repeatedEntries: number): LedgerInput {
  const { path, ledger, why, records, parts, skipped, skippedSamples } = reading;
  const entries = parts.flat().length;
  return { path, ledger, why, records, entries, repeatedEntries, skipped, skippedSamples };
}

/** What of the log no export is about, and why. */
function notCovered(
  outside: readonly HourUse[],
  { covered }: LedgerUse,
  cacheHits: number,
): Reconciliation['notCovered'] {
  const why = new Set<string>();
  let calls = cacheHits;
  let costUsd = 0;
  if (cacheHits > 0) why.add('answers of your own cache are no provider’s');
  for (const { hour, provider, sum } of outside) {
    calls += sum.requests ?? 0;
    costUsd += sum.costUsd ?? 0;
    if (Number.isNaN(hour)) why.add('the log has no time for some');
    else if (covered.has(provider) || covered.has('')) why.add('no export is about some of the days');
    else why.add(provider === '' ? 'some name no provider' : `no export is about ${provider}`);
  }
  return { calls, costUsd, why: [...why].sort() };
}
