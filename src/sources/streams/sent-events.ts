import { isObject } from '../record/record-access.ts';

/** A logged stream is looked at no further than this, in UTF-16 units. */
const LONGEST_STREAM = 16 << 20;

/**
 * The events of server-sent events in a text, each the JSON of its `data:` lines; undefined for a text that is none.
 * As the HTML standard says ("Interpreting an event stream"): lines end with LF, CRLF or CR; several `data:` lines are one
 * value; other fields and comments (`: ...`) are left out. Logs that lost the empty lines between events are read too. The
 * stream ends at `[DONE]`; an event that does not parse was cut by the end of the log and is left out.
 */
export function sentEvents(text: string): readonly unknown[] | undefined {
  if (text.length > LONGEST_STREAM || !/^\s{0,20}(?:data|event|id|retry)?:/.test(text)) return undefined;
  const events: unknown[] = [];
  let data: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') {
      pushEvents(data, events);
      data = [];
    }
    if (!line.startsWith('data:')) continue;
    const value = line.slice(5).trim();
    if (value === '[DONE]') break;
    data.push(value);
  }
  pushEvents(data, events);
  return events;
}

/** One event whose value spans lines, or, where the empty lines were lost, an event per line. */
function pushEvents(data: readonly string[], events: unknown[]): void {
  if (data.length === 0) return;
  const isEventPerLine = data.length > 1 && isObject(parsed(data[0]!));
  const whole = isEventPerLine ? undefined : parsed(data.join('\n'));
  if (whole !== undefined) events.push(whole);
  else for (const line of data) events.push(parsed(line));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
