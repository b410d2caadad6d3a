import { expect, test } from 'vitest';
import { askedCacheTtl } from '../../../src/sources/exchange/asked-cache-ttl.ts';

const five = { cache_control: { type: 'ephemeral' } };
const hour = { cache_control: { type: 'ephemeral', ttl: '1h' } };
const text = { type: 'text', text: 'x' };

test.each([
  ['nothing', {}, undefined],
  ['top level', { ...five }, '5m'],
  ['a block of the system prompt', { system: [{ ...text, ...hour }, text] }, '1h'],
  ['a block of a message', { messages: [{ role: 'user', content: [text, { ...text, ...five }] }] }, '5m'],
  ['a message', { messages: [{ role: 'system', content: 'x', ...five }] }, '5m'],
  ['a tool', { tools: [{ name: 'a' }, { name: 'b', ...five }] }, '5m'],
  ['the longest of several', { system: [{ ...text, ...five }], tools: [{ name: 'a', ...hour }] }, '1h'],
  ['Bedrock: a cachePoint', { system: [text, { cachePoint: { type: 'default' } }] }, '5m'],
  [
    'Bedrock: behind the tools',
    { toolConfig: { tools: [{}, { cachePoint: { type: 'default', ttl: '1h' } }] } },
    '1h',
  ],
  ['OpenAI: retention', { prompt_cache_retention: '24h' }, '24h'],
  ['OpenAI: the default retention', { prompt_cache_retention: 'in_memory' }, undefined],
  ['OpenAI: options', { prompt_cache_options: { ttl: '1h' } }, '1h'],
  [
    'no objects where blocks should be',
    { system: 'x', messages: [null, 3, { content: [null, 'x'] }], tools: {} },
    undefined,
  ],
  ['a marker that is none', { system: [{ ...text, cache_control: 'ephemeral' }] }, undefined],
])('%s', (_, request, ttl) => {
  expect(askedCacheTtl(request)).toBe(ttl);
});

test('no request', () => {
  expect(askedCacheTtl(undefined)).toBeUndefined();
});

test('a breakpoint far from the end of a long conversation is not looked for', () => {
  const messages = Array.from({ length: 100 }, (_, i) => ({
    role: 'user',
    content: [i === 0 ? { ...text, ...five } : text],
  }));
  expect(askedCacheTtl({ messages })).toBeUndefined();
  expect(askedCacheTtl({ messages: messages.toReversed() })).toBe('5m');
});
