import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Piece, type RecordShape, splitRecords } from '../../../src/ingest/cutting/record-splitter.ts';
import { lentChunks } from './lent-chunks.ts';

const LAYOUTS = {
  lines: { container: 'lines', isArray: false, delimiter: '' },
  array: { container: 'spans', isArray: true, delimiter: '' },
  values: { container: 'spans', isArray: false, delimiter: '' },
  envelope: { container: 'spans', isArray: false, delimiter: '', envelope: [['data'], ['log', 'entries']] },
  table: { container: 'table', isArray: false, delimiter: ',' },
  returns: { container: 'table', isArray: false, delimiter: ',', isCarriageReturn: true },
} as const satisfies Record<string, RecordShape>;

async function piecesOf(
  text: string,
  cuts: readonly number[],
  layout: keyof typeof LAYOUTS,
  limit = 1 << 20,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of splitRecords(lentChunks(text, cuts), LAYOUTS[layout], limit)) pieces.push(piece);
  return pieces;
}

const textOf = ({ bytes }: Piece) => Buffer.from(bytes).toString('utf8');
const linesIn = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

function recordsOf(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => {
    const { spans } = piece;
    if (spans === undefined) return linesIn(textOf(piece));
    const bytes = Buffer.from(piece.bytes);
    return Array.from({ length: spans.length / 2 }, (_, i) =>
      bytes.toString('utf8', spans[2 * i], spans[2 * i + 1]),
    );
  });
}

const oversizedIn = (pieces: readonly Piece[]) => pieces.reduce((sum, { oversized }) => sum + oversized, 0);

const cuts = fc.array(fc.nat(5000), { maxLength: 12 });
const lineEnd = fc.constantFrom('\n', '\r\n', '\n\n', '\n \n');
const record = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).filter((value) => typeof value === 'object' && value !== null),
  fc.record({ text: fc.constantFrom('a"b', '\\', '\\"', ']}', '{[', 'é\u2028🙂', 'x'.repeat(90)) }),
);

describe('lines', () => {
  test('wherever a stream is cut, its lines come out whole and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 9 }),
        lineEnd,
        fc.boolean(),
        cuts,
        async (records, end, ends, at) => {
          const lines = records.map((value) => JSON.stringify(value));
          const text = lines.join(end) + (ends && lines.length > 0 ? end : '');
          const pieces = await piecesOf(text, at, 'lines');
          expect(recordsOf(pieces).map((line) => line.trim())).toEqual(lines);
          expect(pieces.map(textOf).join('')).toBe(text);
        },
      ),
    );
  });

  test('every piece but the tail ends a line, and says where it ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', '\n', 'é') }), cuts, async (text, at) => {
        let end = 0;
        for (const piece of await piecesOf(text, at, 'lines')) {
          end += piece.bytes.length;
          expect(piece.end).toBe(end);
          if (!piece.isTail) expect(textOf(piece).endsWith('\n')).toBe(true);
          else expect(textOf(piece)).not.toContain('\n');
        }
        expect(end).toBe(Buffer.byteLength(text));
      }),
    );
  });

  test('a line longer than the limit is passed over and counted, wherever the stream is cut', async () => {
    const line = fc.constantFrom('a', 'bb', 'ccc', 'dddd', 'e'.repeat(30));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.boolean(), cuts, async (lines, ends, at) => {
        const text = lines.join('\n') + (ends && lines.length > 0 ? '\n' : '');
        const pieces = await piecesOf(text, at, 'lines', 3);
        expect(recordsOf(pieces)).toEqual(lines.filter(({ length }) => length <= 3));
        expect(oversizedIn(pieces)).toBe(lines.filter(({ length }) => length > 3).length);
      }),
    );
  });

  test('lines before a long one come before it, so that line numbers hold', async () => {
    for (const at of [[], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
      const order = (await piecesOf('a\nlong\nlonger\nb\nlast-long', at, 'lines', 3)).flatMap((piece) => [
        ...Array.from({ length: piece.oversized }, () => 'LONG'),
        ...linesIn(textOf(piece)),
      ]);
      expect(order).toEqual(['a', 'LONG', 'LONG', 'b', 'LONG']);
    }
  });

  test('only a long line that has not ended belongs to the tail', async () => {
    for (const at of [[], [4], [1, 2, 3, 4, 5, 6]]) {
      const pieces = await piecesOf('long\nlong', at, 'lines', 3);
      expect(oversizedIn(pieces.filter(({ isTail }) => !isTail))).toBe(1);
      expect(oversizedIn(pieces.filter(({ isTail }) => isTail))).toBe(1);
      expect(pieces.filter(({ isTail }) => !isTail).at(-1)!.end).toBe(5);
    }
  });
});

describe('JSON values laid out freely', () => {
  const values = fc.array(record, { maxLength: 7 });

  test('the elements of an array are what JSON.parse says, wherever the stream is cut', async () => {
    const indent = fc.constantFrom(undefined, 1, '\t');
    await fc.assert(
      fc.asyncProperty(values, indent, cuts, async (elements, space, at) => {
        const pieces = await piecesOf(JSON.stringify(elements, null, space), at, 'array');
        expect(recordsOf(pieces).map((text) => JSON.parse(text))).toEqual(
          JSON.parse(JSON.stringify(elements)),
        );
      }),
    );
  });

  test('values one after another are what JSON.parse says of each', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom('\n', '', '\r\n\r\n'), cuts, async (parts, between, at) => {
        const text = parts.map((value) => JSON.stringify(value, null, 2)).join(between);
        const pieces = await piecesOf(text, at, 'values');
        expect(recordsOf(pieces).map((part) => JSON.parse(part))).toEqual(JSON.parse(JSON.stringify(parts)));
      }),
    );
  });

  test('what is no object is a record too, to be counted as broken', async () => {
    const pieces = await piecesOf('[{"a":1}, 7, "x,]", null,\n{"b":2}]', [3, 8, 13, 14, 15], 'array');
    expect(recordsOf(pieces)).toEqual(['{"a":1}', '7', '"x,]"', 'null', '{"b":2}']);
  });

  test('an array that is cut short gives its last value as a tail', async () => {
    const pieces = await piecesOf('[{"a":1},{"b":', [4], 'array');
    expect(recordsOf(pieces)).toEqual(['{"a":1}', '{"b":']);
    expect(pieces.at(-1)!.isTail).toBe(true);
  });

  test('the elements of lists in documents are what JSON.parse says, wherever the stream is cut', async () => {
    const indent = fc.constantFrom(undefined, 2);
    await fc.assert(
      fc.asyncProperty(values, values, indent, cuts, async (elements, others, space, at) => {
        const page = {
          meta: { data: [1] },
          data: elements,
          log: { version: 1, entries: others },
        };
        const text = JSON.stringify(page, null, space) + JSON.stringify({ data: others });
        const pieces = await piecesOf(text, at, 'envelope');
        expect(recordsOf(pieces).map((part) => JSON.parse(part))).toEqual(
          JSON.parse(JSON.stringify([...elements, ...others, ...others])),
        );
      }),
    );
  });

  test('a document that is cut short gives its last value as a tail', async () => {
    const pieces = await piecesOf('{"n":{"data":[0]},"data":[{"a":1},{"b":', [9, 30], 'envelope');
    expect(recordsOf(pieces)).toEqual(['{"a":1}', '{"b":']);
    expect(pieces.map(({ isTail }) => isTail)).toEqual([false, true]);
  });

  test.each([
    ['array', '[', ']'],
    ['envelope', '{"log":{"x":"what is passed over may be longer","entries":[', '],"y":"]"}}'],
  ] as const)(
    'of an %s, a value longer than the limit is passed over and counted',
    async (layout, head, end) => {
      const element = fc.constantFrom('{}', '{"a":1}', '["zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",{"b":[]}]');
      await fc.assert(
        fc.asyncProperty(fc.array(element, { maxLength: 9 }), cuts, async (elements, at) => {
          const pieces = await piecesOf(head + elements.join(',') + end, at, layout, 8);
          const order = pieces.flatMap((piece) => [
            ...Array.from({ length: piece.oversized }, () => 'LONG'),
            ...recordsOf([piece]),
          ]);
          expect(order).toEqual(elements.map((text) => (text.length > 8 ? 'LONG' : text)));
        }),
      );
    },
  );
});

test('rows with line ends inside quotes are never cut', async () => {
  const field = fc.constantFrom('a', '"b\nc"', '"d""\n"', '""', 'e"f');
  await fc.assert(
    fc.asyncProperty(fc.array(field, { maxLength: 20 }), cuts, async (fields, at) => {
      const rows = fields.map((value) => `1,${value}`);
      const text = rows.map((row) => `${row}\n`).join('');
      const pieces = await piecesOf(text, at, 'table');
      expect(pieces.map(textOf).join('')).toBe(text);
      const ends = new Set([0]);
      let end = 0;
      for (const row of rows) {
        end += row.length + 1;
        ends.add(end);
      }
      for (const piece of pieces) if (!piece.isTail) expect(ends.has(piece.end)).toBe(true);
    }),
  );
});

test('rows that end with carriage returns alone are those with line feeds', async () => {
  const text = 'a,1\rb,"x\ry"\rc,3';
  for (const at of [[], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]) {
    const pieces = await piecesOf(text, at, 'returns');
    expect(pieces.map(textOf).join('')).toBe(text.replaceAll('\r', '\n'));
    expect(pieces.every(({ isTail, bytes }) => isTail || textOf({ bytes } as Piece).endsWith('\n'))).toBe(
      true,
    );
  }
});
