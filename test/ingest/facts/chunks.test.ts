import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentChunks } from '../../../src/ingest/facts/chunks.ts';

function pairs(text: string): string[] {
  const chunks = [...contentChunks(text).chunks];
  return chunks.filter((_, i) => i % 2 === 0).map((hash, i) => `${hash}:${chunks[2 * i + 1]}`);
}

function byteSum(text: string): number {
  return contentChunks(text).chunks.reduce((sum, value, i) => (i % 2 === 1 ? sum + value : sum), 0);
}

/** Different words in a fixed pseudo-random order. */
function prose(seed: number, words: number): string {
  let state = seed;
  return Array.from({ length: words }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return `w${(state >>> 8).toString(36)}`;
  }).join(' ');
}

describe('contentChunks', () => {
  test('empty text has no chunks, a few words are one', () => {
    expect(contentChunks('').chunks).toEqual(new Uint32Array(0));
    expect(contentChunks('three short words').chunks).toHaveLength(2);
    expect(byteSum('three short words')).toBe(17);
    expect(contentChunks('   \n').chunks).toHaveLength(2);
  });

  test('the bytes cover any text, lone surrogates and pairs included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(byteSum(text)).toBe(Buffer.byteLength(text));
      }),
    );
    const units = fc.array(fc.nat(0xffff), { maxLength: 300 });
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(byteSum(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  test('chunks are 8 to 64 words, some 16 on average', () => {
    const text = prose(1, 20_000);
    const bytes = Buffer.from(text);
    let at = 0;
    const words = [...contentChunks(text).chunks]
      .filter((_, i) => i % 2 === 1)
      .map((length) => {
        at += length;
        return bytes
          .subarray(at - length, at)
          .toString()
          .trim()
          .split(' ').length;
      });
    expect(Math.min(...words.slice(0, -1))).toBeGreaterThanOrEqual(8);
    expect(Math.max(...words)).toBeLessThanOrEqual(64);
    const mean = 20_000 / words.length;
    expect(mean).toBeGreaterThan(14.5);
    expect(mean).toBeLessThan(16.5);
  });

  test('a passage keeps its chunks wherever it stands, but for its ends', () => {
    const passage = prose(7, 2000);
    const alone = pairs(passage);
    for (const before of ['', 'x', 'one two three, ', `${prose(9, 137)}\n`, '漢字かな。']) {
      const inside = new Set(pairs(`${before}${passage} and more`));
      const kept = alone.filter((chunk) => inside.has(chunk)).length;
      // Boundaries fall back into step after a few chunks; the last one ends differently.
      expect(kept).toBeGreaterThanOrEqual(alone.length - 8);
    }
  });

  test('different passages of equal length have no chunk in common', () => {
    const first = new Set(pairs(prose(1, 5000)));
    expect(pairs(prose(2, 5000)).filter((chunk) => first.has(chunk))).toEqual([]);
  });

  test('order, case and punctuation inside a chunk matter', () => {
    const [a] = contentChunks('a b c').chunks;
    for (const other of ['b a c', 'a b C', 'a, b c', 'a b-c'])
      expect(contentChunks(other).chunks[0]).not.toBe(a);
  });

  test('wrapping, indenting and quoting leave the chunks as they are, but for their bytes', () => {
    const hashes = (text: string) => contentChunks(text).chunks.filter((_, i) => i % 2 === 0);
    const text = prose(3, 500);
    const lines = text.match(/.{1,70}(?: |$)/g)!;
    for (const start of ['', '> ', '> > ', '    ', '\t']) {
      const other = lines.map((line) => `${line.trim()}\n${start}`).join('');
      expect(hashes(other)).toEqual(hashes(text));
      expect(byteSum(other)).toBe(Buffer.byteLength(other));
    }
  });

  test('scripts without spaces are cut too', () => {
    const text = Array.from({ length: 4000 }, (_, i) =>
      String.fromCharCode(0x4e00 + (Math.imul(i + 1, 2654435761) >>> 19)),
    ).join('');
    expect(contentChunks(text).chunks.length / 2).toBeGreaterThan(150);
  });

  test('unbroken and uniform texts are covered', () => {
    for (const unit of ['a', ' ', 'a ', '-', '漢', '\ud800', '😀']) {
      const text = unit.repeat(1_000_000 / unit.length);
      expect(byteSum(text)).toBe(Buffer.byteLength(text));
    }
    expect(contentChunks('a'.repeat(1_000_000)).chunks).toHaveLength(2);
    expect(contentChunks('a '.repeat(6400)).chunks.length / 2).toBeGreaterThanOrEqual(100);
  });
});
