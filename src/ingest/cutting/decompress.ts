import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { InputError } from '../../contracts/input-error.ts';
import type { Compression } from './byte-kind.ts';
import { eachFrame } from './zstd-frames.ts';

/** What zlib has decompressed of the write that fails is lost, so little is written at a time. */
const WRITE_BYTES = 1 << 14;
const OUTPUT = { chunkSize: 1 << 18 };

type Packing = Compression | 'deflate';

/**
 * What the bytes decompress to, piece by piece: however much that is, only a piece of it is held. Throws InputError where
 * the data is damaged or ends early, after everything that came before.
 */
export function decompress(bytes: AsyncIterable<Uint8Array>, packing: Packing): AsyncGenerator<Uint8Array> {
  if (packing !== 'zstd') return throughNode(bytes, packing);
  return eachFrame(bytes, (frame) => throughNode(frame, packing));
}

async function* throughNode(bytes: AsyncIterable<Uint8Array>, packing: Packing): AsyncGenerator<Uint8Array> {
  const unpack = decompressor(packing);
  const feeding = feed(bytes, unpack).catch((error: Error) => unpack.destroy(error));
  try {
    for await (const chunk of unpack) yield chunk as Buffer;
  } catch (error) {
    for (let chunk: unknown = unpack.read(); chunk !== null; chunk = unpack.read()) yield chunk as Buffer;
    if (error instanceof InputError) throw error;
    throw new InputError(`the ${packing} data is damaged or cut short (${(error as Error).message})`);
  }
  await feeding;
}

function decompressor(packing: Packing): Transform {
  if (packing === 'gzip') return zlib.createGunzip(OUTPUT);
  if (packing === 'deflate') return zlib.createInflateRaw(OUTPUT);
  if (packing === 'zlib') return zlib.createInflate(OUTPUT);
  const { createZstdDecompress } = zlib as Zstd;
  if (createZstdDecompress !== undefined) return createZstdDecompress(OUTPUT);
  throw new InputError(
    'it is zstd-compressed, which Node reads from 22.15 and 23.8 on; unpack it first (zstd -d)',
  );
}

/** Newer than the oldest Node that this runs on. */
interface Zstd {
  readonly createZstdDecompress?: (options: { readonly chunkSize: number }) => Transform;
}

async function feed(bytes: AsyncIterable<Uint8Array>, unpack: Transform): Promise<void> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += WRITE_BYTES) {
      if (unpack.destroyed) return;
      if (unpack.write(chunk.subarray(at, at + WRITE_BYTES))) continue;
      // Damaged data ends the stream, and then nothing drains it.
      await new Promise<void>((resume) => {
        const go = (): void => {
          unpack.off('drain', go).off('close', go);
          resume();
        };
        unpack.on('drain', go).on('close', go);
      });
    }
  }
  unpack.end();
}
