import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlScalar } from '../../../src/report/scenario/yaml-scalar.ts';

describe('what is written is what is read', () => {
  test.each(['1.1', '1.2'] as const)('any text, by YAML %s', (version) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        expect(parse(`key: ${yamlScalar(text)}\n`, { version })).toEqual({ key: text });
        expect(parse(`${yamlScalar(text)}: 1\n`, { version })).toEqual({ [text]: 1 });
        expect(parse(`list: [${yamlScalar(text)}]\n`, { version })).toEqual({ list: [text] });
      }),
    );
  });

  test.each([true, false, 0, -1.5, 1e21, 1e-7])('%j', (value) => {
    expect(parse(`key: ${yamlScalar(value)}`)).toEqual({ key: value });
  });
});

test.each([
  ['gpt-4.1-mini', 'gpt-4.1-mini'],
  ['24h', '24h'],
  ['openrouter/gpt-4.1', 'openrouter/gpt-4.1'],
  ['true', '"true"'],
  ['No', '"No"'],
  ['4.1', '"4.1"'],
  ['', '""'],
  ['a: b', '"a: b"'],
  ['a -> b', '"a -> b"'],
  ['*', '"*"'],
  ['\u202e', '"\\U0000202e"'],
])('%j is written %s', (text, written) => {
  expect(yamlScalar(text)).toBe(written);
});
