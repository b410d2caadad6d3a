import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EnvelopeSpans, type KeyPath, spanScanner } from '../../../src/ingest/cutting/envelope-spans.ts';
import { JsonSpans, type SpanScanner } from '../../../src/ingest/cutting/json-spans.ts';

/** The texts of all values that a scanner finds in bytes that arrive in some chunks, and of the one that is open at the end. */
function found(scanner: SpanScanner, text: string, cuts: readonly number[] = []) {
  const bytes = Buffer.from(text);
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  const values: string[] = [];
  let rest = Buffer.alloc(0);
  let at = 0;
  let open = -1;
  for (const end of ends) {
    const held = Buffer.concat([rest, bytes.subarray(at, end)]);
    at = end;
    const scanned = scanner.scan(held, rest.length, open < 0 ? -1 : 0);
    for (let i = 0; i < scanned.spans.length; i += 2)
      values.push(held.toString('utf8', scanned.spans[i], scanned.spans[i + 1]));
    open = scanned.open;
    rest = open < 0 ? Buffer.alloc(0) : held.subarray(open);
  }
  return { values, open: open < 0 ? undefined : rest.toString('utf8') };
}

const valuesAt = (paths: readonly KeyPath[], text: string, cuts?: readonly number[]): unknown[] =>
  found(new EnvelopeSpans(paths), text, cuts).values.map((value) => JSON.parse(value));

/** What JSON.parse finds there; of several paths in the order in which they stand in the text. */
function expected(paths: readonly KeyPath[], document: unknown): unknown[] {
  const walk = (value: unknown, keys: KeyPath): unknown[] => {
    const isAt = paths.some((path) => path.length === keys.length && path.every((key, i) => key === keys[i]));
    if (Array.isArray(value)) return isAt ? value : [];
    if (value === null || typeof value !== 'object') return [];
    return Object.entries(value).flatMap(([key, inner]) => walk(inner, [...keys, key]));
  };
  return walk(document, []);
}

const PATHS: readonly KeyPath[] = [['data'], ['log', 'entries'], ['hits', 'hits'], ['a', 'b', 'é"\\']];

/** Keys that are often those of the paths, in places where they are and are not. */
const key = fc.oneof(fc.constantFrom(...PATHS.flat(), '', 'dat', '__proto__'), fc.string());
const { document } = fc.letrec<{ document: unknown; value: unknown }>((tie) => ({
  document: fc
    .uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries)),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('"data":[1]', '[{"', '\\"')),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('document'),
  ),
}));
const layout = fc.constantFrom(undefined, 2, '\t');
const cuts = fc.array(fc.nat(4000), { maxLength: 9 });

describe('elements of the arrays at paths of a document', () => {
  test('are what JSON.parse finds there, however the bytes are cut', () => {
    fc.assert(
      fc.property(document, layout, cuts, (value, space, at) => {
        const text = JSON.stringify(value, null, space);
        expect(valuesAt(PATHS, text, at)).toEqual(expected(PATHS, JSON.parse(text)));
      }),
    );
  });

  test('are found byte by byte, and in documents one after another', () => {
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 3 }),
        layout,
        fc.constantFrom('', '\n', ' '),
        (values, space, between) => {
          const text = values.map((value) => JSON.stringify(value, null, space)).join(between);
          const every = Array.from(Buffer.from(text), (_, i) => i);
          expect(valuesAt(PATHS, text, every)).toEqual(
            values.flatMap((value) => expected(PATHS, JSON.parse(JSON.stringify(value)))),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('are the very bytes of the elements', () => {
    const { values } = found(
      new EnvelopeSpans([['data']]),
      '{"x":1, "data" : [ {"a" : 1} , 2,"s", [ ] ,null ] ,"y":[3]}',
    );
    expect(values).toEqual(['{"a" : 1}', '2', '"s"', '[ ]', 'null']);
  });

  test.each<[string, string, unknown[]]>([
    ['an escaped key', '{"d\\u0061t\\u0061":[1]}', [1]],
    ['a key that only looks like it', '{"data\\u0000":[1],"xdata":[2],"data ":[3],"Data":[4]}', []],
    ['the key deeper down', '{"x":{"data":[1]},"y":[{"data":[2]}],"data":{"data":[3]}}', []],
    ['the key in a string', '{"x":"\\"data\\":[1]","data":"[2]"}', []],
    ['the key as a value', '{"x":"data","y":[1]}', []],
    ['a path that leads to no array', '{"data":1,"log":[{"entries":[1]}],"hits":{"hits":{"0":[1]}}}', []],
    ['other arrays around', '{"before":[[1],{"data":[2]}],"data":[3],"after":["data",[4]]}', [3]],
    ['a list of documents', '[{"data":[1]}]', []],
    ['brackets in strings', '{"a":"}]","data":["]",{"k":"}"}]}', [']', { k: '}' }]],
    ['a very long key', `{"${'x'.repeat(5000)}":[1],"data":[2]}`, [2]],
    ['a key that JSON refuses', '{"\\q":[1],"data":[2]}', [2]],
    ['empty arrays', '{"data":[],"hits":{"hits":[ ]}}', []],
  ])('%s', (_name, text, values) => {
    expect(valuesAt(PATHS, text)).toEqual(values);
  });

  test('a document that is cut has its whole elements and one that is open', () => {
    const whole = JSON.stringify({
      meta: { n: [1] },
      data: [{ a: [1, ']'] }, { b: '"' }, { c: 3 }],
      end: true,
    });
    const stop = whole.indexOf('],"end"');
    for (let length = 0; length < whole.length; length++) {
      const { values, open } = found(new EnvelopeSpans([['data']]), whole.slice(0, length));
      const elements = ['{"a":[1,"]"]}', '{"b":"\\""}', '{"c":3}'];
      expect(values).toEqual(elements.slice(0, values.length));
      const isBetween =
        length <= whole.indexOf('{"a"') || length >= stop || /\},?$/.test(whole.slice(0, length));
      if (isBetween) expect(open ?? '').toBe('');
      else expect(whole.slice(0, length).endsWith(open!)).toBe(true);
    }
  });

  test('nothing is read past the text, whatever it is, and however it is cut', () => {
    const unit = fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', 'data', '"data":[', '1', ' ');
    fc.assert(
      fc.property(fc.string({ unit }), cuts, (text, at) => {
        const whole = found(new EnvelopeSpans(PATHS), text);
        expect(found(new EnvelopeSpans(PATHS), text, at)).toEqual(whole);
        for (const part of whole.values) expect(text).toContain(part);
      }),
    );
  });
});

test('without paths a file is an array or values one after another', () => {
  expect(spanScanner(true, undefined)).toBeInstanceOf(JsonSpans);
  expect(found(spanScanner(true, undefined), '[1,{"data":[2]}]').values).toEqual(['1', '{"data":[2]}']);
  expect(found(spanScanner(false, undefined), '{"data":[2]} {}').values).toEqual(['{"data":[2]}', '{}']);
});
