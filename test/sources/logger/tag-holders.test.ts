import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';

const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const record = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Which gate?' }], usage };
const named = { user_id: 'ann', feature: 'search' };
const read = (more: object) => {
  const result = openai.read!({ ...record, ...more }, { map: {}, epoch: 0 });
  if (result.kind !== 'calls') throw new Error(JSON.stringify(result));
  return result.calls[0]!;
};

describe('user and feature', () => {
  test.each([
    ['metadata', { metadata: named }],
    ['metadata as JSON text', { metadata: JSON.stringify(named) }],
    ['extra', { extra: named }],
    ['properties', { properties: named }],
    ['labels', { labels: named }],
    ['a list of tags', { tags: ['user:ann', 'feature=search', 'beta'] }],
    [
      'a list of pairs',
      {
        tags: [
          { key: 'user', value: 'ann' },
          { name: 'feature', value: 'search' },
        ],
      },
    ],
    ['other names beside the bodies', { customerId: 'ann', taskName: 'search' }],
    ['the answer’s metadata', { response: { object: 'chat.completion', choices: [], metadata: named } }],
  ])('are found in %s', (_, more) => {
    expect(read(more)).toMatchObject({ user: 'ann', feature: 'search' });
  });

  test('the record’s own fields come first', () => {
    expect(read({ user: 'ben', extra: named }).user).toBe('ben');
  });
});
