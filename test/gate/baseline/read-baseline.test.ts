import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BaselineError } from '../../../src/gate/baseline/baseline-error.ts';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { baselineText } from '../../../src/gate/baseline/write-baseline.ts';
import { sampleMeasurement } from './sample-measurement.ts';

const text = baselineText(sampleMeasurement(), { name: 'tests', hashKeys: false });

/** What is said of a text; undefined: it is read. */
function fault(of: string): string | undefined {
  try {
    readBaseline(of);
    return undefined;
  } catch (error) {
    if (error instanceof BaselineError) return error.message;
    throw error;
  }
}

function changed(from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe('what is no baseline', () => {
  test.each([
    ['nothing', ' \n', 'it is empty'],
    ['prose', 'hello\nworld \u001b[2J', 'it is not JSON'],
    ['a list', '[1]', 'it must be an object, not a list'],
    ['null', 'null', 'it must be an object, not null'],
    ['a text', `"${'x'.repeat(50)}"`, `it must be an object, not "${'x'.repeat(40)}…"`],
    ['another object', '{}', 'it is no baseline; llm-cost check --write-baseline FILE writes one'],
    [
      'another kind',
      '{"kind":"x","schemaVersion":1}',
      'it is no baseline; llm-cost check --write-baseline FILE writes one',
    ],
    ['one without a version', '{"kind":"llm-cost baseline"}', 'schemaVersion is missing'],
    ['one without anything', '{"kind":"llm-cost baseline","schemaVersion":1}', 'name is missing'],
    [
      'kind of a prototype',
      '{"__proto__":{"kind":"llm-cost baseline"}}',
      'it is no baseline; llm-cost check --write-baseline FILE writes one',
    ],
    ['deep nonsense', '['.repeat(200_000), 'it is not JSON'],
  ])('%s', (_, of, message) => {
    expect(fault(of)).toContain(message);
    expect(fault(of)).not.toMatch(/[\n\u001b]/);
  });

  test('what is cut off says where it ends', () => {
    const half = text.slice(0, text.indexOf('"terms"') + 20);
    expect(fault(half)).toBe(`it is not JSON (line ${half.split('\n').length})`);
  });

  test('a conflict that nobody resolved', () => {
    const conflict = changed('  "total"', '<<<<<<< HEAD\n  "total"');
    const line = text.slice(0, text.indexOf('  "total"')).split('\n').length;
    expect(fault(conflict)).toBe(
      `it has an unresolved merge conflict (line ${line}); write it anew with --write-baseline`,
    );
  });

  test('a hundred megabytes of nonsense', () => {
    expect(fault('['.repeat(100_000_001))).toBe('it is too large for a baseline');
  });

  test('another version', () => {
    expect(fault(changed('"schemaVersion": 1', '"schemaVersion": 2'))).toBe(
      'it was written by a newer llm-cost: schemaVersion is 2, this one reads 1; update llm-cost, or write it anew with --write-baseline',
    );
    expect(fault(changed('"schemaVersion": 1', '"schemaVersion": 0'))).toBe('schemaVersion must be 1, not 0');
    expect(fault(changed('"schemaVersion": 1', '"schemaVersion": "1"'))).toBe(
      'schemaVersion must be a whole number of at least 0, not "1"',
    );
  });
});

describe('a value that cannot be', () => {
  test.each([
    ['"calls": 12', '"calls": -1', 'total.calls must be a whole number of at least 0, not -1'],
    ['"calls": 12', '"calls": 1.5', 'total.calls must be a whole number of at least 0, not 1.5'],
    [
      '"calls": 12',
      '"calls": 1e16',
      'total.calls must be a whole number of at least 0, not 10000000000000000',
    ],
    ['"calls": 12', '"calls": 1e999', 'total.calls must be a whole number of at least 0, not Infinity'],
    ['"calls": 12', '"calls": null', 'total.calls must be a whole number of at least 0, not null'],
    ['"failedCalls": 0', '"failedCalls": 13', 'total.failedCalls must be at most the 12 calls, not 13'],
    ['"thenUsd": 1.55', '"thenUsd":-1.55', 'total.money.thenUsd must be a number of at least 0, not -1.55'],
    [
      '"thenUsd": 1.55',
      '"thenUsd":1e400',
      'total.money.thenUsd must be a number of at least 0, not Infinity',
    ],
    [
      '"thenUsd": 1.55',
      '"thenUsd":"1\\n\\u001b[2J"',
      'total.money.thenUsd must be a number of at least 0, not "1\\n\\u001b[2J"',
    ],
    ['[[0,900,', '[[2,900,', 'total.money.bill[0][0] must be one of the 2 terms, from 0, not 2'],
    ['[[0,900,', '[[1,900,', 'total.money.bill must be sorted, with one row for a price, not a list'],
    ['[0,900,0,0,0,10]', '[0,900,0,0,10]', 'total.money.bill[0] must be six numbers, not a list'],
    [
      '[0,900,0,0,0,10]',
      '[0,900,-1,0,0,10]',
      'total.money.bill[0][2] must be a number of at least 0, not -1',
    ],
    ['"p95":200', '"p95":79', 'total.quantiles.input.p95 must be at least its p50 of 80, not 79'],
    [
      '"tier":"standard"',
      '"tier":"cheap"',
      'terms[0].tier must be one of standard, batch, flex, priority, fast, not "cheap"',
    ],
    ['"model":"gpt-5-mini"', '"model":"gpt-4.1"', 'terms holds the same row twice'],
    ['"peak":[]', '"peak":0', 'terms[0].peak must be a list, not 0'],
    [
      '"status":"found"',
      '"status":"lost"',
      'detectors.duplicates.status must be one of found, clean, notApplicable, failed, not "lost"',
    ],
    [
      '"window":"24h"',
      '"window":["24h"]',
      'detectors.duplicates.options.window must be a text, a number, or true or false, not a list',
    ],
    ['"savedUsd":-0.5', '"savedUsd":null', 'strategies.router.savedUsd must be a number, not null'],
    ['"feature!=batch"', '1', 'where[0] must be a text, not 1'],
    ['"hasHashedKeys": false', '"hasHashedKeys": "no"', 'hasHashedKeys must be true or false, not "no"'],
    ['"leftOut": 0', '"leftOut": -1', 'groups.feature.leftOut must be a whole number of at least 0, not -1'],
    [
      '"key":"feature:search"',
      '"key":"prompt:0123456789abcdef"',
      'groups.template.list[1].key must be there once, not "prompt:0123456789abcdef"',
    ],
    [
      '"sketch":"AQAAAAABAAD/////"',
      '"sketch":"AAEAAAEAAAD/////"',
      'groups.template.list[1].sketch must be base64 of ascending 32-bit numbers, not "AAEAAAEAAAD/////"',
    ],
    [
      '"sketch":"AQAAAAABAAD/////"',
      '"sketch":"AQAA"',
      'groups.template.list[1].sketch must be base64 of ascending 32-bit numbers, not "AQAA"',
    ],
    [
      '"sketch":"AQAAAAABAAD/////"',
      '"sketch":"AQAAAAABAAD///// "',
      'groups.template.list[1].sketch must be base64 of ascending 32-bit numbers, not "AQAAAAABAAD///// "',
    ],
    ['"feature": {', '"colour": {', 'groups has the unknown name "colour"'],
    ['"feature": {', '"tag:": {', 'groups has the unknown name "tag:"'],
    ['"duplicates": {"status"', '"__proto__": {"status"', 'detectors has the unknown name "__proto__"'],
    ['"duplicates": {"calls"', '"a b\\u202e": {"calls"', 'total.waste has the unknown name "a b\\u202e"'],
    ['"minCalls":2', '"__proto__":2', 'detectors.duplicates.options has the unknown name "__proto__"'],
  ])('%s -> %s', (from, to, message) => {
    expect(fault(changed(from, to))).toBe(message);
  });

  test('a group called like a prototype is a group', () => {
    const { measurement } = readBaseline(changed('"key":"gpt-4.1"', '"key":"__proto__"'));
    expect(measurement.groups.model!.list.map(({ key }) => key)).toEqual(['__proto__']);
  });

  test('any part that is missing is told', () => {
    const names = [...text.matchAll(/"(\w+)": ?/g)].map(([name]) => name);
    const optional =
      /"(sketch|duplicates|cache|router|retry-storms|minCalls|window|share|feature|model|template|user|storms)":/;
    for (const name of new Set(names.filter((it) => !optional.test(it)))) {
      expect([name, fault(text.replace(name, '"other": '))]).toEqual([name, expect.any(String)]);
    }
  });

  test('whatever is broken in a file is a message of one line or nothing', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(30),
        fc.string({ unit: 'binary', maxLength: 6 }),
        (at, cut, put) => {
          const message = fault(text.slice(0, at) + put + text.slice(at + cut));
          expect(message ?? '').not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('line ends and a mark that an editor left change nothing', () => {
  expect(readBaseline(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(readBaseline(text));
});
