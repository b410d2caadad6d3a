import { expect, test } from 'vitest';
import { capturedAnswer } from '../../../src/sources/captures/captured-answer.ts';

const base64 = (bytes: readonly number[] | string) => Buffer.from(bytes as string).toString('base64');

test('text, and text in base64', () => {
  expect(capturedAnswer({ text: '{"a":1}', mimeType: 'application/json' })).toEqual({
    text: '{"a":1}',
    isStream: false,
    unread: undefined,
  });
  expect(capturedAnswer({ text: base64('{"ü":1}'), encoding: 'base64' }).text).toBe('{"ü":1}');
});

test('comments before the first event are left out', () => {
  const mimeType = 'text/event-stream';
  expect(capturedAnswer({ text: ': wait\r\n\n: wait\n\ndata: {}\n', mimeType })).toMatchObject({
    text: 'data: {}\n',
    isStream: true,
  });
  expect(capturedAnswer({ text: ': wait', mimeType }).text).toBe(': wait');
});

test.each([
  ['gzip', { text: base64([0x1f, 0x8b, 8, 0]), encoding: 'base64' }, 'the answer is compressed or binary'],
  [
    'brotli',
    { text: base64([0x8b, 0xff, 0xfe, 0x81]), encoding: 'base64' },
    'the answer is compressed or binary',
  ],
  [
    'an AWS stream',
    { text: 'AAAA', mimeType: 'application/vnd.amazon.eventstream' },
    'the answer is a binary event stream',
  ],
  ['nothing', { size: 0 }, undefined],
  ['no content', undefined, undefined],
])('%s has no text', (_, content, unread) => {
  expect(capturedAnswer(content)).toMatchObject({ text: undefined, unread });
});
