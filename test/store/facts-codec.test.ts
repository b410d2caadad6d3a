import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEGMENT_KINDS, type SegmentFacts } from '../../src/model/segment.ts';
import {
  decodeOutline,
  decodeSketch,
  encodeHead,
  encodeOutline,
  encodeSketch,
  HEAD_BYTES,
  StoredFacts,
} from '../../src/store/facts-codec.ts';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const hash = fc.integer({ min: 1, max: 2 ** 52 - 1 });
const hashes = fc.uint32Array({ maxLength: 9 });

const facts: fc.Arbitrary<SegmentFacts> = fc.record({
  kind: fc.constantFrom(...SEGMENT_KINDS),
  role: fc.string(),
  bytes: uint32,
  tokens: uint32,
  minifiedTokens: uint32,
  normalizedKey: hash,
  identifiersKey: hash,
  contentKey: hash,
  words: uint32,
  bands: hashes,
  shingles: hashes,
  shingleCount: uint32,
  bagKey: hash,
  outline: hashes,
  asksJson: fc.boolean(),
  asksOnlyJson: fc.boolean(),
  names: fc.array(fc.string(), { maxLength: 3 }),
  chunks: hashes,
  traits: fc.uint8Array({ maxLength: 9 }),
  preview: fc.string(),
});

test('facts read from the heads of many segments are those that were written', () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: 6 }), (written) => {
      const heads = Buffer.concat(written.map(encodeHead));
      expect(heads.length).toBe(HEAD_BYTES * written.length);
      const outlines = written.map(encodeOutline);
      const sketches = written.map(encodeSketch);
      const source = {
        role: (segment: number) => written[segment]!.role,
        outline: (segment: number) => decodeOutline(outlines[segment]!),
        preview: (segment: number) => written[segment]!.preview,
        names: (segment: number) => written[segment]!.names,
        sketch: (segment: number) => decodeSketch(sketches[segment]!),
      };
      const view = new DataView(heads.buffer, heads.byteOffset, heads.length);
      written.forEach((expected, segment) => {
        const read = new StoredFacts(view, segment, source);
        for (const name of Object.keys(expected) as (keyof SegmentFacts)[]) {
          expect(read[name], name).toEqual(expected[name]);
        }
      });
    }),
  );
});

test('a sketch reads the same from a buffer that begins anywhere', () => {
  const sketch = encodeSketch({
    bands: Uint32Array.of(1, 2),
    shingles: Uint32Array.of(3),
    chunks: Uint32Array.of(4, 5, 6),
    traits: Uint8Array.of(1, 0, 3),
  } as SegmentFacts);
  const shifted = Buffer.concat([Buffer.alloc(1), sketch]).subarray(1);
  expect(decodeSketch(shifted)).toEqual({
    bands: Uint32Array.of(1, 2),
    shingles: Uint32Array.of(3),
    chunks: Uint32Array.of(4, 5, 6),
    traits: Uint8Array.of(1, 0, 3),
  });
});
