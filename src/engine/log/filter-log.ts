import type { Call } from '../../model/call.ts';
import { CallTags } from '../../model/call-tags.ts';
import type { GroupKind, ReportFilter, Warning } from '../../model/report.ts';
import type { CallFilter } from '../audit-request.ts';
import type { CallLog } from './call-log.ts';
import { Conditions, conditionText } from './conditions.ts';
import { isFilterKey } from './filter-keys.ts';

/** What calls are told by needs beside the call. */
export interface CallNaming {
  /** The group of the report's totals that a call belongs to. */
  key(kind: GroupKind, call: Call): string;
  /** Who sells the call's model by the price book; '' when it is not known. */
  sellerOf(call: Call): string;
}

/** What was left out of a log, and what a reader should know of it. */
export interface Filtered {
  readonly filter: ReportFilter;
  readonly warnings: readonly Warning[];
}

/** Leaves the calls out of a log that a filter does not want; from here on the log is as if it had never had them. */
export function filterLog(log: CallLog, filter: CallFilter, naming: CallNaming): Filtered {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, where } = filter;
  const hasSpan = filter.since !== undefined || filter.until !== undefined;
  const tags = new CallTags();
  const conditions = new Conditions<Call>(where, (key, call) => valuesOf(key, call, naming, tags));
  const before = log.size;
  let callsWithoutTime = 0;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  log.keepOnly((call) => {
    const { time } = call;
    first = time < first ? time : first;
    last = time > last ? time : last;
    if (!conditions.hold(call)) return false;
    if (!hasSpan) return true;
    if (Number.isNaN(time)) callsWithoutTime++;
    return time >= since && time < until;
  });
  return {
    filter: {
      since: isoOf(filter.since),
      until: isoOf(filter.until),
      where: where.map(conditionText),
      callsLeftOut: before - log.size,
      callsWithoutTime,
    },
    warnings: [
      ...(log.size === 0 ? [nothingLeft(first, last)] : []),
      ...conditions.warnings(),
      ...(callsWithoutTime > 0 ? [withoutTime(callsWithoutTime)] : []),
    ],
  };
}

/** What a condition on a call is compared with: any of them may be meant, '' is not in the log. */
function valuesOf(key: string, call: Call, naming: CallNaming, tags: CallTags): readonly string[] {
  if (!isFilterKey(key)) return [tags.valueOf(call.tags, key.slice('tag:'.length))];
  switch (key) {
    case 'model':
      return distinct(naming.key('model', call), call.model);
    case 'provider':
      return call.provider === '' ? distinct('', naming.sellerOf(call)) : [call.provider];
    case 'template': {
      const template = naming.key('template', call);
      return distinct(template, template.replace(/^prompt:/, ''));
    }
    case 'status':
      return call.failed ? distinct(naming.key('status', call), 'failed') : [naming.key('status', call)];
    case 'endpoint':
      return [call.endpoint === 'unknown' ? '' : call.endpoint];
    case 'user':
    case 'feature':
    case 'session':
    case 'tier':
      return [call[key]];
    default:
      return key satisfies never;
  }
}

function distinct(a: string, b: string): readonly string[] {
  return a === b ? [a] : [a, b];
}

function isoOf(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}

function nothingLeft(first: number, last: number): Warning {
  const when = first > last ? '' : `, made from ${isoOf(first)} to ${isoOf(last)}`;
  return { code: 'filter-leaves-nothing', text: `the filter leaves none of the calls${when}`, count: 1 };
}

function withoutTime(count: number): Warning {
  const text = 'calls have no time in the log and are in no span of time: they were left out';
  return { code: 'filter-needs-time', text, count };
}
