import { expect, test } from 'vitest';
import { sentEvents } from '../../../src/sources/streams/sent-events.ts';

test.each([
  ['one event', 'data: {"a":1}\n\n', [{ a: 1 }]],
  ['no space, trailing spaces', 'data:{"a":1}   \n\n', [{ a: 1 }]],
  ['CRLF', 'data: {"a":1}\r\n\r\ndata: {"a":2}\r\n\r\n', [{ a: 1 }, { a: 2 }]],
  ['CR', 'data: {"a":1}\r\rdata: {"a":2}\r\r', [{ a: 1 }, { a: 2 }]],
  ['fields and comments', ': hi\n\nevent: x\nid: 7\nretry: 3\ndata: {"a":1}\n\n', [{ a: 1 }]],
  ['a value over several lines', 'data: {"a":\ndata: [1,\ndata: 2]}\n\n', [{ a: [1, 2] }]],
  ['events whose empty lines were lost', 'data: {"a":1}\ndata: {"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ['nothing after [DONE]', 'data: {"a":1}\n\ndata: [DONE]\n\ndata: {"a":2}\n\n', [{ a: 1 }]],
  ['the last event without an end', 'data: {"a":1}\n\ndata: {"a":2}', [{ a: 1 }, { a: 2 }]],
])('%s', (_, text, events) => {
  expect(sentEvents(text)).toEqual(events);
});

test('an event that the end cut is left out', () => {
  expect(sentEvents('data: {"a":1}\n\ndata: {"b":"x')?.filter((it) => it !== undefined)).toEqual([{ a: 1 }]);
});

test.each(['', 'plain text', '{"a":1}', 'database: x', '[1]'])('%j is none', (text) => {
  expect(sentEvents(text)).toBeUndefined();
});
