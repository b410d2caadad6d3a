import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonSpans } from '../../../src/ingest/cutting/json-spans.ts';

/** All values of a text that is scanned in one go, or byte by byte. */
function valuesOf(text: string, isArray: boolean, byByte: boolean): string[] {
  const bytes = Buffer.from(text);
  const scanner = new JsonSpans(isArray);
  const found: string[] = [];
  let open = -1;
  for (let end = byByte ? 1 : bytes.length; end <= bytes.length; end++) {
    const scanned = scanner.scan(bytes.subarray(0, end), byByte ? end - 1 : 0, open);
    for (let i = 0; i < scanned.spans.length; i += 2)
      found.push(bytes.toString('utf8', scanned.spans[i], scanned.spans[i + 1]));
    open = scanned.open;
  }
  return found;
}

const value = fc.jsonValue({ maxDepth: 5 });

test('finds the elements of an array, scalars too, whatever strings hold', () => {
  fc.assert(
    fc.property(fc.array(value), fc.constantFrom(undefined, 2), (elements, space) => {
      const text = JSON.stringify(elements, null, space);
      for (const byByte of [false, true]) {
        expect(valuesOf(text, true, byByte).map((part) => JSON.parse(part))).toEqual(JSON.parse(text));
      }
    }),
  );
});

test('finds objects written one after another, with nothing or anything blank between', () => {
  const object = fc.dictionary(fc.string(), value);
  fc.assert(
    fc.property(fc.array(object), fc.constantFrom('', '\n', ' \r\n\t'), (objects, between) => {
      const text = objects.map((part) => JSON.stringify(part)).join(between);
      for (const byByte of [false, true]) {
        expect(valuesOf(text, false, byByte).map((part) => JSON.parse(part))).toEqual(
          JSON.parse(JSON.stringify(objects)),
        );
      }
    }),
  );
});

test('never reads past the text, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', '1', ' ') }),
      (text) => {
        for (const isArray of [false, true]) {
          expect(valuesOf(text, isArray, true)).toEqual(valuesOf(text, isArray, false));
          for (const part of valuesOf(text, isArray, false)) expect(text).toContain(part);
        }
      },
    ),
  );
});
