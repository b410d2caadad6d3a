import type { ReportFilter } from '../model/report.ts';
import { count, counted } from './format.ts';
import { dateTime } from './format-time.ts';

/** Times as ISO 8601 or UTC milliseconds. */
interface Limits {
  readonly since: string | number | null;
  readonly until: string | number | null;
  readonly where: readonly string[];
}

/** `only calls since 2026-11-01 00:00, with feature=search-*`: which calls of the logs are looked at. */
export function limitsText({ since, until, where }: Limits, timezone: string): string {
  const span = [
    since === null ? '' : `since ${dateTime(since, timezone)}`,
    until === null ? '' : `before ${dateTime(until, timezone)}`,
  ].filter((text) => text !== '');
  const parts = [span.join(' and '), where.length === 0 ? '' : `with ${alternatives(where).join(', ')}`];
  return `only calls ${parts.filter((text) => text !== '').join(', ')}`;
}

/** The same as a sentence, and how many calls are left out by it. */
export function filterText(filter: ReportFilter, timezone: string): string {
  return `${capitalLimitsText(filter, timezone)}; ${leftOutText(filter)}.`;
}

/** The two parts of that sentence, for whoever must keep names from logs apart from the figures. */
export function capitalLimitsText(filter: ReportFilter, timezone: string): string {
  return limitsText(filter, timezone).replace(/^o/, 'O');
}

export function leftOutText({ callsLeftOut, callsWithoutTime }: ReportFilter): string {
  const untimed = callsWithoutTime === 0 ? '' : `, ${count(callsWithoutTime)} of them without a time`;
  return `${counted(callsLeftOut, 'call')} left out${untimed}`;
}

/** Conditions of one key stand for each other unless they are negated. */
function alternatives(where: readonly string[]): string[] {
  const byKey = new Map<string, string[]>();
  for (const text of where) {
    const key = text.slice(0, text.indexOf('='));
    const name = key.endsWith('!') ? text : key;
    byKey.set(name, [...(byKey.get(name) ?? []), text]);
  }
  return [...byKey.values()].map((texts) => texts.join(' or '));
}
