import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One file of the repository; `path` starts at its root and has forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every TypeScript and JavaScript file below some folders of the repository, in order of path. */
export function sourceFiles(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|tsx|js)$/.test(entry.name))
        .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length)),
    )
    .sort()
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));
}
