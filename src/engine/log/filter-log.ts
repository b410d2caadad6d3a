import type { Call } from '../../model/call.ts';
import { CallTags } from '../../model/call-tags.ts';
import type { GroupKind, Report, ReportFilter, Warning } from '../../model/report.ts';
import type { CallFilter } from '../audit-request.ts';
import type { CallLog } from './call-log.ts';
import { Conditions, conditionText } from './conditions.ts';
import { isFilterKey } from './filter-keys.ts';
import { type LogSpan, LogWindow } from './log-window.ts';

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
  /** Of the calls in the span of time, whatever the conditions; undefined without any. */
  readonly span: LogSpan | undefined;
}

/** Leaves the calls out of a log that a filter does not want; from here on the log is as if it had never had them. */
export function filterLog(log: CallLog, filter: CallFilter, naming: CallNaming): Filtered {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, where } = filter;
  const hasSpan = filter.since !== undefined || filter.until !== undefined;
  const tags = new CallTags();
  const conditions = new Conditions<Call>(where, (key, call) => valuesOf(key, call, naming, tags));
  const before = log.size;
  let callsWithoutTime = 0;
  const [all, within] = [new LogWindow(), new LogWindow()];
  log.keepOnly((call) => {
    const { time } = call;
    all.add(time);
    const isWithin = !hasSpan || (time >= since && time < until);
    if (isWithin) within.add(time);
    if (!conditions.hold(call)) return false;
    if (hasSpan && Number.isNaN(time)) callsWithoutTime++;
    return isWithin;
  });
  return {
    filter: {
      since: isoOf(filter.since),
      until: isoOf(filter.until),
      where: where.map(conditionText),
      callsLeftOut: before - log.size,
      callsWithoutTime,
    },
    span: where.length === 0 ? undefined : within.span,
    warnings: [
      ...(log.size === 0 ? [nothingLeft(all.window())] : []),
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

function nothingLeft({ from, to }: Report['window']): Warning {
  const when = from === null ? '' : `, made from ${from} to ${to}`;
  return { code: 'filter-leaves-nothing', text: `the filter leaves none of the calls${when}`, count: 1 };
}

function withoutTime(count: number): Warning {
  const text = 'calls have no time in the log and are in no span of time: they were left out';
  return { code: 'filter-needs-time', text, count };
}
