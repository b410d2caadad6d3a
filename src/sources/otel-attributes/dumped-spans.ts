import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';
import { attributesOf } from './attribute-values.ts';
import { otlpSpan, spanEvents } from './otlp-spans.ts';
import { isErrorStatus, type Span, spanId } from './span.ts';
import { microsOf } from './span-times.ts';

/** The spans of a trace as Phoenix's command line exports it: `{traceId, spans}`, each as its API writes it; undefined for other records. */
export function dumpedTrace(record: JsonObject, logZone?: string): Span[] | undefined {
  if (!Array.isArray(record.spans)) return undefined;
  const spans = record.spans
    .filter(isObject)
    .map((span) => dumpedSpan(span, logZone))
    .filter((span) => span !== undefined);
  return spans.length > 0 ? spans : undefined;
}

/**
 * One span as SDKs and Phoenix write it outside OTLP; undefined for records that are none:
 * - Python's `{name, context: {trace_id, span_id}, parent_id, start_time, end_time, status, attributes}` and Phoenix's API, nearly the same;
 * - Phoenix's table of spans, whose columns are dotted (`context.span_id`, `attributes.llm.model_name`);
 * - JavaScript's console exporter (`{traceId, id, timestamp, duration}` in microseconds) and its span objects (`_spanContext`);
 * - Go's exporter for standard output (`{Name, SpanContext: {TraceID, SpanID}, Parent, Attributes: [{Key, Value}]}`);
 * - a bare span in OTLP's fields.
 * The JavaScript and Go shapes are from the SDKs' documentation and not checked against real files.
 */
export function dumpedSpan(record: JsonObject, logZone?: string): Span | undefined {
  if (record['context.span_id'] !== undefined) return columnSpan(record, logZone);
  const context = objectOf(record.context) ?? objectOf(record.spanContext) ?? objectOf(record._spanContext);
  if (context !== undefined && (context.span_id ?? context.spanId) !== undefined) {
    return contextSpan(record, context, logZone);
  }
  const go = objectOf(record.SpanContext);
  if (go?.SpanID !== undefined) return goSpan(record, go, logZone);
  const isOtlp = (record.startTimeUnixNano ?? record.start_time_unix_nano) !== undefined;
  if (isOtlp && (record.spanId ?? record.span_id) !== undefined) {
    return otlpSpan(record, objectOf(record.resource)?.attributes ?? record.resource);
  }
  const isConsole = record.traceId !== undefined && record.id !== undefined && record.duration !== undefined;
  return isConsole && isObject(record.attributes) ? consoleSpan(record, logZone) : undefined;
}

function contextSpan(record: JsonObject, context: JsonObject, logZone: string | undefined): Span {
  const status = objectOf(record.status);
  const parent = objectOf(record.parentSpanContext);
  return {
    trace: spanId(context.trace_id ?? context.traceId),
    id: spanId(context.span_id ?? context.spanId),
    parent: spanId(record.parent_id ?? record.parentSpanId ?? record.parentId ?? parent?.spanId),
    name: nameOf(record.name),
    attributes: attributesOf(record.attributes, kindOf(record)),
    resource: attributesOf(objectOf(record.resource)?.attributes),
    events: spanEvents(record.events),
    start: microsOf(record.start_time ?? record.startTime, logZone),
    end: microsOf(record.end_time ?? record.endTime, logZone),
    isError: isErrorStatus(record.status_code ?? status?.status_code ?? status?.code),
  };
}

function columnSpan(record: JsonObject, logZone: string | undefined): Span {
  const named = Object.keys(record).filter((name) => name.startsWith('attributes.'));
  const attributes = Object.fromEntries(
    named.map((name) => [name.slice('attributes.'.length), record[name]]),
  );
  return {
    trace: spanId(record['context.trace_id']),
    id: spanId(record['context.span_id']),
    parent: spanId(record.parent_id),
    name: nameOf(record.name),
    attributes: attributesOf(attributes, kindOf(record)),
    resource: new Map(),
    events: spanEvents(record.events),
    start: microsOf(record.start_time, logZone),
    end: microsOf(record.end_time, logZone),
    isError: isErrorStatus(record.status_code),
  };
}

function goSpan(record: JsonObject, context: JsonObject, logZone: string | undefined): Span {
  return {
    trace: spanId(context.TraceID),
    id: spanId(context.SpanID),
    parent: spanId(objectOf(record.Parent)?.SpanID),
    name: nameOf(record.Name),
    attributes: attributesOf(record.Attributes),
    resource: attributesOf(record.Resource),
    events: spanEvents(record.Events),
    start: microsOf(record.StartTime, logZone),
    end: microsOf(record.EndTime, logZone),
    isError: isErrorStatus(objectOf(record.Status)?.Code),
  };
}

function consoleSpan(record: JsonObject, logZone: string | undefined): Span {
  const start = microsOf(record.timestamp, logZone);
  const duration = typeof record.duration === 'number' ? record.duration : Number.NaN;
  return {
    trace: spanId(record.traceId),
    id: spanId(record.id),
    parent: spanId(record.parentId ?? objectOf(record.parentSpanContext)?.spanId),
    name: nameOf(record.name),
    attributes: attributesOf(record.attributes),
    resource: attributesOf(objectOf(record.resource)?.attributes),
    events: spanEvents(record.events),
    start,
    end: start + duration,
    isError: isErrorStatus(objectOf(record.status)?.code),
  };
}

/** Phoenix takes the kind out of the attributes. */
function kindOf(record: JsonObject): JsonObject | undefined {
  return typeof record.span_kind === 'string' ? { 'openinference.span.kind': record.span_kind } : undefined;
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
