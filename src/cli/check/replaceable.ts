import { readFile, stat } from 'node:fs/promises';
import { isRecord } from '../parse-value.ts';

/**
 * Whether a result may be written to this place without asking what else is read: nothing is there, an empty file, a device, or
 * a JSON object that `isOurs` knows for an earlier one.
 */
export async function isReplaceable(
  path: string,
  isOurs: (value: Readonly<Record<string, unknown>>) => boolean,
): Promise<boolean> {
  const known = await stat(path).catch(() => undefined);
  if (known === undefined || known.size === 0) return known?.isDirectory() !== true;
  if (!known.isFile()) return false;
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isRecord(value) && isOurs(value);
  } catch {
    return false;
  }
}
