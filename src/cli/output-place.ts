import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../contracts/input-error.ts';
import type { Scenario } from '../engine/scenario.ts';
import type { Settings } from './settings.ts';

/** What a result in one text is made from. */
export interface ReadForIt {
  /** Files that are named one by one: scenarios, prices. */
  readonly files?: readonly string[];
  /** Logs and exports: files, folders and globs. Relative ones start at `cwd`. */
  readonly paths?: readonly string[];
  readonly cwd: string;
  /** The flag that names the place, for messages; `--out` unless it is said. */
  readonly flag?: string;
}

/**
 * Throws `InputError`, before anything long is read, where a result in one text cannot be written to or would replace what it
 * is made from: a named file, or one that is there and would be opened in a folder or by a glob. New files are fine anywhere.
 */
export async function checkOutput(
  out: string | undefined,
  { files = [], paths = [], cwd, flag = '--out' }: ReadForIt,
): Promise<void> {
  if (out === undefined || out === '-') return;
  const known = await stat(out).catch(() => undefined);
  if (known === undefined ? out.endsWith('/') : known.isDirectory())
    throw new InputError(`${flag}: ${out} is a folder, and this result is one file: name a file in it`);
  await checkPlace(out, flag);
  await checkKept(out, files);
  // A long folder is only listed where something can be lost.
  if (known?.isFile()) await checkKept(out, await openedFiles(paths, cwd));
}

/** The files that settings name, but for logs and the store. */
export function filesOf({ scenario, prices = [] }: Settings): string[] {
  const named = [scenario, ...prices.map((own) => ('file' in own ? own.file : undefined))];
  return named.filter((file) => file !== undefined);
}

/** The price files that a scenario names, from where its own file is. */
export function pricesOf(file: string, { prices }: Scenario): string[] {
  return prices.map(({ origin }) => resolve(dirname(file), origin));
}

/** What a path that cannot be listed has against it is said when it is read. */
async function openedFiles(paths: readonly string[], cwd: string): Promise<string[]> {
  const { expandInputs } = await import('../ingest/input-files.ts');
  const opened: string[] = [];
  for (const path of paths) {
    const { files } = await expandInputs([path], cwd).catch(() => ({ files: [] }));
    for (const file of files) opened.push(file.member === undefined ? file.path : archiveOf(file.path));
  }
  return opened;
}

/** The file on disk that a path in an archive leads through. */
export function archiveOf(path: string): string {
  return path.split(/![\\/]/)[0]!;
}

/**
 * Throws `InputError` where a result cannot be written to, as far as that is seen without writing: a long log need not be read
 * for it. Folders that are not there can be made.
 */
export async function checkPlace(out: string, flag = '--out'): Promise<void> {
  for (let place = out; ; place = dirname(place)) {
    const known = await stat(place).catch(() => undefined);
    if (known === undefined && place !== dirname(place)) continue;
    if (place !== out && known?.isDirectory() === false)
      throw new InputError(`${flag}: ${out} cannot be written: ${place} is no folder`);
    return await access(place, constants.W_OK).catch(() => {
      throw new InputError(`${flag}: ${out} cannot be written: no permission to write to ${place}`);
    });
  }
}

/** Throws `InputError` where a result would be written over one of the files that it is made from, `read`. */
export async function checkKept(out: string, read: readonly string[]): Promise<void> {
  const place = await fileAt(out);
  for (const path of read) {
    // A store may be there only later.
    if (path === out || (place !== undefined && (await fileAt(path)) === place))
      throw new InputError(`--out: ${out} is read for this and would be overwritten: name another file`);
  }
}

/** What a path leads to, by whatever name; undefined where there is no file. */
async function fileAt(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats?.isFile() === true ? `${stats.dev} ${stats.ino}` : undefined;
}
