import { join } from 'node:path';
import { InputError } from '../../contracts/input-error.ts';
import type { Io } from '../io.ts';

/** More files of one name than this are a mistake. */
const MOST_FILES = 1000;

/** Writes a text to a file of the current folder that was not there before: `name-2.md` and so on. Returns its name. */
export async function saveNew({ cwd, createFile }: Io, name: string, text: string): Promise<string> {
  const plain = plainName(name);
  const dot = plain.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  for (let number = 1; number <= MOST_FILES; number++) {
    const file = `${stem}${number === 1 ? '' : `-${number}`}${ending}`;
    if (await createFile(join(cwd, file), text)) return file;
  }
  throw new InputError(`there are ${MOST_FILES} files named ${plain} in ${cwd} already`);
}

/** A name is no path, and no hidden file. */
function plainName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '');
  return plain === '' ? 'export' : plain.slice(-100);
}
