import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type ReadOptions, UnmappedColumnsError } from '../../src/contracts/source.ts';
import type { CallRecord } from '../../src/model/call-record.ts';
import { checkSample, generic } from '../../src/sources/generic.ts';
import { FIELDS, SYNONYMS } from '../../src/sources/generic-fields.ts';

const options: ReadOptions = { map: {}, epoch: 0 };
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures', name), 'utf8');
const tokens = (input: number, output: number, cacheRead = 0, cacheWrite5m = 0) => ({
  ...{ input, output, cacheRead, cacheWrite5m, cacheWrite1h: 0, reasoning: 0 },
});

/** The calls of a small table, and the reasons of what was skipped. */
function table(text: string, given: Partial<ReadOptions> = {}): { calls: CallRecord[]; skipped: string[] } {
  const [header, ...rows] = parse(text, { relax_column_count: true }) as string[][];
  const read = generic.openTable!(header!, { ...options, ...given });
  const results = rows.map((row) => read(row));
  return {
    calls: results.flatMap((result) => (result.kind === 'calls' ? result.calls : [])),
    skipped: results.flatMap((result) => (result.kind === 'skip' ? [result.reason] : [])),
  };
}

const json = (record: unknown, given: Partial<ReadOptions> = {}) =>
  generic.read!(record, { ...options, ...given });
const callOf = (record: unknown, given: Partial<ReadOptions> = {}) => {
  const result = json(record, given);
  if (result.kind !== 'calls') throw new Error(JSON.stringify(result));
  return result.calls[0]!;
};
const header = (line: string, given: Partial<ReadOptions> = {}) =>
  generic.recognizeHeader!(line.split(','), { ...options, ...given });

/** The message of the error that opening the table throws. */
function refusal(line: string, given: Partial<ReadOptions> = {}): string {
  try {
    generic.openTable!(line.split(','), { ...options, ...given });
  } catch (error) {
    if (error instanceof UnmappedColumnsError) return error.message;
    throw error;
  }
  return '';
}

describe('the fixture table', () => {
  const { calls, skipped } = table(fixture('generic.csv'));

  test('reads each cell as what it is', () => {
    const at = Date.UTC(2026, 9, 1, 8);
    expect(calls[0]).toEqual({
      ...{ id: 'r-1', key: `generic:r-1@${at}`, time: at, model: 'gpt-5-mini', status: 200, failed: false },
      ...{
        latencyMs: 812,
        usage: tokens(176, 300, 1024),
        loggedCostUsd: 0.00067,
        user: 'u1',
        feature: 'summarise',
      },
    });
    expect(calls[1]).toMatchObject({
      time: at + 5000,
      usage: tokens(90, 10),
      loggedCostUsd: 0.00004,
      failed: false,
    });
    expect(calls[1]!.status).toBeUndefined();
    expect(calls).toHaveLength(4);
  });

  test('a failed attempt has no tokens, and is not the retry that has its id', () => {
    expect(calls[2]).toMatchObject({ id: 'r-3', failed: true, error: 'timeout', latencyMs: 30_000 });
    expect(calls[2]!.usage).toBeUndefined();
    expect(calls[2]!.loggedCostUsd).toBeUndefined();
    expect(calls[3]).toMatchObject({ id: 'r-3', failed: false, usage: tokens(90, 12) });
    expect(calls[2]!.key).not.toBe(calls[3]!.key);
  });

  test('a token cell that is no number skips the row and names the column', () => {
    expect(skipped).toEqual(['prompt_tokens is no number of tokens']);
  });

  test('says what was guessed and what was left', () => {
    const [names] = fixture('generic.csv').split('\n');
    expect(header(names!)).toEqual({
      score: 0.5,
      why: 'guessed: id=request_id, time=created_at, model=model, status=status, promptTokens=prompt_tokens, cacheRead=cached_tokens, output=completion_tokens, totalTokens=total_tokens, cost=cost_usd, latencyMs=duration_ms, user=user_id, feature=task; unused: region',
    });
  });
});

describe('the fixture records', () => {
  const records = fixture('generic.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

  test('nested usage, a failure, a prompt without usage, and a line that is no call', () => {
    expect(callOf(records[0])).toEqual({
      ...{ time: 1790841600123, model: 'claude-sonnet-4-5', usage: tokens(12, 40, 5000, 200) },
      ...{ user: 'u7', latencyMs: 950 },
    });
    expect(callOf(records[1])).toMatchObject({ failed: true, error: 'overloaded', user: 'u7' });
    expect(callOf(records[1]).usage).toBeUndefined();
    expect(callOf(records[2])).toEqual({
      ...{ time: 1790841602123, model: 'gpt-4o-mini' },
      prompt: [
        { kind: 'system', role: 'system', strings: ['Be brief.'] },
        { kind: 'message', role: 'user', strings: ['Two plus two?'] },
      ],
      response: { text: 'Four.', toolCalls: [] },
    });
    expect(json(records[3])).toEqual({ kind: 'other' });
  });

  test('only records with tokens or a prompt are claimed', () => {
    const scores = records.map((record) => generic.recognize!(record, options).score);
    expect(scores).toEqual([0.5, 0, 0.3, 0]);
    expect(generic.recognize!('text', options).score).toBe(0);
  });
});

describe('names', () => {
  test.each([
    ['Prompt Tokens,Completion Tokens,Model', tokens(5, 7)],
    ['n_tokens_in,n_tokens_out,model', tokens(5, 7)],
    ['inputTokens,outputTokens,modelName', tokens(5, 7)],
    ['tokens-prompt,tokens-completion,model_permaslug', tokens(5, 7)],
    ['uncached_input_tokens,output_tokens,engine', tokens(5, 7)],
  ])('%s', (names, usage) => {
    expect(table(`${names}\n5,7,m\n`).calls[0]).toMatchObject({ model: 'm', usage });
  });

  test('no name stands for two fields, and all are in their compared form', () => {
    const all = FIELDS.flatMap((field) => [...SYNONYMS[field]]);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
    for (const name of all) expect(name).toMatch(/^[a-z0-9]+$/);
  });

  test('input and output are text beside token columns, and nothing certain without them', () => {
    const { calls } = table('model,input,output,prompt_tokens,completion_tokens\nm,hi,ho,1,2\n');
    expect(calls[0]).toMatchObject({
      prompt: [{ strings: ['hi'] }],
      response: { text: 'ho' },
      usage: tokens(1, 2),
    });
    expect(header('model,input,output').score).toBe(0);
    expect(callOf({ model: 'm', input: 3, output: 4 }).usage).toEqual(tokens(3, 4));
    expect(callOf({ model: 'm', input: 'hi', output: 'ho' })).toMatchObject({ response: { text: 'ho' } });
  });

  test('two usage objects side by side are not guessed between, and the one nearer the top wins', () => {
    const use = (n: number) => ({ input_tokens: n, output_tokens: n });
    const running = { model: 'm', info: { last: use(1), total: use(9) } };
    expect(generic.recognize!(running, options).score).toBe(0);
    expect(json(running)).toMatchObject({ kind: 'skip' });
    const map = { promptTokens: 'info.last.input_tokens', output: 'info.last.output_tokens' };
    expect(callOf(running, { map }).usage).toEqual(tokens(1, 1));
    expect(callOf({ model: 'm', raw: { a: { usage: use(9) } }, usage: use(2) }).usage).toEqual(tokens(2, 2));
  });

  test('units are in the name', () => {
    const one = (names: string, cell: string) =>
      table(`prompt_tokens,completion_tokens,model,${names}\n1,1,m,${cell}\n`).calls[0]!;
    expect(one('latency_ms', '250').latencyMs).toBe(250);
    expect(one('latencyMs', '250').latencyMs).toBe(250);
    expect(one('latency_s', '0.25').latencyMs).toBe(250);
    expect(one('latency', '0.25').latencyMs).toBe(250);
    expect(one('duration_seconds', '2').latencyMs).toBe(2000);
    expect(one('duration', '2000').latencyMs).toBe(2000);
    expect(one('cost', '0.25').loggedCostUsd).toBe(0.25);
    expect(one('cost_cents', '25').loggedCostUsd).toBe(0.25);
    expect(header('prompt_tokens,completion_tokens,model,latency').why).toContain(
      'latencyMs=latency (seconds)',
    );
    const mapped = table('prompt_tokens,completion_tokens,model,latency\n1,1,m,250\n', {
      map: { latencyMs: 'latency' },
    });
    expect(mapped.calls[0]!.latencyMs).toBe(250);
  });

  test('one column of cache writes holds both lifetimes unless it is named for one', () => {
    const usage = (names: string, cells: string) =>
      table(`model,input_tokens,output_tokens,${names}\nclaude-x,1,1,${cells}\n`).calls[0]!.usage!;
    expect(usage('cache_creation_input_tokens', '100')).toMatchObject({ cacheWrite5m: 100, cacheWrite1h: 0 });
    expect(usage('cache_creation_input_tokens,ephemeral_1h_input_tokens', '100,30')).toMatchObject({
      cacheWrite5m: 70,
      cacheWrite1h: 30,
    });
    const all = 'cache_creation_input_tokens,ephemeral_5m_input_tokens,ephemeral_1h_input_tokens';
    expect(usage(all, '100,70,30')).toMatchObject({ cacheWrite5m: 70, cacheWrite1h: 30 });
  });
});

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

describe('identity', () => {
  const key = (record: Record<string, unknown>) =>
    callOf({ model: 'm', prompt_tokens: 1, completion_tokens: 1, ...record }).key;
  const time = 1790841600000;

  test('is the id of a call, its status and time for a failure, and nothing without an id', () => {
    expect(key({ id: 'abc', time })).toBe('generic:abc');
    expect(key({ time })).toBeUndefined();
    expect(key({ id: 'abc', time, status: 500 })).toBe(`generic:abc:500:${time}:`);
    expect(key({ id: 'abc', status: 500, attempt: 2 })).toBe('generic:abc:500::2');
    expect(key({ id: 'abc', status: 500 })).toBeUndefined();
  });

  test('needs the time where an id is a counter or may cover several calls', () => {
    expect(key({ id: 17, time })).toBe(`generic:17@${time}`);
    expect(key({ id: 17 })).toBeUndefined();
    expect(key({ request_id: 'web-1', time })).toBe(`generic:web-1@${time}`);
    expect(key({ response_id: 'chatcmpl-1', time })).toBe('generic:chatcmpl-1');
  });
});

test('prompt cells: text, messages as JSON text or values, and whole requests', () => {
  const prompt = (value: unknown) => callOf({ model: 'm', prompt: value }).prompt;
  const user = (text: string) => [{ kind: 'message', role: 'user', strings: [text] }];
  expect(prompt('hi')).toEqual(user('hi'));
  expect(prompt('[not json')).toEqual(user('[not json'));
  expect(prompt('[1,2]')).toEqual(user('[1,2]'));
  expect(prompt('[{"role":"user","content":"hi"}]')).toEqual(user('hi'));
  expect(prompt([{ role: 'user', content: [{ type: 'text', text: 'hi' }] }])).toEqual(user('hi'));
  expect(prompt('{"system":"s","messages":[{"role":"user","content":"hi"}],"tools":[{"name":"t"}]}')).toEqual(
    [
      { kind: 'tool', role: '', strings: ['{"name":"t"}'] },
      { kind: 'system', role: 'system', strings: ['s'] },
      ...user('hi'),
    ],
  );
  expect(prompt('  ')).toBeUndefined();
});

test('records of other shapes do not disturb each other', () => {
  const records = [
    { model: 'a', prompt_tokens: 1, completion_tokens: 2 },
    { llm: { model: 'b' }, usage: { input_tokens: 3, output_tokens: 4 } },
    { model: 'c', prompt_tokens: null, completion_tokens: null, status: 'error' },
  ];
  const both = () => records.map((record) => callOf(record));
  expect(both().map((call) => [call.model, call.usage?.input, call.failed])).toEqual([
    ['a', 1, undefined],
    ['b', 3, undefined],
    ['c', undefined, true],
  ]);
  expect(both()).toEqual(both());
});
