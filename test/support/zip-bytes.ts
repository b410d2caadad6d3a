import { crc32, deflateRawSync } from 'node:zlib';

/** One member of a zip archive made by hand. */
export interface ZipContent {
  readonly name: string;
  readonly bytes: Buffer | string;
  readonly method?: 'stored' | 'deflated' | 'bzip2';
  readonly isEncrypted?: boolean;
  /** Instead of the right one. */
  readonly checksum?: number;
}

/** A zip archive (APPNOTE.TXT of PKWARE), local headers, central directory and its end. */
export function zipBytes(contents: readonly ZipContent[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const content of contents) {
    const { name, bytes, method = 'deflated', isEncrypted = false } = content;
    const plain = Buffer.from(bytes as string);
    const packed = method === 'deflated' ? deflateRawSync(plain) : plain;
    const rawName = Buffer.from(name);
    const middle = Buffer.alloc(26);
    middle.writeUInt16LE(20, 0);
    middle.writeUInt16LE((isEncrypted ? 1 : 0) | 0x800, 2);
    middle.writeUInt16LE({ stored: 0, deflated: 8, bzip2: 12 }[method], 4);
    middle.writeUInt32LE(content.checksum ?? crc32(plain), 10);
    middle.writeUInt32LE(packed.length, 14);
    middle.writeUInt32LE(plain.length, 18);
    middle.writeUInt16LE(rawName.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), middle, rawName, packed]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), middle, end, rawName]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(contents.length, 4);
  tail.writeUInt16LE(contents.length, 6);
  tail.writeUInt32LE(directory.length, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), tail]);
}
