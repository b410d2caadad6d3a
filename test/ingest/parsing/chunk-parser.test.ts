import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkParser } from '../../../src/ingest/parsing/chunk-parser.ts';
import type { FileLayout, ParsedChunk } from '../../../src/ingest/parsing/parsed-chunk.ts';
import { sources } from '../../../src/sources/index.ts';

const read = { map: {}, epoch: 0 };

function parse(
  source: string,
  lines: readonly string[],
  more: Partial<FileLayout> = {},
): Promise<ParsedChunk> {
  const parser = new ChunkParser({ read, keepText: false, isForced: false, families: new Map() });
  const layout: FileLayout = {
    ...{
      container: 'lines',
      source,
      why: '',
      isWrapped: false,
      isPrefixed: false,
      isDocker: false,
      header: [],
      delimiter: '',
    },
    ...more,
  };
  const bytes = new Uint8Array(Buffer.from(lines.join('\n')));
  return parser.parse({ file: 0, layout, bytes, spans: undefined, isLast: true });
}

const columnOf = ({ batches }: ParsedChunk, name: 'isPart' | 'span' | 'parentSpan' | 'line' | 'join') =>
  batches.flatMap(({ columns }) => [...columns[name]]);

describe('rows that are no calls', () => {
  test('part of a call is kept, and counts as another record', async () => {
    const body = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'hi' }] };
    const ask = { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body };
    const parsed = await parse('openai-batch', [JSON.stringify(ask)]);
    expect(parsed).toMatchObject({ records: 1, calls: 0, other: 1, skipped: 0 });
    expect(columnOf(parsed, 'isPart')).toEqual([1]);
    expect(columnOf(parsed, 'join')[0]).toBeGreaterThan(0);
  });

  test('steps of a trace are rows, and no further records', async () => {
    const span = (spanId: string, parentSpanId: string, attributes: object[] = []) => ({
      ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId, parentSpanId, name: 'x', attributes },
      ...{ startTimeUnixNano: '1789000000000000000', endTimeUnixNano: '1789000001000000000' },
    });
    const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
    const count = (key: string, intValue: string) => ({ key, value: { intValue } });
    const call = span('00f067aa0ba902b9', '00f067aa0ba902b7', [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.request.model', 'gpt-4.1'),
      count('gen_ai.usage.input_tokens', '10'),
      count('gen_ai.usage.output_tokens', '5'),
    ]);
    const record = {
      resource: {},
      scopeSpans: [{ spans: [span('00f067aa0ba902b7', '00f067aa0ba902b6'), call] }],
    };
    const parsed = await parse('otel', [JSON.stringify({ resourceSpans: [record] }), '{"x":1}']);
    expect(parsed).toMatchObject({ records: 2, calls: 1, other: 1 });
    const kinds = columnOf(parsed, 'isPart');
    expect([...kinds].sort()).toEqual([0, 2]);
    const spans = columnOf(parsed, 'span');
    expect(columnOf(parsed, 'parentSpan')[kinds.indexOf(0)]).toBe(spans[kinds.indexOf(2)]);
  });
});

const hostileKeys = fc.constantFrom(
  ...['message', 'log', 'data', 'events', 'hits', '_source', 'result', '_raw', 'stream', 'time', 'timestamp'],
  ...['usage', 'model', 'messages', 'response', 'request', 'object', 'type', 'id', '__proto__', 'entries'],
);
const hostile = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      null,
      -1,
      0.5,
      1e300,
      '',
      'page',
      'list',
      'stdout',
      '2026-09-01T00:00:00Z',
      '{"a":',
      '[]',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(hostileKeys, tie('value'), { maxKeys: 4 }),
    fc.dictionary(hostileKeys, tie('value'), { maxKeys: 3 }).map((it) => JSON.stringify(it)),
    fc.array(tie('value'), { maxLength: 2 }).map((it) => `x ${JSON.stringify(it)}`),
  ),
})).value;

test('whatever a log holds, every record is counted once', async () => {
  const ids = sources.filter((it) => it.recognize !== undefined).map(({ id }) => id);
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...ids),
      fc.boolean(),
      fc.boolean(),
      async (values, source, isWrapped, isPrefixed) => {
        const lines = values.map((value) => JSON.stringify(value));
        const parsed = await parse(source, lines, { isWrapped, isPrefixed });
        expect(parsed.calls + parsed.skipped + parsed.other).toBe(parsed.records);
        expect(parsed.records).toBeGreaterThanOrEqual(lines.length);
      },
    ),
    { numRuns: 300 },
  );
});
