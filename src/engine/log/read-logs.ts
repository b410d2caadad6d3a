import { InputError } from '../../contracts/input-error.ts';
import type { Ingested } from '../../ingest/ingest.ts';
import { expandInputs } from '../../ingest/input-files.ts';
import { type FilePlan, planReading } from '../../ingest/reading-plan.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { TABLE_VERSION } from '../../pricing/table/table-version.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { AuditHooks, AuditRequest } from '../audit-request.ts';
import { TOOL_VERSION } from '../version.ts';
import { type AuditedFile, auditedFiles, requireCalls } from './audited-files.ts';

/** What reading depends on beside the files. Another version of it reads everything anew. */
export const READING_VERSION = `${TOOL_VERSION}/${TABLE_VERSION}`;

/** Logs that have been read, and the store that has their calls; whoever asked for them closes it. */
export interface ReadLogs {
  readonly store: Store;
  readonly files: readonly AuditedFile[];
  readonly ingested: readonly Ingested[];
  /** Opened when it is first asked for: a log that has not changed needs none. */
  book(): Promise<PriceBook>;
}

/** As `openLogs`, for one use: the store is closed after it. */
export async function readLogs<Result>(
  request: AuditRequest,
  hooks: AuditHooks,
  use: (logs: ReadLogs) => Promise<Result>,
): Promise<Result> {
  const logs = await openLogs(request, hooks);
  try {
    return await use(logs);
  } finally {
    logs.store.close();
  }
}

/** Reads what is new in the files. Throws InputError when nothing could be read, with one line that says why. */
export async function openLogs(request: AuditRequest, hooks: AuditHooks): Promise<ReadLogs> {
  const inputs = await expandInputs(request.paths, request.cwd, request.storeFile);
  const store = openNamedStore(request.storeFile);
  try {
    const book = once(() => openBook(request));
    const { source, read, keepText } = request;
    const plans = planReading(store, inputs.files, { source, read, keepText, version: READING_VERSION });
    const isKept = ({ file, stored }: FilePlan) =>
      request.isStdinKept === true && file.path === '-' && stored !== undefined;
    const unchanged = plans.filter((plan) => plan.resumption === 'unchanged' || isKept(plan));
    const changed = plans.filter((plan) => !unchanged.includes(plan));
    const ingested = await readPlanned(store, changed, request, hooks, book);
    if (unchanged.length > 0) {
      hooks.notice(
        `${unchanged.length} of ${plans.length} files unchanged since the last run, not read again`,
      );
    }
    const files = auditedFiles(store, inputs, unchanged, ingested, request.cwd);
    requireCalls(files, ingested, inputs);
    return { store, files, ingested, book };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** What is wrong with a store is the user's to put right: it is named, with the ways out. */
export function openNamedStore(file: string | undefined): Store {
  try {
    return openStore(file);
  } catch (error) {
    const { message, name, code } = error as Error & { code?: string };
    if (file === undefined || (!name.startsWith('Store') && !/^(SQLITE_|E[A-Z]+$)/.test(code ?? '')))
      throw error;
    throw new InputError(`${file}: ${message}; wait for it, name another with --db, or use --no-store`);
  }
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
    import('../../ingest/ingest.ts'),
    import('../facts/model-facts.ts'),
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
      ...(hooks.stored !== undefined && { stored: hooks.stored }),
    },
  );
}

async function openBook(request: AuditRequest): Promise<PriceBook> {
  const [{ loadPriceBook }, { readUserPrices }] = await Promise.all([
    import('../../pricing/price-book.ts'),
    import('../../pricing/own/user-prices.ts'),
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
