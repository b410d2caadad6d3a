import { describe, expect, test } from 'vitest';
import { demandsJson, jsonLength } from '../../../src/ingest/parsing/answer-form.ts';

describe('parameters that demand JSON', () => {
  test.each([
    [{ response_format: { type: 'json_object' } }],
    [{ response_format: { type: 'json_schema', json_schema: {} } }],
    [{ text: { format: { type: 'json_schema' } } }],
    [{ generationConfig: { responseMimeType: 'application/json' } }],
    [{ generation_config: { response_mime_type: 'application/json' } }],
    [{ output_format: { type: 'json_schema' } }],
    [{ format: 'json' }],
  ])('%o', (params) => expect(demandsJson(params)).toBe(true));

  test.each([
    [undefined],
    [{}],
    [{ response_format: { type: 'text' } }],
    [{ response_format: null }],
    [{ text: 'json_object' }],
    [{ generationConfig: { responseMimeType: 'text/plain' } }],
  ])('not %o', (params) => expect(demandsJson(params)).toBe(false));
});

describe('the JSON in an answer', () => {
  test.each([
    ['{"a":1}', 7],
    ['[1,2]', 5],
    ['Here you are: {"a":1}. Anything else?', 7],
    ['```json\n{"a":1}\n```', 7],
    ['{"a":{"b":[1]}}', 15],
  ])('%s', (answer, length) => expect(jsonLength(answer)).toBe(length));

  test.each([[''], ['no brackets'], ['{'], ['{"a":}'], ['a } before {'], ['use {braces} here']])(
    'none: %s',
    (answer) => expect(jsonLength(answer)).toBe(0),
  );

  test('a text of a quarter of a megabyte is not searched', () => {
    expect(jsonLength(JSON.stringify(['x'.repeat(1 << 18)]))).toBe(0);
  });
});
