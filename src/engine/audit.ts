import { sep } from 'node:path';
import { InputError } from '../contracts/input-error.ts';
import type { Ingested } from '../ingest/ingest.ts';
import { expandInputs, type Inputs, shownPath } from '../ingest/input-files.ts';
import { joinCounts } from '../ingest/read-counts.ts';
import { type FilePlan, planReading } from '../ingest/reading-plan.ts';
import type { Input, Report, Warning } from '../model/report.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { TABLE_VERSION } from '../pricing/table/table-version.ts';
import type { FileState, StoredFile } from '../store/file-rows.ts';
import { openStore, type Store } from '../store/store.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { reportKey } from './report-key.ts';
import { TOOL_VERSION } from './version.ts';

/** A file whose calls the report is about. */
interface AuditedFile {
  readonly id: number;
  readonly path: string;
  readonly shown: string;
  readonly state: FileState;
  readonly isGone: boolean;
}

/**
 * The main job: reads what is new in the files, and reports where the money went. Throws InputError when nothing could be
 * read, with one line that says why.
 */
export async function audit(request: AuditRequest, hooks: AuditHooks): Promise<Report> {
  const inputs = await expandInputs(request.paths, request.cwd);
  const store = open(request.storeFile);
  try {
    return await auditWith(store, inputs, request, hooks);
  } finally {
    store.close();
  }
}

/** What is wrong with a store is the user's to put right: it is named, with the ways out. */
function open(file: string | undefined): Store {
  try {
    return openStore(file);
  } catch (error) {
    const { message, name, code } = error as Error & { code?: string };
    if (file === undefined || (!name.startsWith('Store') && !/^(SQLITE_|E[A-Z]+$)/.test(code ?? '')))
      throw error;
    throw new InputError(`${file}: ${message}; wait for it, name another with --db, or use --no-store`);
  }
}

async function auditWith(
  store: Store,
  inputs: Inputs,
  request: AuditRequest,
  hooks: AuditHooks,
): Promise<Report> {
  const version = `${TOOL_VERSION}/${TABLE_VERSION}`;
  const book = once(() => openBook(request));
  const { source, read, keepText } = request;
  const plans = planReading(store, inputs.files, { source, read, keepText, version });
  const unchanged = plans.filter(({ resumption }) => resumption === 'unchanged');
  const ingested = await readPlanned(
    store,
    plans.filter((plan) => !unchanged.includes(plan)),
    request,
    hooks,
    book,
  );
  if (unchanged.length > 0) {
    hooks.notice(`${unchanged.length} of ${plans.length} files unchanged since the last run, not read again`);
  }
  const files = auditedFiles(store, inputs, unchanged, ingested, request.cwd);
  requireCalls(files, ingested, inputs);

  const revisions = files.map(({ path, state }) => ({ path, revision: state.revision }));
  const key = reportKey(request, version, revisions);
  const generatedAt = new Date(hooks.now()).toISOString();
  const known = store.reports.find(key);
  if (known !== undefined) return aboutThisRun(JSON.parse(known) as Report, generatedAt, files, ingested);

  const { analyse } = await import('./analyse.ts');
  const { repeatedIn, ...analysis } = analyse({
    store,
    files: files.map(({ id }) => id),
    counts: files.map(({ state }) => joinCounts(state.settled, state.tail)),
    book: await book(),
    request,
    progress: (calls) => hooks.progress({ bytesDone: 0, bytesTotal: 0, calls, phase: 'analyse' }),
  });
  const report: Report = {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt,
    ...analysis,
    inputs: files.map((file) => inputOf(file, repeatedIn(file.id))),
  };
  store.reports.save(key, JSON.stringify(report));
  return aboutThisRun(report, generatedAt, files, ingested);
}

/** What the rows do not tell: when the report was made, how its files were named, which of them are gone or unreadable. */
function aboutThisRun(
  report: Report,
  generatedAt: string,
  files: readonly AuditedFile[],
  ingested: readonly Ingested[],
): Report {
  return {
    ...report,
    generatedAt,
    inputs: report.inputs.map((input, i) => ({ ...input, path: files[i]!.shown })),
    warnings: [...fileWarnings(files, ingested), ...report.warnings],
  };
}

/** A log that has not changed needs none of this, so it is loaded when it is needed. */
async function readPlanned(
  store: Store,
  plans: readonly FilePlan[],
  request: AuditRequest,
  hooks: AuditHooks,
  book: () => Promise<PriceBook>,
): Promise<Ingested[]> {
  if (plans.length === 0) return [];
  const [{ ingest }, { familiesOf }] = await Promise.all([
    import('../ingest/ingest.ts'),
    import('./facts/model-facts.ts'),
  ]);
  const { source, read, keepText, workers, maxRecordBytes } = request;
  const settings = { read, keepText, isForced: source !== undefined, families: familiesOf(await book()) };
  return ingest(
    store,
    { plans, source, settings, workers, maxRecordBytes, stdin: hooks.stdin },
    {
      progress: (bytesDone, bytesTotal, calls) =>
        hooks.progress({ bytesDone, bytesTotal, calls, phase: 'read' }),
      notice: (text) => hooks.notice(text),
      now: () => hooks.now(),
    },
  );
}

async function openBook(request: AuditRequest): Promise<PriceBook> {
  const [{ loadPriceBook }, { readUserPrices }] = await Promise.all([
    import('../pricing/price-book.ts'),
    import('../pricing/own/user-prices.ts'),
  ]);
  return loadPriceBook({
    overrides: request.prices.map(({ value, origin }) => readUserPrices(value, origin)),
    ...(request.pricesAt !== undefined && { at: request.pricesAt }),
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

/** What was read now, and what the store still has of files that are gone, in the order of their paths. */
function auditedFiles(
  store: Store,
  inputs: Inputs,
  unchanged: readonly FilePlan[],
  ingested: readonly Ingested[],
  cwd: string,
): AuditedFile[] {
  const present = new Set(inputs.files.map(({ path }) => path));
  const isBelowRoot = (path: string): boolean =>
    inputs.missing.includes(path) ||
    inputs.roots.some((root) => path.startsWith(root.endsWith(sep) ? root : root + sep));
  // A file that was renamed is not gone; without ids in it, its calls would count under both names.
  const contents = new Set(
    [...unchanged.map(({ stored }) => stored!), ...ingested].flatMap((file) =>
      'state' in file ? contentOf(file.state) : [],
    ),
  );
  const gone = store.files
    .all()
    .filter(({ path }) => !present.has(path) && isBelowRoot(path))
    .filter(({ state }) => !contentOf(state).some((content) => contents.has(content)));
  const files: AuditedFile[] = [
    ...unchanged.map(({ file, stored }) => ({ ...stored!, shown: file.shown, isGone: false })),
    ...ingested.flatMap((result) =>
      'state' in result
        ? [
            {
              id: result.id,
              path: result.file.path,
              shown: result.file.shown,
              state: result.state,
              isGone: false,
            },
          ]
        : [],
    ),
    ...gone.map(({ id, path, state }: StoredFile) => ({
      id,
      path,
      shown: shownPath(path, cwd),
      state,
      isGone: true,
    })),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** What was read of a file, by its length and its ends; nothing where it cannot be told. */
function contentOf({ offset, headHash, endHash, source }: FileState): string[] {
  return offset === 0 ? [] : [[offset, headHash, endHash, source].join(' ')];
}

function requireCalls(files: readonly AuditedFile[], ingested: readonly Ingested[], inputs: Inputs): void {
  const missing = inputs.missing.find((path) => !files.some((file) => file.path === path));
  if (missing !== undefined) throw new InputError(`${missing}: no such file or folder`);
  if (files.some(({ state }) => state.settled.calls + state.tail.calls > 0)) return;
  const failed = ingested.find((result) => 'error' in result);
  if (failed !== undefined && 'error' in failed) {
    const others = ingested.length > 1 ? ` (and ${ingested.length - 1} more files without calls)` : '';
    throw new InputError(`${failed.file.shown}: ${failed.error}${others}`);
  }
  const [first] = files;
  if (first === undefined)
    throw new InputError(
      'no log files there: nothing ends in .jsonl, .json, .ndjson, .csv, .tsv, .log, .txt or .gz',
    );
  const { records, skipped, skippedSamples } = joinCounts(first.state.settled, first.state.tail);
  const [sample] = skippedSamples;
  throw new InputError(
    sample === undefined
      ? `${first.shown}: none of its ${records} records is an LLM call`
      : `${first.shown}: ${skipped} of its ${records} records could not be read and none is a call (line ${sample.line}: ${sample.reason})`,
  );
}

function fileWarnings(files: readonly AuditedFile[], ingested: readonly Ingested[]): Warning[] {
  const warnings: Warning[] = [];
  const gone = files.filter(({ isGone }) => isGone);
  if (gone.length > 0) {
    const text = `files are gone; their calls are kept in the store and counted, e.g. ${gone[0]!.shown}`;
    warnings.push({ code: 'vanished-files', text, count: gone.length });
  }
  for (const result of ingested) {
    if ('error' in result)
      warnings.push({ code: 'unread-file', text: `${result.file.shown}: ${result.error}`, count: 1 });
  }
  return warnings;
}

function inputOf({ shown, state }: AuditedFile, repeatedRecords: number): Input {
  const { records, calls, skipped, other, skippedSamples } = joinCounts(state.settled, state.tail);
  return {
    path: shown,
    source: state.source,
    why: state.why,
    records,
    calls: calls - repeatedRecords,
    repeatedRecords,
    skipped,
    otherRecords: other,
    skippedSamples,
  };
}
