import { describe, expect, test } from 'vitest';
import { UnmappedColumnsError } from '../../src/contracts/source.ts';
import { checkSample } from '../../src/sources/generic.ts';
import { callOf, header, json, options, refusal, table, tokens } from './generic-read.ts';

describe('--map', () => {
  test('names columns that no one would guess', () => {
    const { calls } = table('was,tok,aus\nm,"1,000",5\n', {
      map: { model: 'was', promptTokens: 'tok', output: 'aus' },
    });
    expect(calls[0]).toMatchObject({ model: 'm', usage: tokens(1000, 5) });
  });

  test('promptTokens includes the cache and input leaves it out, whatever the columns are called', () => {
    const text = 'model,input_tokens,cached,output_tokens\nclaude-x,1000,400,5\n';
    const usage = (field: string) =>
      table(text, { map: { [field]: 'input_tokens', cacheRead: 'cached' } }).calls[0]!.usage;
    expect(usage('promptTokens')).toEqual(tokens(600, 5, 400));
    expect(usage('input')).toEqual(tokens(1000, 5, 400));
  });

  test('reaches into JSON by keys, indices and keys that hold dots', () => {
    const record = { a: { b: [{ c: 9 }] }, 'gen_ai.usage.output_tokens': 4, m: 'x', text: 'hi' };
    const map = {
      promptTokens: 'a.b[0].c',
      output: 'gen_ai.usage.output_tokens',
      model: 'm',
      prompt: 'text',
    };
    expect(callOf(record, { map })).toMatchObject({
      model: 'x',
      usage: tokens(9, 4),
      prompt: [{ strings: ['hi'] }],
    });
    expect(callOf(record, { map: { ...map, promptTokens: 'a.b.0.c' } }).usage).toEqual(tokens(9, 4));
    expect(json({ a: 1 }, { map: { promptTokens: '__proto__.x' } })).toEqual({ kind: 'other' });
  });

  test('an unknown field or column is one line that names the nearest', () => {
    expect(refusal('a,model', { map: { promptTokes: 'a' } })).toMatch(
      /no field promptTokes; did you mean promptTokens\?/,
    );
    expect(refusal('tok_in,model', { map: { promptTokens: 'tok_inn' } })).toMatch(
      /no column tok_inn; did you mean tok_in\?/,
    );
    expect(refusal('a\nb,model', { map: { promptTokens: 'zzzzzz' } })).not.toMatch(/\n/);
    expect(() => json({ a: 1 }, { map: { nope: 'a' } })).toThrow(UnmappedColumnsError);
    expect(header('a,model', { map: { promptTokens: 'b' } })).toMatchObject({
      score: 0.1,
      why: expect.stringContaining('no column b'),
    });
  });

  test('checkSample refuses a path that no record has, and a log without a model', () => {
    const records = [{ usage: { in: 5 }, model: 'm' }, { usage: { in: 6, cached: 2 }, model: 'm' }, 'x'];
    const map = { promptTokens: 'usage.in', cacheRead: 'usage.cached' };
    expect(() => checkSample(records, { ...options, map })).not.toThrow();
    expect(() => checkSample(records, { ...options, map: { ...map, cacheRead: 'usage.cahced' } })).toThrow(
      /no column usage.cahced; did you mean usage.cached\?/,
    );
    expect(() => checkSample([{ prompt_tokens: 5 }], options)).toThrow(/--model/);
    expect(() => checkSample([{ prompt_tokens: 5 }], { ...options, model: 'm' })).not.toThrow();
  });
});

describe('what is missing is said in one line', () => {
  test('tokens, model, and rows that sum up calls', () => {
    expect(refusal('model,foo,bar')).toMatch(/--map promptTokens=<column>.*columns: model, foo, bar/);
    expect(refusal('prompt_tokens,completion_tokens')).toMatch(/--map model=<column> or --model/);
    expect(refusal('prompt_tokens,completion_tokens', { model: 'm' })).toBe('');
    expect(refusal('model,num_model_requests,input_tokens,output_tokens')).toMatch(
      /sums up several calls \(num_model_requests\)/,
    );
    expect(header('model,num_model_requests,input_tokens,output_tokens').score).toBe(0);
    expect(header('model,foo,bar').score).toBe(0);
    expect(header('prompt_tokens,completion_tokens').score).toBe(0.1);
  });

  test('a row with other fields than the header cannot be trusted', () => {
    const { calls, skipped } = table('model,prompt_tokens,completion_tokens\nm,1\nm,1,2,\nm,1,2,3\n');
    expect(calls).toHaveLength(1);
    expect(skipped).toEqual(['2 fields where the header has 3', '4 fields where the header has 3']);
  });

  test('a record with a model and no tokens is skipped with the way out', () => {
    expect(json({ model: 'm', foo: 1 })).toMatchObject({
      kind: 'skip',
      reason: expect.stringContaining('--map promptTokens='),
    });
    expect(json({ model: 'm', prompt_tokens: 'abc' })).toEqual({
      kind: 'skip',
      reason: 'prompt_tokens is no number of tokens',
    });
  });
});

test('the total and the output give the prompt', () => {
  const { calls } = table('m,all,out\nx,120,20\n', {
    map: { model: 'm', totalTokens: 'all', output: 'out' },
  });
  expect(calls[0]).toMatchObject({ usage: tokens(100, 20) });
});

test('a column is found in another case when only one fits, and a path may begin with $.', () => {
  const map = { model: 'M', promptTokens: 'Tok' };
  expect(table('m,tok\nx,7\n', { map }).calls[0]).toMatchObject({ model: 'x' });
  expect(() => table('m,tok,TOK\nx,7,8\n', { map })).toThrow(UnmappedColumnsError);
  const paths = { model: '$.m', promptTokens: '$.u.in', output: '$.u.out' };
  expect(callOf({ m: 'x', u: { in: 7, out: 2 } }, { map: paths })).toMatchObject({ usage: tokens(7, 2) });
});
