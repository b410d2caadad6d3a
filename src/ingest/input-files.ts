import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { InputError } from '../contracts/input-error.ts';
import { isZip } from './cutting/byte-kind.ts';
import type { ZipMember } from './cutting/zip-archive.ts';

/** A file to read. */
export interface InputFile {
  /** Absolute, links resolved; '-' for standard input. */
  readonly path: string;
  /** As the report names it. */
  readonly shown: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** The user named this very file, so failing to read it is worth an error. */
  readonly isNamed: boolean;
  /** Where the file lies in an archive: its path is then the archive's, `!/` and its name in it. */
  readonly member?: ZipMember;
  /** Why it cannot be read, where that is known before it is opened. */
  readonly problem?: string;
}

/** Bedrock ends a batch's results in `.jsonl.out`. */
const TEXT_ENDINGS = '.jsonl .ndjson .json .csv .tsv .log .txt .har .sse .jsonl.out'.split(' ');
const COMPRESSED_ENDINGS = ['.gz', '.zst', '.zlib', '.zhar'];
const DATABASE_ENDINGS = ['.db', '.sqlite', '.sqlite3'];
const ARCHIVE_ENDING = '.zip';
const LOG_ENDINGS = [...TEXT_ENDINGS, ...COMPRESSED_ENDINGS, ...DATABASE_ENDINGS];
/** What the files in a folder have to end in to be opened. */
export const READ_ENDINGS = [...LOG_ENDINGS, ARCHIVE_ENDING];
/** Between an archive's path and the name of a file in it. */
const INSIDE = `!${sep}`;
/** What makes a path that is not there a pattern. */
const GLOB_CHARACTERS = /[*?[\]{}()!]/;
/** Bodies too large for their record, which Bedrock puts beside it: each would be taken for a call of its own (FORMATS 6). */
const BEDROCK_BODIES = /[\\/]BedrockModelInvocationLogs[\\/].*[\\/]data$/;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.llm-cost']);

/** Where the user pointed, and what stands there now. */
export interface Inputs {
  /** Sorted by path, each once, however often it was named. */
  readonly files: readonly InputFile[];
  /** Folders, and archives with the `!` that ends their path: rows of vanished files below them still count. */
  readonly roots: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Expands files, folders, globs and zip archives: each log in an archive is a file of its own. A path that is not there is
 * listed in `missing`; the store may still have its rows. `storeFile` is the program's own and no input, wherever it is.
 */
export async function expandInputs(
  paths: readonly string[],
  cwd: string,
  storeFile?: string,
): Promise<Inputs> {
  const files = new Map<string, InputFile>();
  const roots: string[] = [];
  const archives = new Set<string>();
  const missing: string[] = [];
  const add = async (path: string, isNamed: boolean): Promise<void> => {
    // To open it here and close it again would end the locks that are held on it.
    if (storeFile !== undefined && isSameFile(path, storeFile)) return;
    const file = fileAt(path, cwd, isNamed);
    if (file === undefined || files.get(file.path)?.isNamed) return;
    for (const each of await unpacked(file)) {
      files.set(each.path, each);
      if (each.member !== undefined) archives.add(`${file.path}!`);
    }
  };
  for (const path of paths) {
    if (path === '-') {
      files.set('-', { path: '-', shown: '-', size: 0, mtimeMs: 0, isNamed: true });
      continue;
    }
    const full = resolve(cwd, path);
    const stats = statSync(full, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      roots.push(realpathSync(full));
      for (const file of walk(full)) await add(file, false);
    } else if (stats !== undefined) {
      await add(full, true);
    } else if (GLOB_CHARACTERS.test(path)) {
      // Loaded for a pattern only: it takes as long to load as the store.
      const { glob } = await import('tinyglobby');
      const found = await glob(path, {
        cwd,
        absolute: true,
        onlyFiles: true,
        expandDirectories: false,
        dot: true,
      });
      if (found.length === 0) throw new InputError(`${path}: the pattern matches no file`);
      for (const file of found) await add(file, false);
    } else {
      missing.push(full);
    }
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files: sorted, roots: [...roots, ...archives], missing };
}

function isSameFile(path: string, other: string): boolean {
  const [one, two] = [path, other].map((it) => statSync(it, { throwIfNoEntry: false }));
  return one !== undefined && two !== undefined && one.ino === two.ino && one.dev === two.dev;
}

/** What stands at a path; undefined when it vanished while the folder was being listed. */
function fileAt(path: string, cwd: string, isNamed: boolean): InputFile | undefined {
  const shown = shownPath(path, cwd);
  try {
    const real = realpathSync(path);
    const { size, mtimeMs } = statSync(real);
    // The newest rows of a database are in a file beside it.
    const log =
      isNamed || endsIn(real, DATABASE_ENDINGS)
        ? statSync(`${real}-wal`, { throwIfNoEntry: false })
        : undefined;
    if (log === undefined) return { path: real, shown, size, mtimeMs, isNamed };
    return { path: real, shown, size: size + log.size, mtimeMs: Math.max(mtimeMs, log.mtimeMs), isNamed };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new InputError(`${shown}: ${code === 'EACCES' ? 'no permission to look at it' : code}`);
  }
}

/** The logs in a file that is an archive; any other file itself, and an archive too when nothing in it can be read. */
async function unpacked(file: InputFile): Promise<readonly InputFile[]> {
  try {
    if ((!file.isNamed && !endsIn(file.path, [ARCHIVE_ENDING])) || !isZip(file.path)) return [file];
    const { zipMembers } = await import('./cutting/zip-archive.ts');
    const members = (await zipMembers(file.path)).filter(({ name }) => isLogMember(name));
    if (members.length === 0 && file.isNamed)
      throw new InputError(
        `it is a zip archive without logs: nothing in it ends in ${LOG_ENDINGS.join(', ')}`,
      );
    return members.map((member) => ({
      path: file.path + INSIDE + member.name,
      shown: file.shown + INSIDE + member.name,
      size: member.size,
      mtimeMs: file.mtimeMs,
      isNamed: false,
      member,
    }));
  } catch (error) {
    // Opening it says what the system has against it.
    return [error instanceof InputError ? { ...file, problem: error.message } : file];
  }
}

/** A file's name in an archive; what the Mac adds for itself is left out, and archives in archives are not unpacked. */
function isLogMember(name: string): boolean {
  const folders = name.split('/');
  return endsIn(name, LOG_ENDINGS) && !folders.includes('__MACOSX') && !folders.at(-1)!.startsWith('._');
}

/** Whether a file is the one that a path names, or is in the archive that it names. */
export function isFileOf(named: string, path: string): boolean {
  return path === named || path.startsWith(named + INSIDE);
}

/** Relative to the working folder where it lies below it, so that reports do not depend on where a checkout stands. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside === '' || inside.startsWith(`..${sep}`) || inside === '..' || isAbsolute(inside)
    ? path
    : inside;
}

/**
 * The logs below a folder. Links are not followed, so there is no going in circles. A folder that cannot be listed is
 * given itself: opening it says why.
 */
function* walk(folder: string): Generator<string> {
  let entries: Dirent[] = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    yield folder;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name) && !BEDROCK_BODIES.test(path)) yield* walk(path);
    } else if (entry.isFile() && endsIn(entry.name, READ_ENDINGS)) yield path;
  }
}

function endsIn(name: string, endings: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return endings.some((ending) => lower.endsWith(ending));
}
