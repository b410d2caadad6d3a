import {
  defineSource,
  type ReadOptions,
  type ReadResult,
  type Recognition,
  type TraceStep,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { recordTable } from '../columns/record-table.ts';
import { dumpedSpan, dumpedTrace } from '../otel-attributes/dumped-spans.ts';
import { isJaegerTrace, jaegerSpans } from '../otel-attributes/jaeger-spans.ts';
import { isOtlpTrace, otlpCallEvents, otlpSpans } from '../otel-attributes/otlp-spans.ts';
import { placeOf, type Span } from '../otel-attributes/span.ts';
import { spanCall } from '../otel-attributes/span-call.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';

const NOT_MINE: Recognition = { score: 0, why: '' };
const METRICS = ['resourceMetrics', 'resource_metrics', 'scopeMetrics', 'scope_metrics'];
/** Phoenix's table of spans. */
const COLUMNS = ['context.trace_id', 'context.span_id', 'start_time'];

/**
 * Traces in which model calls are spans. FORMATS 14 has the names; those of the older conventions, the Vercel AI SDK and the
 * exports outside OTLP are read by name and checked by arithmetic.
 */
export const otel = defineSource({
  id: 'otel',
  title: 'OpenTelemetry traces (GenAI, OpenLLMetry, OpenInference, Vercel AI SDK)',
  describe:
    'Spans of model calls in OTLP JSON, SDK dumps, and Phoenix, Jaeger or Tempo exports; prompts only where content was captured, and sampled traces hold only a part of the calls.',
  where:
    'the OpenTelemetry collector’s file exporter, a console exporter’s output, or a trace exported from Phoenix or Jaeger',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'if text is logged' },
  recognize(record, options) {
    if (!isObject(record)) return NOT_MINE;
    if (METRICS.some((name) => Array.isArray(record[name]))) {
      return {
        score: 0.99,
        why: 'OTLP metrics',
        unusable:
          'OpenTelemetry metrics hold sums over calls; export traces instead, or the provider’s usage report',
      };
    }
    if (isOtlpTrace(record)) return { score: 0.99, why: 'OTLP spans' };
    const events = otlpCallEvents(record);
    if (events !== undefined) {
      return events.length > 0
        ? { score: 0.99, why: 'OTLP log events of model calls' }
        : { score: 0.5, why: 'OTLP logs' };
    }
    if (isJaegerTrace(record)) return { score: 0.98, why: 'a trace of Jaeger’s' };
    const first = Array.isArray(record.spans) ? record.spans.find(isObject) : record;
    return first === undefined || dumpedSpan(first, options.logZone) === undefined
      ? NOT_MINE
      : { score: 0.98, why: first === record ? 'an OpenTelemetry span' : 'a trace of OpenTelemetry spans' };
  },
  read: readSpans,
  recognizeHeader(header) {
    const names = header.map((name) => name.replace(/^\uFEFF/, '').trim());
    return COLUMNS.every((name) => names.includes(name))
      ? { score: 0.98, why: `columns ${COLUMNS.join(', ')}` }
      : NOT_MINE;
  },
  openTable: (header, options) => recordTable(header, options, readSpans),
});

function readSpans(record: unknown, options: ReadOptions): ReadResult {
  if (!isObject(record)) return { kind: 'other' };
  const calls: CallRecord[] = [];
  const steps: TraceStep[] = [];
  for (const span of spansIn(record, options)) {
    const call = spanCall(span, options);
    if (call !== undefined) calls.push(call);
    else {
      const place = placeOf(span.trace, span.id);
      const parent = placeOf(span.trace, span.parent);
      if (place !== undefined && parent !== undefined) steps.push({ span: place, parentSpan: parent });
    }
  }
  if (calls.length > 0) return { kind: 'calls', calls, steps };
  return { kind: 'other', steps };
}

function spansIn(record: JsonObject, options: ReadOptions): readonly Span[] {
  const listed =
    otlpSpans(record) ??
    otlpCallEvents(record) ??
    jaegerSpans(record) ??
    dumpedTrace(record, options.logZone);
  if (listed !== undefined) return listed;
  const span = dumpedSpan(record, options.logZone);
  return span === undefined ? [] : [span];
}
