import type { Baseline, Measurement } from '../model/measurement.ts';
import type { Grouping, Report, Warning } from '../model/report.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { measurementOf } from './check/measurement-of.ts';
import { Measuring } from './check/measuring.ts';
import { pricedAnew } from './check/priced-anew.ts';
import { embedLog } from './embed-log.ts';
import { openReadLog } from './evidence/looked-log.ts';
import { readLogs } from './log/read-logs.ts';
import { freshReport } from './report-on.ts';
import { askedForVectors } from './vectors-wanted.ts';

/** An audit whose figures are held against budgets. */
export interface MeasureRequest extends AuditRequest {
  /** What budgets and the comparison look at beside all calls together. */
  readonly groupings: readonly Grouping[];
  /** Priced anew with the book and the day of the log. */
  readonly baseline?: Baseline;
}

export interface MeasuredLogs {
  readonly report: Report;
  readonly current: Measurement;
  readonly baseline?: Measurement;
}

/**
 * Reads and audits logs, and adds up what a gate compares. Throws InputError when nothing could be read, NoCallsError when
 * there is no call in it.
 */
export function measureLogs(request: MeasureRequest, hooks: AuditHooks): Promise<MeasuredLogs> {
  const { strategies, settings, groupings } = request;
  const wanted = askedForVectors(request, [{ strategies, settings }], hooks);
  return readLogs(wanted, hooks, async (logs) => {
    await embedLog(logs, wanted, hooks);
    const book = await logs.book();
    const opened = openReadLog(logs, wanted, book);
    const measuring = new Measuring(opened, groupings);
    const whole = await freshReport(logs, wanted, hooks, { opened, measuring });
    const report = { ...whole, warnings: [...whole.warnings, ...unanswered(measuring)] };
    const { to } = report.window;
    // One day's prices for both sides: those of the latest call, since that is what is paid now.
    const asOf = wanted.pricesAt ?? (to === null ? book.date : Date.parse(to));
    const current = measurementOf(report, measuring.measured(asOf));
    if (request.baseline === undefined) return { report, current };
    return { report, current, baseline: pricedAnew(request.baseline.measurement, book, asOf) };
  });
}

/** A prompt alone is the lesser part of what a call costs, and of its answer nothing is known. */
function unanswered({ unanswered: count }: Measuring): Warning[] {
  const text = 'calls whose answer is not in the log: what it cost is unknown and not in the total';
  return count === 0 ? [] : [{ code: 'unanswered-calls', text, count }];
}
