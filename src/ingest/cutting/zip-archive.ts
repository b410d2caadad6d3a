import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise } from 'yauzl';
import { InputError } from '../../contracts/input-error.ts';
import { decompress } from './decompress.ts';

/** A file in a zip archive, and where in it; its name is whatever the archive says, and is only ever shown. */
export interface ZipMember {
  readonly archive: string;
  readonly name: string;
  /** Bytes when unpacked, as the archive says. */
  readonly size: number;
  readonly entry: Entry;
}

/** Names are decoded here: a library that refuses `../x` and `C:\x` would lose the whole archive, and nothing is unpacked to disk. */
const OPTIONS = { decodeStrings: false, validateEntrySizes: false, autoClose: false };

/** More is no collection of logs. */
const MOST_MEMBERS = 100_000;

/** The files in an archive, folders left out. Throws InputError when the archive cannot be read. */
export async function zipMembers(archive: string): Promise<ZipMember[]> {
  const zip = await openPromise(archive, OPTIONS).catch(damaged);
  try {
    const members: ZipMember[] = [];
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      members.push({ archive, name, size: entry.uncompressedSize, entry });
      if (members.length > MOST_MEMBERS)
        throw new InputError('it is a zip archive of too many files; unpack it');
    }
    return members;
  } catch (error) {
    return damaged(error);
  } finally {
    zip.close();
  }
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/**
 * The bytes of a member. Throws InputError where they are encrypted or packed in a way that is not read, and after the last
 * byte where the data is damaged.
 */
export async function* memberBytes({ archive, entry }: ZipMember): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted())
    throw new InputError('it is encrypted; unpack the archive with its password first');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw new InputError(
      `it is packed by zip method ${entry.compressionMethod}, which is not read; unpack it first`,
    );
  const zip = await openPromise(archive, OPTIONS).catch(damaged);
  try {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false }).catch(damaged);
    let sum = 0;
    for await (const chunk of entry.compressionMethod === STORED ? packed : decompress(packed, 'deflate')) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw new InputError('the zip data is damaged (its checksum is another)');
  } finally {
    zip.close();
  }
}

const STORED = 0;
const DEFLATED = 8;

function damaged(error: unknown): never {
  if (error instanceof InputError) throw error;
  const { message, code } = error as NodeJS.ErrnoException;
  // No permission and the like are the file's, not the archive's.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) throw error;
  throw new InputError(`the zip archive is damaged or cut short (${message})`);
}
