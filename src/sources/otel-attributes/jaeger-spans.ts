import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';
import { attributesOf, firstValue } from './attribute-values.ts';
import { isErrorStatus, type Span, type SpanEvent, spanId } from './span.ts';
import { microsOf } from './span-times.ts';

export function isJaegerTrace(record: JsonObject): boolean {
  if (typeof record.traceID !== 'string') return false;
  return typeof record.spanID === 'string' || Array.isArray(record.spans);
}

/**
 * The spans of a trace as Jaeger's page and API export it: `{traceID, spans, processes}`, times in microseconds, attributes as
 * `tags`, the parent as a reference. Also a single span. Undefined for other records.
 */
export function jaegerSpans(record: JsonObject): Span[] | undefined {
  if (!isJaegerTrace(record)) return undefined;
  if (typeof record.spanID === 'string') return [jaegerSpan(record, undefined)];
  if (!Array.isArray(record.spans)) return undefined;
  const processes = objectOf(record.processes);
  return record.spans.filter(isObject).map((span) => jaegerSpan(span, processes));
}

function jaegerSpan(span: JsonObject, processes: JsonObject | undefined): Span {
  const attributes = attributesOf(span.tags);
  const emitter =
    objectOf(span.process) ??
    objectOf(typeof span.processID === 'string' ? processes?.[span.processID] : undefined);
  const start = microsOf(span.startTime);
  const duration = typeof span.duration === 'number' ? span.duration : Number.NaN;
  return {
    trace: spanId(span.traceID),
    id: spanId(span.spanID),
    parent: spanId(parentOf(span)),
    name: typeof span.operationName === 'string' ? span.operationName : '',
    attributes,
    resource: attributesOf({ 'service.name': emitter?.serviceName }, emitter?.tags),
    events: logsOf(span.logs),
    start,
    end: start + duration,
    isError:
      isErrorStatus(attributes.get('otel.status_code')) ||
      firstValue(attributes, ['error']) === true ||
      attributes.get('error') === 'true',
  };
}

function parentOf(span: JsonObject): unknown {
  if (typeof span.parentSpanID === 'string' && span.parentSpanID !== '') return span.parentSpanID;
  if (!Array.isArray(span.references)) return undefined;
  const above = span.references.find((it) => isObject(it) && it.refType !== 'FOLLOWS_FROM');
  return isObject(above) ? above.spanID : undefined;
}

function logsOf(logs: unknown): SpanEvent[] {
  if (!Array.isArray(logs)) return [];
  return logs.filter(isObject).map(({ fields }) => {
    const attributes = attributesOf(fields);
    const name = attributes.get('event');
    return { name: typeof name === 'string' ? name : '', attributes };
  });
}
