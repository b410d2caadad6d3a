import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The project's material outside the repository, or `undefined`: tests that compare with it skip themselves then. */
export function sharedFile(path: string): string | undefined {
  const folder = process.env.LLM_COST_SHARED ?? join(import.meta.dirname, '../../../shared');
  const file = join(folder, path);
  return existsSync(file) ? file : undefined;
}
