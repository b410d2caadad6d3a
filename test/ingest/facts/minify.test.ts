import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minify } from '../../../src/ingest/facts/minify.ts';

/** JSON written with random white space between tokens and with number literals that a parser would change. */
const space = fc
  .array(fc.constantFrom(' ', '\n', '\t', '\r\n', '   '), { maxLength: 3 })
  .map((parts) => parts.join(''));
const literal = fc.constantFrom(
  '1.0',
  '1e5',
  '-0',
  '12345678901234567890',
  '0.10',
  '1E+2',
  'true',
  'null',
  '3',
);
const quoted = fc
  .oneof(
    fc.string(),
    fc.constantFrom('a  b', '{ "x" : 1 }', '\\', '"', '```\n', '// no', ' [1,  2] ', '\u2028'),
  )
  .map((text) => JSON.stringify(text));
const { document } = fc.letrec<{ document: string; value: string; list: string; object: string }>((tie) => ({
  document: fc.tuple(space, tie('value'), space).map((parts) => parts.join('')),
  value: fc.oneof({ maxDepth: 4 }, literal, quoted, tie('list'), tie('object')),
  list: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 5 })
    .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
  object: fc
    .array(fc.tuple(space, quoted, space, space, tie('value'), space), { maxLength: 5 })
    .map(
      (items) => `{${items.map(([a, key, b, c, value, d]) => `${a}${key}${b}:${c}${value}${d}`).join(',')}}`,
    ),
}));

const NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const numbers = (json: string): string[] => (json.match(NUMBERS) ?? []).filter((token) => token[0] !== '"');

describe('JSON documents', () => {
  test('keep their value and every number literal, and lose all insignificant white space', () => {
    fc.assert(
      fc.property(document, (json) => {
        const small = minify(json);
        expect(JSON.parse(small)).toEqual(JSON.parse(json));
        expect(numbers(small)).toEqual(numbers(json));
        expect(small.length).toBeLessThanOrEqual(json.length);
        if (/^\s*[{[]/.test(json)) {
          const outside = small.replace(/"(?:[^"\\]|\\.)*"/g, '');
          expect(outside).not.toMatch(/\s/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('pretty-printed JSON becomes what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (typeof value !== 'object' || value === null) return;
        expect(minify(JSON.stringify(value, null, 2))).toBe(JSON.stringify(value));
      }),
    );
  });

  test('broken JSON keeps its brackets as they are', () => {
    expect(minify('{ "a": 1, }')).toBe('{ "a": 1, }');
    expect(minify('{ "a" : [1 , 2 }')).toBe('{ "a" : [1 , 2 }');
  });
});

const LARGE = {
  name: 'a fairly long value  with two spaces',
  list: [1, 2, 3],
  nested: { deep: ['x', 'y', 'z'] },
  more: 'to be large',
};
const PRETTY = JSON.stringify(LARGE, null, 2);
const COMPACT = JSON.stringify(LARGE);

describe('JSON inside other text', () => {
  test('large objects are compacted where they stand, small brackets are not', () => {
    expect(minify(`Data: ${PRETTY}\nand [1,  2] {x}.`)).toBe(`Data: ${COMPACT}\nand [1,  2] {x}.`);
    expect(minify(`[note: see ${PRETTY} and ${PRETTY}`)).toBe(`[note: see ${COMPACT} and ${COMPACT}`);
  });

  test('a large document within a large document is compacted once', () => {
    expect(minify(`See [ ${PRETTY}, { "x": ${PRETTY} } ].`)).toBe(`See [${COMPACT},{"x":${COMPACT}}].`);
  });

  test('closed parts of a document cut off in the middle are compacted', () => {
    expect(minify(`{"all": [ ${PRETTY}, ${PRETTY.slice(0, 30)}`)).toBe(
      `{"all": [ ${COMPACT}, ${PRETTY.slice(0, 30)}`,
    );
  });

  test('fenced JSON of any size', () => {
    expect(minify('Look:\n```json\n{\n  "a": 1.0\n}\n```\nEnd')).toBe('Look:\n```json\n{"a":1.0}\n```\nEnd');
    expect(minify('~~~~ JSON\n[ 1,\n 2 ]\n~~~~')).toBe('~~~~ JSON\n[1,2]\n~~~~');
    expect(minify('```json\n{ not json }\n```')).toBe('```json\n{ not json }\n```');
  });

  test('a JSON string keeps what looks like a document in it', () => {
    const json = JSON.stringify(`[${'1, 2, '.repeat(40)}3]`);
    expect(minify(json)).toBe(json);
    expect(minify(`Array: ${JSON.parse(json)}`)).toBe(`Array: [${'1,2,'.repeat(40)}3]`);
  });
});

describe('lines', () => {
  test('trailing spaces and repeated blank lines go, indentation stays', () => {
    expect(minify('a  \n\n \n\t\n    b\t\nc ')).toBe('a\n\n    b\nc');
    expect(minify('a \r\n\r\n\r\nb\r\n')).toBe('a\r\n\r\nb\r\n');
  });

  test('a text of white space is not emptied', () => {
    expect(minify(' ')).toBe(' ');
    expect(minify('\n\n')).toBe('\n\n');
    expect(minify('')).toBe('');
  });

  test('code loses trailing white space only; where space matters, nothing', () => {
    const body = 'if (x) {  \n\n\n  y();\n}';
    expect(minify(`\`\`\`js\n${body}\n\`\`\``)).toBe('```js\nif (x) {\n\n\n  y();\n}\n```');
    for (const language of ['python', 'yaml', 'Makefile', 'diff']) {
      const text = `\`\`\`${language}\n${body}\n\`\`\``;
      expect(minify(text)).toBe(text);
    }
  });

  test('a patch is left alone, fenced or not', () => {
    const patch = '--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n \n-b\n+c\n';
    expect(minify(patch)).toBe(patch);
    expect(minify(`\`\`\`\n${patch}\`\`\``)).toBe(`\`\`\`\n${patch}\`\`\``);
  });

  test('an unclosed fence reaches to the end; inline code is no fence', () => {
    expect(minify('```python\nx = 1  \n\n\n')).toBe('```python\nx = 1  \n\n\n');
    expect(minify('```a``` b  \n\n\nc')).toBe('```a``` b\n\nc');
  });

  test('agrees with a slow line-by-line reference', () => {
    const line = fc.constantFrom('', ' ', '\t', 'a', 'a ', '  b', 'c d  ');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const trimmed = lines.map((l) => l.replace(/[ \t]+$/, ''));
        // The part after the last line end is no blank line: nothing follows it.
        const kept = trimmed.filter(
          (l, i) => !(l === '' && i > 0 && trimmed[i - 1] === '' && i < trimmed.length - 1),
        );
        const expected = text.trim() === '' ? text : kept.join('\n');
        expect(minify(text)).toBe(expected);
      }),
    );
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '1',
    ' ',
    '\n',
    '```',
    '```py\n',
    '~~~',
    'true',
    'word',
    PRETTY,
  );
  const anyText = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));

  test('never grows, loses only white space, and a second time changes nothing but blank lines', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const small = minify(text);
        expect(small.length).toBeLessThanOrEqual(text.length);
        expect(small.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        if (small.length === text.length) expect(small).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('hostile nesting and unclosed strings are read in one go', () => {
    const size = 300_000;
    for (const unit of ['[', '{"a":', '["', '[\n', '["\\"', '[1,', '{', '`', '```\n', '[" ']) {
      const text = unit.repeat(size / unit.length);
      expect(minify(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }
  });
});
