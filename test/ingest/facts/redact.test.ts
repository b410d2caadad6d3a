import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../src/ingest/facts/redact.ts';

test.each([
  ['key sk-proj-abcDEF0123456789 here', 'key [redacted] here'],
  ['AIzaSyD-0123456789abcdef', '[redacted]'],
  ['ghp_0123456789abcdef and AKIA0123456789ABCDEF', '[redacted] and [redacted]'],
  ['-H "Authorization: Bearer abc.def-123456"', '-H "Authorization: [redacted]"'],
  ['{"x-api-key": "0123456789abcdef"}', '{"x-api-key": "[redacted]"}'],
  ['GET /v1?a=1&key=hidden&b=2', 'GET /v1?a=1&key=[redacted]&b=2'],
  ['Cookie: a=1; b=2\nHost: x', 'Cookie: [redacted]\nHost: x'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '[redacted]'],
])('%s', (text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  'What is the key to success? A risk-free task_force.',
  'sk-8 is a locker; basic maths; bearer of news; my password is short',
  'gpt-4.1-mini-2025-04-14',
  'chatcmpl-AbCdEfGhIjKlMnOp0123456789',
  'user-0123456789abcdef',
])('ordinary text stays: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test('a key in the middle of any text is gone', () => {
  const words = fc.array(fc.constantFrom('a', 'Ω', '"', ' ', '\n', '=', ':', '?'), { maxLength: 20 });
  fc.assert(
    fc.property(words, words, (before, after) => {
      const text = `${before.join('')} sk-ant-api03-0123456789 ${after.join('')}`;
      expect(redact(text)).not.toContain('0123456789');
    }),
  );
});

test('takes a time that grows with the text, not with its square', () => {
  // A quadratic pattern would need hours for these.
  for (const part of ['sk-', 'bearer ', 'cookie: ', 'eyJ', '?key=', 'password = ', 'sk-a b']) {
    expect(typeof redact(part.repeat(400_000))).toBe('string');
  }
});
