import { readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { InputError } from '../contracts/input-error.ts';

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
}

const LOG_ENDINGS = ['.jsonl', '.ndjson', '.json', '.csv', '.tsv', '.log', '.txt'];
/** What makes a path that is not there a pattern. */
const GLOB_CHARACTERS = /[*?[\]{}()!]/;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.llm-cost']);

/** Where the user pointed, and what stands there now. */
export interface Inputs {
  /** Sorted by path, each once, however often it was named. */
  readonly files: readonly InputFile[];
  /** Named paths and folders that exist no more or are folders: rows of vanished files below them still count. */
  readonly roots: readonly string[];
  readonly missing: readonly string[];
}

/** Expands files, folders and globs. A path that is not there is listed in `missing`; the store may still have its rows. */
export async function expandInputs(paths: readonly string[], cwd: string): Promise<Inputs> {
  const files = new Map<string, InputFile>();
  const roots: string[] = [];
  const missing: string[] = [];
  const add = (path: string, isNamed: boolean): void => {
    const real = realpathSync(path);
    if (files.get(real)?.isNamed) return;
    const { size, mtimeMs } = statSync(real);
    files.set(real, { path: real, shown: shownPath(path, cwd), size, mtimeMs, isNamed });
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
      for (const file of walk(full)) add(file, false);
    } else if (stats !== undefined) {
      add(full, true);
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
      for (const file of found) add(file, false);
    } else {
      missing.push(full);
    }
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { files: sorted, roots, missing };
}

/** Relative to the working folder where it lies below it, so that reports do not depend on where a checkout stands. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside === '' || inside.startsWith(`..${sep}`) || inside === '..' || isAbsolute(inside)
    ? path
    : inside;
}

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) yield* walk(path);
    } else if (entry.isFile() && isLogName(entry.name)) yield path;
  }
}

function isLogName(name: string): boolean {
  const plain = name.endsWith('.gz') ? name.slice(0, -3) : name;
  return LOG_ENDINGS.some((ending) => plain.endsWith(ending)) || plain !== name;
}
