import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastRowEnd, readRows, sniffDelimiter, tableHead } from '../../../src/ingest/cutting/table-rows.ts';

function rowsOf(text: string, delimiter = ',') {
  const rows: string[][] = [];
  const lines: number[] = [];
  const lost: number[] = [];
  readRows(
    text,
    delimiter,
    (fields, line) => {
      rows.push(fields);
      lines.push(line);
    },
    (_, line) => lost.push(line),
  );
  return { rows, lines, lost };
}

const reference = (text: string, delimiter = ','): string[][] =>
  parse(text, {
    delimiter,
    record_delimiter: ['\n', '\r\n'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });

/** The reader's job as ingest does it: a stream of bytes in pieces of any size, cut at row boundaries. */
function streamed(text: string, sizes: readonly number[], delimiter: string): string[][] {
  const bytes = Buffer.from(text);
  const rows: string[][] = [];
  let held = Buffer.alloc(0);
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    held = Buffer.concat([held, bytes.subarray(at, at + size)]);
    at += size;
    const end = lastRowEnd(held, held.length, delimiter);
    if (end < 0) continue;
    rows.push(...rowsOf(held.toString('utf8', 0, end), delimiter).rows);
    held = held.subarray(end);
  }
  rows.push(...rowsOf(held.toString(), delimiter).rows);
  return rows;
}

describe('tableHead', () => {
  test.each<[string, string, ReturnType<typeof tableHead>]>([
    ['plain', 'a,b\n1,2\n', { skip: 0, header: 'a,b\n', delimiter: ',', isCarriageReturn: false }],
    ['CRLF', 'a;b\r\n1;2\r\n', { skip: 0, header: 'a;b\r\n', delimiter: ';', isCarriageReturn: false }],
    ['no rows', 'a\tb', { skip: 0, header: 'a\tb', delimiter: '\t', isCarriageReturn: false }],
    ['CR only', 'a,b\r1,2\r', { skip: 0, header: 'a,b\n', delimiter: ',', isCarriageReturn: true }],
    ['CR last of all', 'a,b\r', { skip: 0, header: 'a,b\r', delimiter: ',', isCarriageReturn: false }],
    ['CR in quotes', '"a\r",b\n', { skip: 0, header: '"a\r",b\n', delimiter: ',', isCarriageReturn: false }],
    [
      'LF in quotes, CR only',
      '"a\n",b\r1',
      { skip: 0, header: '"a\n",b\n', delimiter: ',', isCarriageReturn: true },
    ],
    ['sep=', 'sep=;\na,a;b,b\n', { skip: 6, header: 'a,a;b,b\n', delimiter: ';', isCarriageReturn: false }],
    [
      'SEP=, CRLF',
      'SEP=^\r\na^b\r\n',
      { skip: 7, header: 'a^b\r\n', delimiter: '^', isCarriageReturn: false },
    ],
    [
      'sep= with a tab, CR only',
      'sep=\t\ra\tb\r1',
      { skip: 6, header: 'a\tb\n', delimiter: '\t', isCarriageReturn: true },
    ],
    [
      'a column called sep=x',
      'sep=x,b\n',
      { skip: 0, header: 'sep=x,b\n', delimiter: ',', isCarriageReturn: false },
    ],
    [
      'blank lines',
      '\n \r\n\na,b\r\n1,2',
      { skip: 5, header: 'a,b\r\n', delimiter: ',', isCarriageReturn: false },
    ],
    [
      'blank lines and sep=',
      '\r\nsep=;\r\na;b\n',
      { skip: 9, header: 'a;b\n', delimiter: ';', isCarriageReturn: false },
    ],
    ['nothing', '', { skip: 0, header: '', delimiter: ',', isCarriageReturn: false }],
  ])('%s', (_name, text, head) => expect(tableHead(text)).toEqual(head));
});

describe('sniffDelimiter', () => {
  test.each([
    ['a,b,c', ','],
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['a|b|c', '|'],
    ['"a,b,c,d";e', ';'],
    ['"say ""a,b,c""";e', ';'],
    ['alone', ','],
    ['', ','],
  ])('%s', (header, delimiter) => expect(sniffDelimiter(header)).toBe(delimiter));
});

describe('readRows', () => {
  test('splits plain rows, whatever ends their lines, and counts the lines before each', () => {
    expect(rowsOf('a,b\r\n\n1,2,3\n\r\n,\nlast,')).toEqual({
      rows: [
        ['a', 'b'],
        ['1', '2', '3'],
        ['', ''],
        ['last', ''],
      ],
      lines: [0, 2, 4, 5],
      lost: [],
    });
  });

  test('quoted newlines and quotes belong to their field, and lines are those of the file', () => {
    const text = 'a,b\r\n"1\r\n2","say ""hi"""\r\n\r\nx,5" pipe\ny,"z"\n';
    expect(rowsOf(text)).toEqual({
      rows: [
        ['a', 'b'],
        ['1\r\n2', 'say "hi"'],
        ['x', '5" pipe'],
        ['y', 'z'],
      ],
      lines: [0, 1, 4, 5],
      lost: [],
    });
  });

  test('a quote that is never closed loses its row and no other', () => {
    const { rows, lost } = rowsOf('a,b\n1,2\n3,"4\n5,6\n');
    expect(rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(lost).toEqual([2]);
  });

  test('text outside ASCII and empty text', () => {
    expect(rowsOf('é,"日\n本"\n🙂,x').lines).toEqual([0, 2]);
    expect(rowsOf('').rows).toEqual([]);
    expect(rowsOf('\n\r\n').rows).toEqual([]);
  });
});

describe('lastRowEnd', () => {
  test.each([
    ['a,b\n1,2\n3', 8],
    ['a,b', -1],
    ['', -1],
    ['\n', 1],
    ['a,"b\nc', -1],
    ['x\na,"b\nc', 2],
    ['a,"b\n""\n"\n', 10],
    ['a,"b""\n', -1],
    ['a,b"c\nd', 6],
    ['"a"x"\nb', 6],
    ['a, "b\nc', 6],
    ['"a\r\nb"\r\nc', 8],
  ])('%j', (text, end) => expect(lastRowEnd(Buffer.from(text), Buffer.byteLength(text))).toBe(end));

  test('sees no byte beyond the length and none before the view', () => {
    const bytes = Buffer.from('"\na,b\n1,2\n"');
    expect(lastRowEnd(bytes.subarray(2), 5)).toBe(4);
    expect(lastRowEnd(new Uint8Array(Buffer.from('a,"b"\nx')), 5)).toBe(-1);
    expect(lastRowEnd(Buffer.from('"a""\n"\n'), 3)).toBe(-1);
  });
});

const cell = fc.oneof(
  fc.stringMatching(/^[a-z0-9 é.]{0,6}$/),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', 'a', ' ', '本'), maxLength: 6 }),
);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('in pieces', () => {
  const table = fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 4 }), {
    maxLength: 12,
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 23 }), { minLength: 1, maxLength: 5 });
  const ends = fc.constantFrom('\n', '\r\n');

  test('a well-formed table gives its own cells back, cut anywhere', () => {
    fc.assert(
      fc.property(table, sizes, ends, fc.constantFrom(',', ';'), (rows, cuts, end, delimiter) => {
        const write = ([text, force]: [string, boolean]) =>
          force || /["\n\r,;]/.test(text) || text === '' ? quoted(text) : text;
        const text = rows.map((row) => row.map(write).join(delimiter) + end).join('');
        const expected = rows.map((row) => row.map(([value]) => value));
        expect(streamed(text, cuts, delimiter)).toEqual(expected);
        expect(rowsOf(text, delimiter).rows).toEqual(expected);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  test('any bytes at all give the rows that csv-parse finds in the whole', () => {
    const wild = fc.string({
      unit: fc.constantFrom('"', '"', ',', ';', '\n', '\r', '\r\n', 'a', '\0', '本'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(wild, sizes, (text, cuts) => {
        let expected: string[][];
        try {
          expected = reference(text);
        } catch {
          return; // a quote is left open: there is no whole to compare with
        }
        expect(streamed(text, cuts, ',')).toEqual(expected);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  test('plain rows are read alike with and without a quoted row beside them', () => {
    const plain = fc.string({
      unit: fc.constantFrom(',', '\n', '\r', '\r\n', 'a', ' ', '本'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(plain, (text) => {
        const alone = rowsOf(`${text}\n`);
        const beside = rowsOf(`${text}\n"q"\n`);
        expect(beside.rows.slice(0, -1)).toEqual(alone.rows);
        expect(beside.lines.slice(0, -1)).toEqual(alone.lines);
        expect(beside.lines.at(-1)).toBe(text.split('\n').length);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
