import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Material outside the repository that some tests compare with: `LLM_COST_SHARED`, else a folder beside the checkout.
 * Tests that want a file of it skip themselves, and say so, when it is missing.
 */
export const SHARED = process.env.LLM_COST_SHARED ?? join(import.meta.dirname, '../../../shared');

/** A file of it, or undefined. */
export function sharedFile(path: string): string | undefined {
  const file = join(SHARED, path);
  return existsSync(file) ? file : undefined;
}
