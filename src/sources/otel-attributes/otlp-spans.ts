import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';
import { attributesOf } from './attribute-values.ts';
import { isErrorStatus, type Span, type SpanEvent, spanId } from './span.ts';
import { microsOf } from './span-times.ts';

/** The name of the event that tells of a whole call (OpenTelemetry's conventions for generative AI, "Events"). */
export const CALL_EVENT = 'gen_ai.client.inference.operation.details';

/** The elements of OTLP's outermost list: a record is the whole export or one of them. */
function resourceGroups(record: JsonObject, names: readonly string[]): readonly JsonObject[] {
  for (const name of names) {
    const groups = record[name];
    if (Array.isArray(groups)) return groups.filter(isObject);
  }
  return [record];
}

/** `batches` is what Tempo's API calls `resourceSpans`. */
const SPAN_GROUPS = ['resourceSpans', 'resource_spans', 'batches'];
const SPAN_SCOPES = [
  'scopeSpans',
  'scope_spans',
  'instrumentationLibrarySpans',
  'instrumentation_library_spans',
];
const LOG_GROUPS = ['resourceLogs', 'resource_logs'];
const LOG_SCOPES = ['scopeLogs', 'scope_logs', 'instrumentationLibraryLogs', 'instrumentation_library_logs'];

export function isOtlpTrace(record: JsonObject): boolean {
  return [...SPAN_GROUPS, ...SPAN_SCOPES].some((name) => Array.isArray(record[name]));
}

/** The spans of an ExportTraceServiceRequest in JSON, or of one element of its `resourceSpans`; undefined for other records. */
export function otlpSpans(record: JsonObject): Span[] | undefined {
  if (!isOtlpTrace(record)) return undefined;
  const groups = resourceGroups(record, SPAN_GROUPS);
  const spans: Span[] = [];
  for (const { holder, resource } of items(groups, SPAN_SCOPES, ['spans'])) {
    spans.push(otlpSpan(holder, resource));
  }
  return spans;
}

/** One span in OTLP's own fields, in camel case or as protobuf spells them. */
export function otlpSpan(span: JsonObject, resource: unknown): Span {
  const status = objectOf(span.status);
  return {
    trace: spanId(span.traceId ?? span.trace_id),
    id: spanId(span.spanId ?? span.span_id),
    parent: spanId(span.parentSpanId ?? span.parent_span_id),
    name: typeof span.name === 'string' ? span.name : '',
    attributes: attributesOf(span.attributes),
    resource: attributesOf(resource),
    events: spanEvents(span.events),
    start: microsOf(span.startTimeUnixNano ?? span.start_time_unix_nano),
    end: microsOf(span.endTimeUnixNano ?? span.end_time_unix_nano),
    isError: isErrorStatus(status?.code),
  };
}

export function spanEvents(events: unknown): SpanEvent[] {
  if (!Array.isArray(events)) return [];
  return events.filter(isObject).map((event) => {
    const name = event.name ?? event.Name;
    return {
      name: typeof name === 'string' ? name : '',
      attributes: attributesOf(event.attributes ?? event.Attributes),
    };
  });
}

/**
 * The calls among a log export's records: events that carry a whole call's attributes and the ids of its span. Undefined for
 * records that are no log export.
 */
export function otlpCallEvents(record: JsonObject): Span[] | undefined {
  if (![...LOG_GROUPS, ...LOG_SCOPES].some((name) => Array.isArray(record[name]))) return undefined;
  const groups = resourceGroups(record, LOG_GROUPS);
  const calls: Span[] = [];
  for (const { holder, resource } of items(groups, LOG_SCOPES, ['logRecords', 'log_records'])) {
    const attributes = attributesOf(holder.attributes);
    const name = holder.eventName ?? holder.event_name ?? attributes.get('event.name');
    if (name !== CALL_EVENT) continue;
    const time = microsOf(
      holder.timeUnixNano ??
        holder.time_unix_nano ??
        holder.observedTimeUnixNano ??
        holder.observed_time_unix_nano,
    );
    calls.push({
      trace: spanId(holder.traceId ?? holder.trace_id),
      id: spanId(holder.spanId ?? holder.span_id),
      parent: '',
      name: CALL_EVENT,
      attributes: attributesOf(
        holder.body === undefined ? undefined : bodyOf(holder.body),
        holder.attributes,
      ),
      resource: attributesOf(resource),
      events: [],
      // It is written when the answer is there; when the call began is not said.
      start: time,
      end: Number.NaN,
      isError: false,
    });
  }
  return calls;
}

/** Some emitters put the messages in the event's body, `{kvlistValue}`. */
function bodyOf(body: unknown): unknown {
  const pairs = objectOf(objectOf(body)?.kvlistValue ?? objectOf(body)?.kvlist_value);
  return pairs?.values;
}

function* items(
  groups: readonly JsonObject[],
  scopes: readonly string[],
  lists: readonly string[],
): Generator<{ holder: JsonObject; resource: unknown }> {
  for (const group of groups) {
    const resource = objectOf(group.resource)?.attributes;
    for (const scopeName of scopes) {
      const inner = group[scopeName];
      if (!Array.isArray(inner)) continue;
      for (const scope of inner) {
        if (!isObject(scope)) continue;
        for (const list of lists) {
          const holders = scope[list];
          if (!Array.isArray(holders)) continue;
          for (const holder of holders) if (isObject(holder)) yield { holder, resource };
        }
      }
    }
  }
}
