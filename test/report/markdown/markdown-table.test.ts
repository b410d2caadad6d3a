import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataTable } from '../../../src/report/data/data-table.ts';
import { markdownTable } from '../../../src/report/markdown/markdown-table.ts';
import { HOSTILE } from './hostile-names.ts';
import { kindsOf, tablesOf } from './parsed-markdown.ts';

const table: DataTable = {
  id: 'models',
  title: 'Models',
  columns: [
    { key: 'model', label: 'model', kind: 'text' },
    { key: 'calls', label: 'calls', kind: 'count' },
    { key: 'costUsd', label: 'cost', kind: 'usd' },
    { key: 'isOwn', label: 'own', kind: 'flag' },
  ],
  rows: [
    ['gpt-4.1', 1234, 1.5, true],
    ['a|b', 0, null, false],
  ],
  rowsTotal: 5,
};

test('figures to the right as a person reads them, what is unknown as a dash, how many rows there are beside', () => {
  expect(markdownTable(table)).toBe(
    `## Models

| model | calls | cost | own |
| --- | ---: | ---: | --- |
| gpt-4.1 | 1,234 | $1.50 | yes |
| \`a\`&#124;\`b\` | 0 | - | no |

and 3 more
`,
  );
});

test('whatever stands in it, a table keeps its rows and cells and holds nothing else', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 30 }));
  fc.assert(
    fc.property(text, fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (label, rows) => {
      const columns = ['a', 'b'].map((key) => ({ key, label, kind: 'text' }) as const);
      const markdown = markdownTable({ id: 'x', title: label, columns, rows });
      const [parsed, ...others] = tablesOf(markdown);
      expect(others).toEqual([]);
      expect(parsed?.header).toHaveLength(2);
      expect(parsed?.rows.map((cells) => cells.length)).toEqual(rows.map(() => 2));
      const kinds = ['codespan', 'escape', 'heading', 'space', 'table', 'text'];
      expect(kindsOf(markdown).filter((kind) => !kinds.includes(kind))).toEqual([]);
      expect(markdown.split('\n')).toHaveLength(rows.length + 5);
    }),
    { numRuns: 300 },
  );
});
