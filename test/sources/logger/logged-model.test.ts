import { expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';

const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const messages = [{ role: 'user', content: 'Which gate?' }];

test.each([
  { model_name: 'gpt-4o' },
  { modelName: 'gpt-4o' },
  { engine: 'gpt-4o' },
  { deployment: 'gpt-4o' },
  { metadata: { model: 'gpt-4o' } },
])('the model is found in %j', (holder) => {
  const result = openai.read!({ messages, usage, ...holder }, { map: {}, epoch: 0 });
  expect(result).toMatchObject({ kind: 'calls', calls: [{ model: 'gpt-4o' }] });
});
