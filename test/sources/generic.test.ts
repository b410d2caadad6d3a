import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIELDS, SYNONYMS } from '../../src/sources/columns/fields.ts';
import { generic } from '../../src/sources/generic.ts';
import { callOf, header, json, options, table, tokens } from './generic-read.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures', name), 'utf8');

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
  expect(prompt({ text: 'hi' })).toEqual(user('{"text":"hi"}'));
  expect(prompt([{ role: 'user', content: 'hi', name: 'ann' }])).toEqual([
    { ...user('hi')[0], strings: ['hi', 'ann'], named: true },
  ]);
  for (const nothing of ['  ', '', null, [], {}, '{}', '[]']) expect(prompt(nothing)).toBeUndefined();
});

test('what a gateway writes in place of a prompt is no prompt', () => {
  const call = (prompt: unknown) =>
    callOf({ model: 'm', prompt_tokens: 5, completion_tokens: 1, prompt, response: prompt });
  for (const placeholder of [
    'redacted by litellm. set turn_off=...',
    '{"helicone_message":"fetching body from signed_url"}',
  ]) {
    expect(call(placeholder).prompt).toBeUndefined();
  }
  expect(call({ helicone_message: 'fetching' })).toMatchObject({ usage: tokens(5, 1) });
  expect(call({ helicone_message: 'fetching' }).response).toBeUndefined();
});

test('credentials in a logged request are not kept', () => {
  const request = {
    messages: [{ role: 'user', content: 'hi' }],
    tools: [{ type: 'mcp', server_url: 'https://x', headers: { Authorization: 'Bearer sk-secret' } }],
  };
  const kept = [request, JSON.stringify(request), { headers: { authorization: 'Bearer sk-secret' } }].map(
    (prompt) => callOf({ model: 'm', prompt }).prompt,
  );
  expect(kept[0]).toHaveLength(2);
  expect(JSON.stringify(kept)).not.toContain('secret');
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

test('why answers ended and what limited them', () => {
  const { calls } = table(
    'request_id,model,prompt_tokens,completion_tokens,finish_reason,max_tokens\nr-1,gpt-4.1,10,20,length,20\nr-2,gpt-4.1,10,20,,\n',
  );
  expect(calls[0]).toMatchObject({ finishReason: 'length', maxOutputTokens: 20 });
  expect(calls[1]!.finishReason).toBeUndefined();
  expect(calls[1]!.maxOutputTokens).toBeUndefined();
});
