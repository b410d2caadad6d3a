import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventStreams } from '../../../src/ingest/cutting/event-streams.ts';
import { splitRecords } from '../../../src/ingest/cutting/record-splitter.ts';

const SHAPE = { container: 'events', isArray: false, delimiter: '' } as const;

/** The streams of a text that arrives in some chunks; `too long` in the place of those that are. */
async function streamsOf(text: string, cuts: readonly number[] = [], limit = 1 << 20): Promise<string[]> {
  const bytes = Buffer.from(text);
  const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  async function* chunks() {
    for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
  }
  const streams: string[] = [];
  for await (const { bytes: held, spans, oversized } of splitRecords(chunks(), SHAPE, limit)) {
    for (let i = 0; i < oversized; i++) streams.push('too long');
    for (let i = 0; i < spans!.length; i += 2)
      streams.push(Buffer.from(held).toString('utf8', spans![i], spans![i + 1]));
  }
  return streams;
}

const data = (value: object | string): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
const named = (type: string, more: object = {}): string => `event: ${type}\n${data({ type, ...more })}`;

const chunk = (id: string, delta: object, finish: string | null = null): string =>
  data({ id, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] });
const usage = (id: string): string =>
  data({ id, object: 'chat.completion.chunk', choices: [], usage: { total_tokens: 9 } });
const DONE = data('[DONE]');

const chat = (id: string, isDone = true): string =>
  chunk(id, { role: 'assistant', content: '' }) +
  chunk(id, { content: '{"type":"message_start"} [DONE]' }) +
  chunk(id, {}, 'stop') +
  usage(id) +
  (isDone ? DONE : '');
const anthropic = (id: string): string =>
  named('message_start', { message: { id, usage: { input_tokens: 5 } } }) +
  named('ping') +
  named('content_block_delta', { delta: { type: 'text_delta', text: 'data: [DONE]\n\n' } }) +
  named('message_delta', { usage: { output_tokens: 2 } }) +
  named('message_stop');
const responses = (id: string, end = 'response.completed'): string =>
  named('response.created', { response: { id } }) +
  named('response.output_text.delta', { item_id: 'x', delta: 'id' }) +
  named(end, { response: { id, usage: { total_tokens: 3 } } });
const gemini = (responseId: string): string =>
  data({ candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] } }], responseId }) +
  data({ candidates: [{ content: { role: 'model' }, finishReason: 'STOP' }], usageMetadata: {}, responseId });

const KINDS = [
  (i: number) => chat(`c-${i}`),
  (i: number) => chat(`c-${i}`, false),
  (i: number) => anthropic(`m-${i}`),
  (i: number) => responses(`r-${i}`),
  (i: number) => responses(`r-${i}`, 'response.incomplete'),
  (i: number) => gemini(`g-${i}`),
];
const kind = fc.nat(KINDS.length - 1);
const cuts = fc.array(fc.nat(9000), { maxLength: 12 });
/** An empty line ends the last event of a stream; which stream that line is in does not matter. */
const trimmed = (streams: readonly string[]) => streams.map((stream) => stream.trim());

describe('streams in one file', () => {
  test('are told apart whatever they are, however they lie in chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { maxLength: 6 }), cuts, fc.boolean(), async (kinds, at, isWindows) => {
        const streams = kinds.map((it, i) => KINDS[it]!(i));
        const lineEnd = (text: string) => (isWindows ? text.replaceAll('\n', '\r\n') : text);
        const found = await streamsOf(lineEnd(streams.join('')), at);
        expect(trimmed(found)).toEqual(streams.map((stream) => lineEnd(stream).trim()));
      }),
      { numRuns: 150 },
    );
  });

  test('are told apart byte by byte', async () => {
    const text = KINDS.map((make, i) => make(i)).join('');
    const every = Array.from(Buffer.from(text), (_, i) => i);
    expect(await streamsOf(text, every)).toEqual(await streamsOf(text));
    expect(await streamsOf(text)).toHaveLength(KINDS.length);
  });

  test('are told apart when each was cut before its end', async () => {
    const cut = [
      anthropic('m').slice(0, anthropic('m').indexOf('event: message_delta')),
      responses('r').slice(0, responses('r').indexOf('event: response.completed')),
      chunk('c-1', { role: 'assistant', content: 'a' }) + chunk('c-1', { content: 'b' }),
      chunk('c-2', { role: 'assistant', content: 'a' }),
      anthropic('n'),
    ];
    expect(await streamsOf(cut.join(''))).toEqual(cut);
  });

  test('are told apart without the empty lines between events', async () => {
    const streams = KINDS.map((make, i) => make(i).replaceAll('\n\n', '\n'));
    expect(await streamsOf(streams.join(''))).toEqual(streams);
  });

  test('begin with a field: comments, lines of other programs and empty ones are left out', async () => {
    const text = `HTTP/2 200\n\n: OPENROUTER PROCESSING\n\n\n${chat('a')}: keep-alive\n\n${':'.repeat(99)}\n${chat('b')}\n\n: end`;
    expect(await streamsOf(text)).toEqual([`${chat('a').trimEnd()}\n`, `${chat('b').trimEnd()}\n`]);
  });

  test('hold fields that are no data, and data in several lines', async () => {
    const text = `id: 1\nretry: 5\nevent: x\ndata: {"id":"a",\ndata:  "choices":\ndata: [{"delta":{"role":"x"}}]}\n\n${DONE}`;
    expect(trimmed(await streamsOf(text + text))).toEqual([text.trim(), text.trim()]);
  });

  test('go on where OpenAI sends usage after the finish, or a gateway gives every chunk an id', async () => {
    const late = chunk('a', { role: 'assistant', content: 'x' }) + chunk('a', {}, 'stop') + usage('b');
    expect(await streamsOf(late)).toEqual([late]);
    const many =
      chunk('a', { role: 'assistant' }) + chunk('b', { content: 'x' }) + chunk('c', { content: 'y' }, 'stop');
    expect(await streamsOf(many)).toEqual([many]);
    expect(await streamsOf(many + chunk('d', { content: 'z' }))).toHaveLength(2);
  });

  test('go on where the first chunk has no id (Azure)', async () => {
    const azure = data({ choices: [], id: '', prompt_filter_results: [] }) + chat('a');
    expect(trimmed(await streamsOf(azure + azure))).toEqual([azure.trim(), azure.trim()]);
  });

  test('are not begun by a ping, nor by the end of one that has ended', async () => {
    const text = `${named('ping') + anthropic('a') + DONE + responses('b')}event: done\n${DONE}`;
    expect(trimmed(await streamsOf(text))).toEqual([
      (named('ping') + anthropic('a')).trim(),
      responses('b').trim(),
    ]);
    expect(await streamsOf(DONE + named('ping'))).toEqual([]);
  });

  test('that lost their names and are in another order of keys', async () => {
    const start = (id: string) => data({ message: { id }, type: 'message_start' });
    const delta = data({ delta: { text: 'x' }, index: 0, type: 'content_block_delta' });
    const cut = start('a') + delta;
    expect(await streamsOf(cut + cut + data({ index: 0, type: 'message_stop' }) + cut)).toHaveLength(3);
  });
});

describe('a stream that is too long', () => {
  const long = (n: number) => chunk('a', { role: 'assistant', content: 'x'.repeat(n) });

  test.each([
    ['in one line', `${long(3000)}${DONE}`],
    [
      'in many lines',
      `${chunk('a', { role: 'assistant' })}${chunk('a', { content: 'x' }).repeat(40)}${DONE}`,
    ],
    ['and cut', chunk('a', { role: 'assistant' }) + long(3000)],
  ])('%s is passed over and counted, and its neighbours are there', async (_name, text) => {
    const neighbour = anthropic('m');
    for (const at of [[], [100, 700, 1500, 2500, 3600], Array.from({ length: 200 }, (_, i) => i * 37)]) {
      const found = await streamsOf(neighbour + text + neighbour, at, 1200);
      expect(trimmed(found).sort()).toEqual([neighbour.trim(), neighbour.trim(), 'too long'].sort());
    }
  });

  test('is not held', () => {
    const streams = new EventStreams(1 << 16);
    const line = Buffer.from(chunk('a', { content: 'x'.repeat(1 << 14) }));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 4000; i++) streams.add(line);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 << 20);
    streams.end();
    expect(streams.takeEnded()).toEqual([undefined]);
  });
});

test('anything at all gives streams that are in it, the same however it is cut', async () => {
  const unit = fc.constantFrom(
    'data: ',
    '{"id":"a"}',
    '{"id":"b","role":1}',
    'event: message_stop',
    '[DONE]',
    '\n',
    '\r\n',
    ':',
    '{',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit }), cuts, async (text, at) => {
      const whole = await streamsOf(text);
      expect(await streamsOf(text, at)).toEqual(whole);
      for (const stream of whole) expect(stream).toContain('data:');
    }),
  );
});
