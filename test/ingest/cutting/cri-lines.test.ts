import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinCriLines } from '../../../src/ingest/cutting/cri-lines.ts';
import { splitRecords } from '../../../src/ingest/cutting/record-splitter.ts';
import { lentChunks } from './lent-chunks.ts';

async function joined(text: string, cuts: readonly number[] = [], limit = 1 << 20): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of joinCriLines(lentChunks(text, cuts), limit)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const time = (i: number) => `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}.123456789Z`;

/** A line as a runtime writes it when it may write `size` bytes at a time. */
function written(text: string, stream: string, size: number, from: number): string[] {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: count }, (_, i) => {
    const part = bytes.subarray(i * size, (i + 1) * size).toString('latin1');
    return `${time(from + i)} ${stream} ${i + 1 < count ? 'P' : 'F'} ${part}\n`;
  });
}

test('lines that were cut come out whole, in the order of their ends, however the bytes lie in chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.string(), other: fc.string() }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(900), { maxLength: 9 }),
      async (lines, size, cuts) => {
        let text = '';
        let expected = '';
        for (const { text: own, other } of lines) {
          // Bytes are joined as bytes: what is cut within a character is whole again.
          const out = written(own.replaceAll(/\s/g, '_'), 'stdout', size, 0);
          const err = written(other.replaceAll(/\s/g, '_'), 'stderr', size, 30);
          text += out.slice(0, -1).join('') + err.join('') + out.at(-1)!;
          expected += `${time(30)} stderr F ${Buffer.from(other.replaceAll(/\s/g, '_')).toString('latin1')}\n`;
          expected += `${time(0)} stdout F ${Buffer.from(own.replaceAll(/\s/g, '_')).toString('latin1')}\n`;
        }
        expect(await joined(text, cuts)).toBe(expected);
      },
    ),
  );
});

test('a part keeps its spaces, tags are left out, other lines stay', async () => {
  const text = `banner\n${time(1)} stdout P:tag {"a":"x  \n${time(2)} stdout F  y"} \r\n\nstdout P z\n`;
  expect(await joined(text)).toBe(`banner\n${time(1)} stdout F {"a":"x   y"} \r\n\nstdout P z\n`);
});

test('what is open at the end comes out as far as it was written', async () => {
  const text = `${time(1)} stdout P {"a":\n${time(2)} stderr P {"b"\n${time(3)} stdout P 1`;
  expect(await joined(text)).toBe(`${time(1)} stdout F {"a":1\n${time(2)} stderr F {"b"\n`);
  expect(await joined(`${time(1)} stdout F x`)).toBe(`${time(1)} stdout F x\n`);
  expect(await joined('')).toBe('');
});

test('a line that becomes too long is passed over and counted, and is not held', async () => {
  const part = `${time(1)} stdout P ${'x'.repeat(300)}\n`;
  const long = `${part.repeat(50)}${time(2)} stdout F x\n`;
  const text = `${time(0)} stdout F {"a":1}\n${long}${time(3)} stdout F {"b":2}\n`;
  const lines = await joined(text, [], 1000);
  expect(lines.length).toBeLessThan(1200);
  const pieces: [string, number][] = [];
  const shape = { container: 'lines', isArray: false, delimiter: '', isCri: true } as const;
  for await (const { bytes, oversized } of splitRecords(lentChunks(text, [100, 5000, 9000]), shape, 1000))
    pieces.push([Buffer.from(bytes).toString('utf8'), oversized]);
  expect(pieces.map(([it]) => it).join('')).toBe(
    `${time(0)} stdout F {"a":1}\n${time(3)} stdout F {"b":2}\n`,
  );
  expect(pieces.reduce((sum, [, oversized]) => sum + oversized, 0)).toBe(1);
});
