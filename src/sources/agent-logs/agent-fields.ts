import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';

/** UTC milliseconds of a logged time, or undefined when it is none. */
export function timeOf(value: unknown, logZone?: string): number | undefined {
  const time = parseTime(value, logZone);
  return Number.isNaN(time) ? undefined : time;
}

/** The last folder of a path, which names the project; what stands above it is the user's own business. */
export function lastFolder(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const end = path.slice(-1000).replace(/[/\\]+$/, '');
  const folder = end.slice(Math.max(end.lastIndexOf('/'), end.lastIndexOf('\\')) + 1);
  return folder === '' || /^[A-Za-z]:$/.test(folder) ? undefined : safeText(folder);
}

/** Tags from what a log says: texts and numbers as they are, `true` as 'true', all else left out. */
export function tagsOf(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  const tags: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    const text = typeof value === 'number' || value === true ? String(value) : value;
    if (typeof text === 'string' && text !== '') tags.push([name, safeText(text) ?? text]);
  }
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}

/** A short name of an error (a type, a code); 'error' for a message, which may quote prompts and keys. */
export function errorName(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z][\w.-]{0,79}$/.test(value)
    ? (safeText(value) ?? 'error')
    : 'error';
}
