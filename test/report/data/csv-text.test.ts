import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnKind } from '../../../src/model/column.ts';
import { columnName, csvRows, csvTable } from '../../../src/report/data/csv-text.ts';
import { hostileTexts } from '../hostile-texts.ts';

/** An independent reader of RFC 4180. */
function read(text: string): string[][] {
  return parse(text, { record_delimiter: '\r\n' });
}

/** What a spreadsheet computes: judged here by the first character that is no white space and no quote. */
function isFormula(cell: string): boolean {
  return /^[\s"'`]*[=+\-@＝＋－＠]/.test(cell) && !cell.startsWith("'");
}

describe('a table as CSV', () => {
  test('has names with units, CRLF, raw values, and nothing where a value is unknown', () => {
    const text = csvTable({
      id: 'a',
      title: 'A',
      columns: [
        { key: 'key', label: 'k', kind: 'text' },
        { key: 'costUsd', label: 'c', kind: 'usd' },
        { key: 'isNew', label: 'n', kind: 'flag' },
      ],
      rows: [
        ['a,"b"', 0.1 + 0.2, true],
        ['ü 🙂', 1e-7, false],
        ['', null, null],
        ['nan', Number.NaN, null],
        ['debt', -2.5e21, null],
      ],
    });
    expect(text).toBe(
      'key,cost_usd,is_new\r\n"a,""b""",0.30000000000000004,true\r\nü 🙂,0.0000001,false\r\n,,\r\nnan,,\r\ndebt,-2500000000000000000000,\r\n',
    );
  });

  test.each<[string, ColumnKind, string]>([
    ['costUsd', 'usd', 'cost_usd'],
    ['previous', 'usd', 'previous_usd'],
    ['tokensCacheWrite5m', 'tokens', 'tokens_cache_write_5m'],
    ['p95', 'tokens', 'p95_tokens'],
    ['span', 'ms', 'span_ms'],
    ['share', 'percent', 'share'],
    ['hitRatio', 'percent', 'hit_ratio_share'],
    ['calls', 'count', 'calls'],
    ['tag:team', 'text', 'tag_team'],
  ])('a column %s of kind %s is called %s', (key, kind, name) => {
    expect(columnName({ key, label: '', kind })).toBe(name);
  });

  test('numbers are never defused, texts that a spreadsheet would compute always', () => {
    const [, row] = read(csvRows(['a', 'b', 'c', 'd'], [[-1, '-1', '+A1', '=1+1']]));
    expect(row).toEqual(['-1', "'-1", "'+A1", "'=1+1"]);
  });
});

describe('hostile text', () => {
  test.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
    '%s stays one harmless cell',
    (_, text) => {
      const rows = read(csvRows(['before', 'text', text], [['x', text, 'y']]));
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(row).toHaveLength(3);
      const [[, , header], [before, cell, after]] = rows as [string[], string[]];
      expect([before, after]).toEqual(['x', 'y']);
      for (const shown of [header!, cell!]) {
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(isFormula(shown)).toBe(false);
      }
    },
  );

  test('is no formula either where a semicolon separates', () => {
    for (const text of hostileTexts) {
      for (const line of csvRows(['a', 'b'], [['x', `y;${text}`]]).split('\r\n')) {
        // What such a reader takes for further cells; quotes in the middle of a line mean nothing to it.
        for (const cell of line.split(';').slice(1)) expect(cell).not.toMatch(/^[\s"`]*[=+\-@＝＋－＠]/);
      }
    }
  });

  test('any text at all comes back as one cell', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 })),
        (cells) => {
          const rows = read(csvRows(['a', 'b'], cells));
          expect(rows).toHaveLength(cells.length + 1);
          for (const row of rows) expect(row).toHaveLength(2);
          for (const cell of rows.flat()) expect(isFormula(cell)).toBe(false);
        },
      ),
      { seed: 5 },
    );
  });
});
