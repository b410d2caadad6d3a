import { createHash } from 'node:crypto';
import type { ReadOptions } from '../contracts/source.ts';
import type { StoredFile } from '../store/file-rows.ts';
import type { Store } from '../store/store.ts';
import type { InputFile } from './input-files.ts';
import { compareWithState, type Resumption } from './resume.ts';

/** What reading depends on beside the bytes: other choices read the same file anew. */
export interface ReadingChoices {
  readonly source: string | undefined;
  readonly read: ReadOptions;
  readonly keepText: boolean;
  /** Changes when the same bytes would be read differently (another program, another price book). */
  readonly version: string;
}

/** One file and what has to be done about it. */
export interface FilePlan {
  readonly file: InputFile;
  readonly stored: StoredFile | undefined;
  readonly resumption: Resumption;
  readonly readKey: string;
  /** Bytes that are to be read; 0 for standard input, whose length nobody knows. */
  readonly bytes: number;
}

/** Compares files with what the store remembers of them; opens only those that seem to have grown. */
export function planReading(store: Store, files: readonly InputFile[], choices: ReadingChoices): FilePlan[] {
  const { source, read, keepText, version } = choices;
  const readKey = createHash('sha256')
    .update(JSON.stringify([source, read, keepText, version]))
    .digest('base64');
  return files.map((file) => {
    const stored = store.files.find(file.path);
    const resumption =
      file.path === '-' || stored === undefined ? 'replaced' : compareWithState(file, stored.state, readKey);
    const from = resumption === 'grown' ? stored!.state.offset : 0;
    return { file, stored, resumption, readKey, bytes: resumption === 'unchanged' ? 0 : file.size - from };
  });
}
