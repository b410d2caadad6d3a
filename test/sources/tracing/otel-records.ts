/** An OTLP value as exporters write it: whole numbers are text. */
function otlpValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(otlpValue) } };
  const pairs = Object.entries(value as object);
  return { kvlistValue: { values: pairs.map(([key, item]) => ({ key, value: otlpValue(item) })) } };
}

/** A span of one second, changed as the test says. */
export function span(attributes: object, changes: object = {}): object {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'chat',
    startTimeUnixNano: '1789000000000000000',
    endTimeUnixNano: '1789000001000000000',
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: otlpValue(value) })),
    ...changes,
  };
}

/** An export of these spans. */
export function otlp(...spans: readonly object[]): object {
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: {}, spans }] }] };
}
