import { describe, expect, test } from 'vitest';
import { providerCall } from '../../../src/sources/exchange/provider-call.ts';
import { usageRow } from '../../support/read-source.ts';

const options = { map: {}, epoch: 0 };
const asked = { contents: [{ role: 'user', parts: [{ text: 'Which gate?' }] }] };
const usageMetadata = {
  promptTokenCount: 9,
  candidatesTokenCount: 2,
  thoughtsTokenCount: 4,
  totalTokenCount: 15,
};
const answer = { candidates: [{ content: { parts: [{ text: 'North' }] } }], usageMetadata };
const url =
  'https://aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro';

describe('bodies of Gemini that somebody kept', () => {
  test.each([
    ['objects', asked, answer],
    ['texts', JSON.stringify(asked), JSON.stringify(answer)],
    ['a stream', asked, `data: ${JSON.stringify(answer)}\n\n`],
    ['a stream as a list', asked, JSON.stringify([answer])],
  ])('%s', (_, request, response) => {
    const call = providerCall({ url: `${url}:generateContent`, request, response, status: 200 }, options)!;
    expect(usageRow(call.usage)).toEqual([9, 0, 0, 0, 6, 4]);
    expect(call).toMatchObject({
      ...{ model: 'gemini-2.5-pro', provider: 'google', endpoint: 'chat', status: 200 },
      ...{ prompt: [{ strings: ['Which gate?'] }], response: { text: 'North' } },
    });
  });

  test('Claude’s, as Vertex AI serves them', () => {
    const usage = { input_tokens: 4, output_tokens: 2 };
    const response = { type: 'message', role: 'assistant', content: [], usage };
    const claude = url.replace('google/models/gemini-2.5-pro', 'anthropic/models/claude-sonnet-4-5');
    const call = providerCall({ url: `${claude}:rawPredict`, request: {}, response }, options)!;
    expect(call).toMatchObject({ model: 'claude-sonnet-4-5', provider: 'google', endpoint: 'messages' });
  });
});

test.each([
  'https://api.anthropic.com/v1/messages/count_tokens',
  'https://api.openai.com/v1/responses/input_tokens',
  `${url}:countTokens`,
])('%s counts tokens and is no call', (counting) => {
  const request = { model: 'claude-sonnet-4-5', messages: [{ role: 'user', content: 'x' }], ...asked };
  expect(providerCall({ url: counting, request, response: { input_tokens: 14 } }, options)).toBeUndefined();
});
