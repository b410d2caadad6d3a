import { expect, test } from 'vitest';
import { mapIn, objectIn, purposeIn, tagsOf } from '../../../src/sources/gateway-fields/gateway-tags.ts';

test('who and what for: the first holder that says it, in any usual spelling', () => {
  const purpose = purposeIn(undefined, { userId: 'ann', session_id: 5 }, { user: 'bob', feature: 'search' });
  expect(purpose).toEqual({ user: 'ann', session: '5', feature: 'search', trace: undefined });
});

test('tags of a list and of objects, the first of a name, no credentials, no people', () => {
  const tags = tagsOf(
    '["nightly","env:prod"]',
    { env: 'test', team: 'a', api_key: 'x' },
    { team: 'b', user_id: 'ann' },
  );
  expect(tags).toEqual({ nightly: 'true', env: 'prod', team: 'a' });
  expect(tagsOf(undefined, { team: undefined })).toBeUndefined();
});

test('objects as JSON text and as columns of keys and values', () => {
  expect(objectIn('{"a":1}')).toEqual({ a: 1 });
  expect(objectIn('[1]')).toBeUndefined();
  expect(mapIn({ key: ['a', {}, 'b'], value: [1, 2] })).toEqual({ a: 1, '': 2, b: undefined });
  expect(mapIn({ a: 1 })).toEqual({ a: 1 });
  expect(mapIn(7)).toBeUndefined();
});

test('what names a key is kept, the key itself is not', () => {
  const metadata = {
    api_key: 'house-key-1',
    user_api_key_alias: 'billing',
    api_key_id: 'apikey_01',
    apiKeyHash: 'ab12',
  };
  expect(tagsOf(undefined, metadata)).toEqual({
    user_api_key_alias: 'billing',
    api_key_id: 'apikey_01',
    apiKeyHash: 'ab12',
  });
  expect(tagsOf(undefined, { api_key_name: 'sk-proj-0123456789' })?.api_key_name).toMatch(/^redacted-/);
});

test('a credential among the tags does not take the others with it', () => {
  for (const value of ['ghp_abcdefghijklmnopqrstuvwx', 'hf_AbCdEfGhIjKlMnOp', 'xoxb-123456789012-abc'])
    expect(tagsOf(undefined, { key: value, team: 'a' })).toEqual({
      key: expect.stringMatching(/^redacted-/),
      team: 'a',
    });
});
