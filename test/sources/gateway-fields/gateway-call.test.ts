import { expect, test } from 'vitest';
import {
  answeredModel,
  endpointOfPath,
  gatewayCall,
  keptBody,
  keyOf,
  providerKey,
  resultOf,
  withoutQuery,
} from '../../../src/sources/gateway-fields/gateway-call.ts';
import { tierOf } from '../../../src/sources/record/service-tier.ts';

const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: 0 };

test('what the row says goes before what the bodies show; key and usage are the row’s alone', () => {
  const body = { key: 'openai:1', model: 'a', usage, usageWarning: 'w', temperature: 0, user: 'ann' };
  expect(gatewayCall(body, { model: 'b', user: undefined, key: undefined }, {})).toEqual({
    ...{ model: 'b', temperature: 0, user: 'ann' },
    ...{ key: undefined, usage: undefined, usageWarning: undefined },
  });
});

test('a cloud’s own id of a model becomes the model’s name', () => {
  expect(gatewayCall(undefined, { model: 'us.anthropic.claude-3-haiku-20240307-v1:0' }, {}).model).toBe(
    'claude-3-haiku-20240307',
  );
  expect(gatewayCall({ model: 'models/gemini-2.5-flash' }, {}, {}).model).toBe('gemini-2.5-flash');
});

test.each([
  ['chatcmpl-1', 'openai:chatcmpl-1'],
  ['resp_1', 'openai:resp_1'],
  ['gen-1', 'openai:gen-1'],
  ['msg_1', 'anthropic:msg_1'],
  ['0d4c', undefined],
  [undefined, undefined],
])('the key of %s', (id, key) => {
  expect(providerKey(id)).toBe(key);
});

test('a cache hit has the gateway’s key, never the first answer’s', () => {
  const body = { key: 'openai:chatcmpl-1' };
  expect(keyOf('kong', '7', body, false)).toBe('openai:chatcmpl-1');
  expect(keyOf('kong', '7', body, true)).toBe('kong:7');
  expect(keyOf('kong', undefined, body, true)).toBeUndefined();
  expect(keyOf('kong', '7', undefined, false)).toBe('kong:7');
});

test.each([
  ['/v1/chat/completions?key=1', 'chat'],
  ['v1/completions', 'completion'],
  ['https://api.openai.com/v1/responses', 'responses'],
  ['/embeddings', 'embedding'],
  ['v1/messages', 'messages'],
  ['/v1beta/models/gemini-2.5-pro:generateContent', 'chat'],
  ['/v1/images', undefined],
  [7, undefined],
])('%s', (path, endpoint) => {
  expect(endpointOfPath(path)).toBe(endpoint);
});

test.each([
  [{ helicone_message: 'fetching' }, false],
  [{}, false],
  ['{}', false],
  ['[$optional_payload_request_]', false],
  ['fetching body', false],
  [null, false],
  [[1], false],
  [{ a: 1 }, true],
  ['{"a":1}', true],
  ['data: {}', true],
])('whether %j is a body', (value, isBody) => {
  expect(keptBody(value) !== undefined).toBe(isBody);
});

test('only an answer names the model that answered', () => {
  expect(answeredModel({ model: 'a-1', requestedModel: 'a' })).toBe('a-1');
  expect(answeredModel({ model: 'a', requestedModel: 'a' })).toBeUndefined();
  expect(answeredModel(undefined)).toBeUndefined();
});

test('a call that says nothing is skipped with its reason', () => {
  expect(resultOf({ model: 'a', usageWarning: 'why' })).toEqual({ kind: 'skip', reason: 'why' });
  expect(resultOf({ model: 'a' })).toMatchObject({ kind: 'skip' });
  for (const call of [{ usage }, { failed: true }, { cacheHit: true }, { loggedCostUsd: 0 }]) {
    expect(resultOf(call, { model: 'a' })).toEqual({ kind: 'calls', calls: [call, { model: 'a' }] });
  }
});

test('tiers, and addresses without a query', () => {
  expect(['default', 'flex', 'priority', 'batch', 'auto'].map(tierOf)).toEqual([
    ...['standard', 'flex', 'priority', 'batch'],
    undefined,
  ]);
  expect(withoutQuery('https://x.ai/a?key=1#b')).toBe('https://x.ai/a');
});
