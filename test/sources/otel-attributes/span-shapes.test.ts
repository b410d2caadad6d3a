import { describe, expect, test } from 'vitest';
import { dumpedSpan } from '../../../src/sources/otel-attributes/dumped-spans.ts';
import { jaegerSpans } from '../../../src/sources/otel-attributes/jaeger-spans.ts';
import { isErrorStatus, spanId } from '../../../src/sources/otel-attributes/span.ts';
import { microsOf, millisBetween } from '../../../src/sources/otel-attributes/span-times.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const ID = 'b7ad6b7169203331';
const START = 1_789_000_000_000_000;

describe('one span as each SDK dumps it', () => {
  const wanted = {
    trace: TRACE,
    id: ID,
    parent: '00f067aa0ba902b7',
    start: START,
    end: START + 1_500_000,
    isError: true,
  };

  test.each<[string, object]>([
    [
      'Python',
      {
        name: 'chat',
        context: { trace_id: `0x${TRACE}`, span_id: `0x${ID}`, trace_state: '[]' },
        parent_id: '0x00f067aa0ba902b7',
        start_time: '2026-09-10T00:26:40.000000Z',
        end_time: '2026-09-10T00:26:41.500000Z',
        status: { status_code: 'ERROR', description: 'x' },
        attributes: { a: 1 },
      },
    ],
    [
      'JavaScript’s console',
      {
        traceId: TRACE,
        parentSpanContext: { traceId: TRACE, spanId: '00f067aa0ba902b7' },
        name: 'chat',
        id: ID,
        timestamp: START,
        duration: 1_500_000,
        attributes: { a: 1 },
        status: { code: 2 },
      },
    ],
    [
      'a JavaScript span object',
      {
        name: 'chat',
        _spanContext: { traceId: TRACE, spanId: ID },
        parentSpanId: '00f067aa0ba902b7',
        startTime: [1_789_000_000, 0],
        endTime: [1_789_000_001, 500_000_000],
        attributes: { a: 1 },
        status: { code: 2 },
      },
    ],
    [
      'Go',
      {
        Name: 'chat',
        SpanContext: { TraceID: TRACE, SpanID: ID },
        Parent: { TraceID: TRACE, SpanID: '00f067aa0ba902b7' },
        StartTime: '2026-09-10T02:26:40+02:00',
        EndTime: '2026-09-10T02:26:41.5+02:00',
        Attributes: [{ Key: 'a', Value: { Type: 'INT64', Value: 1 } }],
        Status: { Code: 'Error', Description: '' },
      },
    ],
    [
      'OTLP',
      {
        name: 'chat',
        traceId: TRACE,
        spanId: ID,
        parentSpanId: '00f067aa0ba902b7',
        startTimeUnixNano: '1789000000000000000',
        endTimeUnixNano: '1789000001500000000',
        attributes: [{ key: 'a', value: { intValue: '1' } }],
        status: { code: 'STATUS_CODE_ERROR' },
      },
    ],
  ])('%s', (_, record) => {
    const span = dumpedSpan(record as Readonly<Record<string, unknown>>);
    expect(span).toMatchObject(wanted);
    expect(span?.attributes.get('a')).toBe(1);
  });

  test('Jaeger', () => {
    const [span] = jaegerSpans({
      traceID: TRACE,
      processes: { p1: { serviceName: 'api' } },
      spans: [
        {
          traceID: TRACE,
          spanID: ID,
          operationName: 'chat',
          references: [{ refType: 'CHILD_OF', traceID: TRACE, spanID: '00f067aa0ba902b7' }],
          startTime: START,
          duration: 1_500_000,
          tags: [
            { key: 'error', type: 'bool', value: true },
            { key: 'a', type: 'int64', value: 1 },
          ],
          processID: 'p1',
        },
      ],
    })!;
    expect(span).toMatchObject(wanted);
    expect(span?.attributes.get('a')).toBe(1);
    expect(span?.resource.get('service.name')).toBe('api');
  });
});

test('ids in hexadecimal and in Base64 are the same id', () => {
  expect(spanId('CvdlGRbNQ92ESOshHIAxnA==')).toBe(TRACE);
  expect(spanId('t61rcWkgMzE=')).toBe(ID);
  expect(spanId(`0x${ID.toUpperCase()}`)).toBe(ID);
  expect([spanId('0000000000000000'), spanId(null), spanId(5)]).toEqual(['', '', '']);
});

test('nanoseconds as text lose nothing that counts, and no time is no time', () => {
  expect(microsOf('1789000000123456789')).toBe(1_789_000_000_123_456);
  expect(microsOf(1_789_000_000_123_456)).toBe(1_789_000_000_123_456);
  expect(microsOf('0')).toBeNaN();
  expect(microsOf(['x', 1])).toBeNaN();
  expect(millisBetween(START, Number.NaN)).toBeUndefined();
  expect(millisBetween(START, START - 5000)).toBeUndefined();
});

test.each([
  [2, true],
  ['STATUS_CODE_ERROR', true],
  ['Error', true],
  [1, false],
  ['OK', false],
  ['STATUS_CODE_UNSET', false],
  [undefined, false],
])('status %j: %s', (code, isError) => {
  expect(isErrorStatus(code)).toBe(isError);
});
