type Fields = { [name: string]: unknown };

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const itemsOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

const TEXTS = ['messages', 'system', 'tools', 'input'] as const;
const ENDED_WELL = new Set(['stop', 'length', 'tool_calls', 'end_turn', 'max_tokens', 'tool_use']);

function withoutText(line: Fields): Fields {
  const request = fieldsOf(line.request);
  for (const field of TEXTS) delete request[field];
  const response = fieldsOf(line.response);
  delete response.content;
  for (const choice of itemsOf(response.choices)) delete choice.message;
  return line;
}

function withoutUsage(line: Fields): Fields {
  delete fieldsOf(line.response).usage;
  return line;
}

/** A row of an access log, which has nothing of requests and answers but that they were made. */
function rowOf(line: Fields): Fields {
  const { model } = fieldsOf(line.request);
  const { feature } = fieldsOf(line.metadata);
  const { id, timestamp, user, trace_id, session_id, status, latency_ms } = line;
  return { id, timestamp, model, user, feature, trace_id, session_id, status, latency_ms };
}

function finishOf({ response }: Fields): unknown {
  const { stop_reason, choices } = fieldsOf(response);
  return stop_reason ?? itemsOf(choices)[0]?.finish_reason;
}

/**
 * Logs as poorer loggers write them: each lacks one kind of fact in every line, and all else is there. `undefined` leaves the
 * line out.
 */
export const POORER = {
  'without text': withoutText,
  /** Successes alone, as who logs in the success handler has them. */
  'without status': (line: Fields): Fields | undefined => {
    delete line.status;
    const finish = finishOf(line);
    const isWhole = finish === undefined || ENDED_WELL.has(String(finish));
    return fieldsOf(line.response).error === undefined && isWhole ? line : undefined;
  },
  'without times': (line: Fields): Fields => {
    delete line.timestamp;
    delete fieldsOf(line.response).created;
    return line;
  },
  'without usage': withoutUsage,
  'without usage and text': rowOf,
  'without finish reasons': (line: Fields): Fields => {
    const response = fieldsOf(line.response);
    delete response.stop_reason;
    for (const choice of itemsOf(response.choices)) delete choice.finish_reason;
    return line;
  },
  'without caching': (line: Fields): Fields => {
    const usage = fieldsOf(fieldsOf(line.response).usage);
    delete usage.prompt_tokens_details;
    for (const field of ['cache_creation', 'cache_creation_input_tokens', 'cache_read_input_tokens'])
      delete usage[field];
    return line;
  },
  'without prices': (line: Fields): Fields => {
    fieldsOf(line.request).model = 'house-model-7';
    if ('model' in fieldsOf(line.response)) fieldsOf(line.response).model = 'house-model-7';
    return line;
  },
} as const satisfies Readonly<Record<string, (line: Fields) => Fields | undefined>>;

export type Poorer = keyof typeof POORER;

/** The lines of a log as the poorer logger would have written them. */
export function impoverish(lines: readonly string[], how: Poorer): string[] {
  return lines.flatMap((line) => {
    const poorer = POORER[how](JSON.parse(line));
    return poorer === undefined ? [] : [JSON.stringify(poorer)];
  });
}
