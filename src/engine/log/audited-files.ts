import { sep } from 'node:path';
import { InputError } from '../../contracts/input-error.ts';
import { NoCallsError } from '../../contracts/no-calls-error.ts';
import type { Ingested } from '../../ingest/ingest.ts';
import { type Inputs, isFileOf, READ_ENDINGS, shownPath } from '../../ingest/input-files.ts';
import { joinCounts } from '../../ingest/read-counts.ts';
import type { FilePlan } from '../../ingest/reading-plan.ts';
import type { Input, Warning } from '../../model/report.ts';
import type { FileState, StoredFile } from '../../store/file-rows.ts';
import type { Store } from '../../store/store.ts';
import type { DroppedRecords } from './call-log.ts';

/** A file whose calls the report is about. */
export interface AuditedFile {
  readonly id: number;
  readonly path: string;
  readonly shown: string;
  readonly state: FileState;
  readonly isGone: boolean;
}

/** What was read now, and what the store still has of files that are gone, in the order of their paths. */
export function auditedFiles(
  store: Store,
  inputs: Inputs,
  unchanged: readonly FilePlan[],
  ingested: readonly Ingested[],
  cwd: string,
): AuditedFile[] {
  const present = new Set(inputs.files.map(({ path }) => path));
  const isBelowRoot = (path: string): boolean =>
    inputs.missing.some((named) => isFileOf(named, path)) ||
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

/** Throws InputError, with what is wrong with the first file, when there is not a single call; NoCallsError when nothing is. */
export function requireCalls(
  files: readonly AuditedFile[],
  ingested: readonly Ingested[],
  inputs: Inputs,
): void {
  const missing = inputs.missing.find((path) => !files.some((file) => isFileOf(path, file.path)));
  if (missing !== undefined) throw new InputError(`${missing}: no such file or folder`);
  if (files.some(({ state }) => state.settled.calls + state.tail.calls > 0)) return;
  const failures = ingested.filter((result) => 'error' in result);
  // What a folder holds besides logs says less than a log that cannot be read.
  const failed = failures.find((failure) => !isLeftOut(failure)) ?? failures[0];
  if (failed !== undefined) {
    const others = ingested.length > 1 ? ` (and ${ingested.length - 1} more files without calls)` : '';
    const Kind = failures.every(({ isEmpty }) => isEmpty) ? NoCallsError : InputError;
    throw new Kind(`${failed.file.shown}: ${failed.error}${others}`);
  }
  const [first] = files;
  if (first === undefined)
    throw new InputError(`no log files there: nothing ends in ${READ_ENDINGS.join(', ')}`);
  const { records, skipped, skippedSamples } = joinCounts(first.state.settled, first.state.tail);
  const [sample] = skippedSamples;
  if (sample === undefined)
    throw new NoCallsError(`${first.shown}: none of its ${records} records is an LLM call`);
  throw new InputError(
    `${first.shown}: ${skipped} of its ${records} records could not be read and none is a call (line ${sample.line}: ${sample.reason})`,
  );
}

/** A file that a folder holds besides its logs: nobody named it, and nothing in it is of a known format. */
function isLeftOut(result: Ingested): boolean {
  return 'error' in result && result.isUnknown && !result.file.isNamed;
}

/** Files that are gone, could not be read, or are no logs. */
export function fileWarnings(files: readonly AuditedFile[], ingested: readonly Ingested[]): Warning[] {
  const warnings: Warning[] = [];
  const gone = files.filter(({ isGone }) => isGone);
  if (gone.length > 0) {
    const text = `files are gone; their calls are kept in the store and counted, e.g. ${gone[0]!.shown}`;
    warnings.push({ code: 'vanished-files', text, count: gone.length });
  }
  for (const result of ingested) {
    if ('error' in result && !isLeftOut(result))
      warnings.push({ code: 'unread-file', text: `${result.file.shown}: ${result.error}`, count: 1 });
  }
  const [leftOut, ...more] = ingested.filter(isLeftOut);
  if (leftOut !== undefined) {
    const text = `files hold no calls and were left out, e.g. ${leftOut.file.shown}`;
    warnings.push({ code: 'left-out-files', text, count: 1 + more.length });
  }
  return warnings;
}

/** A file as the report lists it. */
export function inputOf({ shown, state }: AuditedFile, { repeated, nested }: DroppedRecords): Input {
  const { records, calls, skipped, other, skippedSamples } = joinCounts(state.settled, state.tail);
  return {
    path: shown,
    source: state.source,
    why: state.why,
    records,
    calls: calls - repeated - nested,
    repeatedRecords: repeated,
    skipped,
    otherRecords: other + nested,
    skippedSamples,
  };
}
