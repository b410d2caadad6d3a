import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachFrame } from '../../../src/ingest/cutting/zstd-frames.ts';

type Block = { readonly kind: 'raw' | 'rle'; readonly length: number };
interface Frame {
  readonly blocks: readonly Block[];
  /** Bits of the frame header descriptor (RFC 8878, 3.1.1.1.1). */
  readonly descriptor: number;
}

const numeral = (value: number, length: number): number[] =>
  Array.from({ length }, (_, i) => Math.floor(value / 256 ** i) % 256);

/** A frame of zstd as the format says; its contents are of no matter here. */
function frameBytes({ blocks, descriptor }: Frame): Buffer {
  const isSingle = (descriptor & 0x20) !== 0;
  const head =
    (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const body = blocks.flatMap(({ kind, length }, i) => {
    const header = (i === blocks.length - 1 ? 1 : 0) + (kind === 'rle' ? 2 : 0) + 8 * length;
    return [...numeral(header, 3), ...new Array<number>(kind === 'rle' ? 1 : length).fill(0x28)];
  });
  const checksum = (descriptor & 4) !== 0 ? [1, 2, 3, 4] : [];
  return Buffer.from([
    0x28,
    0xb5,
    0x2f,
    0xfd,
    descriptor,
    ...new Array<number>(head).fill(0xb5),
    ...body,
    ...checksum,
  ]);
}

const skippable = (length: number): Buffer =>
  Buffer.from([0x5a, 0x2a, 0x4d, 0x18, ...numeral(length, 4), ...new Array<number>(length).fill(0x28)]);

/** The frames that are handed to the decompressor, and what went wrong. */
async function framesOf(
  bytes: Buffer,
  cuts: readonly number[],
): Promise<{ frames: string[]; problem: string }> {
  const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  async function* chunks() {
    for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
  }
  const frames: string[] = [];
  async function* whole(frame: AsyncIterable<Uint8Array>) {
    const parts: Uint8Array[] = [];
    for await (const part of frame) parts.push(part);
    frames.push(Buffer.concat(parts).toString('hex'));
    yield Buffer.concat(parts);
  }
  try {
    const out: Uint8Array[] = [];
    for await (const chunk of eachFrame(chunks(), whole)) out.push(chunk);
    expect(Buffer.concat(out).equals(bytes)).toBe(true);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InputError' });
    return { frames, problem: (error as Error).message };
  }
  return { frames, problem: '' };
}

const block = fc.record({ kind: fc.constantFrom('raw' as const, 'rle' as const), length: fc.nat(300) });
const frame = fc
  .record({
    blocks: fc.array(block, { minLength: 1, maxLength: 3 }),
    // Bit 3 is reserved, bit 4 free.
    descriptor: fc.integer({ min: 0, max: 255 }).map((bits) => bits & 0xf7),
  })
  .map(frameBytes);
const frames = fc.array(fc.oneof(frame, fc.nat(20).map(skippable)), { maxLength: 4 });
const cuts = fc.array(fc.nat(3000), { maxLength: 9 });

describe('zstd', () => {
  test('each frame is decompressed by itself, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(frames, cuts, async (all, at) => {
        const expected = all.map((bytes) => bytes.toString('hex'));
        expect(await framesOf(Buffer.concat(all), at)).toEqual({ frames: expected, problem: '' });
      }),
    );
  });

  test('bytes that end within a frame are cut short, wherever that is', async () => {
    const two = Buffer.concat([
      frameBytes({
        blocks: [
          { kind: 'raw', length: 9 },
          { kind: 'rle', length: 999 },
        ],
        descriptor: 0x64,
      }),
      frameBytes({ blocks: [{ kind: 'raw', length: 0 }], descriptor: 0x83 }),
    ]);
    const first = 4 + 1 + 2 + 3 + 9 + 3 + 1 + 4;
    for (let length = 1; length < two.length; length++) {
      const { problem } = await framesOf(two.subarray(0, length), [5, 6, 30]);
      expect(problem).toBe(length === first ? '' : 'the zstd data is cut short');
    }
  });

  test('what follows and is no frame goes to the decompressor, which says so', async () => {
    const one = frameBytes({ blocks: [{ kind: 'raw', length: 3 }], descriptor: 0x20 });
    const { frames: found, problem } = await framesOf(Buffer.concat([one, Buffer.alloc(9)]), [2]);
    expect(found).toEqual([one.toString('hex'), '00'.repeat(9)]);
    expect(problem).toBe('the zstd data is cut short');
  });
});
