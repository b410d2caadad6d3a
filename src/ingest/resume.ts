import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { FileState } from '../store/file-rows.ts';
import type { InputFile } from './input-files.ts';

const HEAD_BYTES = 1 << 16;
const END_BYTES = 1 << 12;

/** What has to be done about a file that has been read before. */
export type Resumption = 'unchanged' | 'grown' | 'replaced';

/**
 * Unchanged: same size and time of change, so it is not even opened. Grown: longer, and what had been read is still its
 * beginning. Everything else is another file under the same name and is read anew.
 */
export function compareWithState(file: InputFile, state: FileState, readKey: string): Resumption {
  if (state.readKey !== readKey) return 'replaced';
  if (state.size === file.size && state.mtimeMs === file.mtimeMs) return 'unchanged';
  if (state.offset === 0 || file.size < state.offset) return 'replaced';
  try {
    const { headHash, endHash } = fingerprint(file.path, state.offset);
    return headHash === state.headHash && endHash === state.endHash ? 'grown' : 'replaced';
  } catch {
    // Reading it will say what is wrong.
    return 'replaced';
  }
}

/** Hashes of the first and the last bytes before `offset`. */
export function fingerprint(path: string, offset: number): { headHash: string; endHash: string } {
  const fd = openSync(path, 'r');
  try {
    const hashOf = (from: number, to: number): string => {
      const bytes = Buffer.alloc(Math.max(0, to - from));
      const length = readSync(fd, bytes, 0, bytes.length, from);
      return createHash('sha256').update(bytes.subarray(0, length)).digest('base64');
    };
    return {
      headHash: hashOf(0, Math.min(HEAD_BYTES, offset)),
      endHash: hashOf(Math.max(0, offset - END_BYTES), offset),
    };
  } finally {
    closeSync(fd);
  }
}
