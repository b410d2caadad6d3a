import { expect, test } from 'vitest';
import { keptBedrockCall } from '../../../src/sources/bedrock-api/kept-bedrock.ts';
import { providerCall } from '../../../src/sources/exchange/provider-call.ts';
import { usageRow } from '../../support/read-source.ts';

const options = { map: {}, epoch: 0 };
const HOST = 'https://bedrock-runtime.us-east-1.amazonaws.com';
const request = { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] };
const response = {
  output: { message: { role: 'assistant', content: [{ text: 'Yo' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 5, outputTokens: 2, totalTokens: 7 },
};

test('the URL names the model, also where its colon is encoded', () => {
  for (const id of ['amazon.nova-lite-v1:0', 'amazon.nova-lite-v1%3A0']) {
    const call = providerCall(
      { url: `${HOST}/model/${id}/converse`, request, response, status: 200 },
      options,
    );
    expect(call).toMatchObject({
      model: 'amazon.nova-lite-v1:0',
      provider: 'amazon-bedrock',
      status: 200,
      stream: false,
    });
    expect(usageRow(call?.usage)).toEqual([5, 0, 0, 0, 2, 0]);
  }
});

test('bodies as text, without a URL', () => {
  const call = keptBedrockCall(
    { request: JSON.stringify(request), response: JSON.stringify(response) },
    options,
  );
  expect(usageRow(call?.usage)).toEqual([5, 0, 0, 0, 2, 0]);
});

test('an answer of Claude meets other logs of it by its id', () => {
  const message = {
    id: 'msg_bdrk_9',
    type: 'message',
    role: 'assistant',
    content: [],
    usage: { input_tokens: 1, output_tokens: 1 },
  };
  const url = `${HOST}/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke`;
  expect(keptBedrockCall({ url, request: {}, response: message }, options)).toMatchObject({
    key: 'anthropic:msg_bdrk_9',
    model: 'claude-3-haiku-20240307',
  });
});

test('a failure', () => {
  const url = `${HOST}/model/amazon.nova-lite-v1:0/converse`;
  const call = keptBedrockCall(
    { url, request, response: { message: 'Too many', __type: 'ThrottlingException' }, status: 429 },
    options,
  );
  expect(call).toMatchObject({ failed: true, status: 429, error: 'ThrottlingException', usage: undefined });
});

test('a binary stream is not read, and says so', () => {
  const url = `${HOST}/model/amazon.nova-lite-v1:0/converse-stream`;
  const call = keptBedrockCall({ url, request, response: '\u0000\u0000\u0000q', status: 200 }, options);
  expect(call).toMatchObject({
    stream: true,
    usage: undefined,
    usageWarning: 'the answer is a binary event stream: not read',
  });
});

test('other APIs are left to their own readers', () => {
  const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] };
  expect(keptBedrockCall({ request: chat, response: { choices: [] } }, options)).toBeUndefined();
  expect(
    keptBedrockCall({ request: 'not JSON', response: '"stopReason" broken {' }, options),
  ).toBeUndefined();
});
