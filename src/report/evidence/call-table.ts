import type { Evidence, EvidenceCall } from '../../model/evidence.ts';
import { promptTokens } from '../../model/usage.ts';
import { count, counted, percent, tokens, usd } from '../format.ts';
import { dateTimeSeconds } from '../format-time.ts';
import { cost } from '../money.ts';
import type { GridColumn } from '../table/grid.ts';
import type { Page } from '../table/page.ts';

interface CallColumn extends GridColumn {
  value(call: EvidenceCall, evidence: Evidence): string;
}

/** Least columns of a name that is cut; a call's is to be copied. */
const NAME_MIN = 10;
const CALL_MIN = 24;

/** In the order of a line; what is dropped first when space is short has the highest number. */
const COLUMNS: readonly CallColumn[] = [
  { label: '', value: ({ role }) => (role === 'kept' ? 'needed' : '') },
  { label: 'time', value: ({ time }, { timezone }) => dateTimeSeconds(time, timezone) },
  { label: 'call', min: CALL_MIN, keep: 'end', value: callLabel },
  { label: 'model', min: NAME_MIN, drop: 3, value: ({ model, requestedModel }) => model || requestedModel },
  { label: 'status', drop: 4, value: statusOf },
  { label: 'in', align: 'right', drop: 1, value: ({ tokens: used }) => tokens(promptTokens(used), 7) },
  { label: 'cached', align: 'right', drop: 6, value: ({ tokens: used }) => unlessZero(used.cacheRead) },
  {
    label: 'written',
    align: 'right',
    drop: 7,
    value: ({ tokens: used }) => unlessZero(used.cacheWrite5m + used.cacheWrite1h),
  },
  { label: 'out', align: 'right', drop: 2, value: ({ tokens: used }) => tokens(used.output, 7) },
  { label: 'reasoning', align: 'right', drop: 8, value: ({ tokens: used }) => unlessZero(used.reasoning) },
  { label: 'cost', align: 'right', value: ({ costUsd }) => usd(costUsd, 9) },
  { label: 'avoidable', align: 'right', value: avoidable },
  { label: 'tokens', align: 'right', drop: 5, value: avoidableTokens },
  { label: 'user', min: NAME_MIN, drop: 9, value: ({ user }) => user },
  { label: 'feature', min: NAME_MIN, drop: 10, value: ({ feature }) => feature },
  { label: 'session', min: NAME_MIN, drop: 11, value: ({ session, trace }) => session || trace },
];

/** The calls of a subject, a line each; columns in which no call says anything are left out. */
export function callTable(evidence: Evidence, page: Page): void {
  const { calls, callsTotal, totals } = evidence;
  if (callsTotal === 0 && calls.length === 0) return;
  page.heading(`${counted(callsTotal, 'call')}, ${cost(totals)} in all`);
  const columns = COLUMNS.filter(({ value }) => calls.some((call) => value(call, evidence) !== ''));
  page.table(
    columns,
    calls.map((call) => columns.map(({ value }) => value(call, evidence))),
    { indent: 2, style: (i) => (calls[i]!.role === 'kept' ? 'bold' : 'plain') },
  );
  const more = callsTotal - calls.filter(({ role }) => role !== 'kept').length;
  if (more > 0) {
    const text = `and ${count(more)} more, the dearest first (--top; --ids lists all)`;
    page.text(text, { style: 'dim', indent: 2 });
  }
}

/** Its id, else its place. */
export function callLabel({ id, file, line }: EvidenceCall): string {
  return id === '' ? `${file}:${line}` : id;
}

function statusOf({ status, failed, error }: EvidenceCall): string {
  if (status > 0) return failed && error !== '' ? `${status} ${error}` : String(status);
  return failed ? error || 'failed' : '';
}

/** NaN money is null in evidence: of a call without a price nothing is known. */
function avoidable({ wasted, costUsd }: EvidenceCall): string {
  if (wasted === null) return '';
  return usd(costUsd === null ? null : wasted.usd, 9);
}

function avoidableTokens({ wasted }: EvidenceCall): string {
  if (wasted === null) return '';
  const { tokens: used, saved } = wasted;
  const all = promptTokens(used) + used.output;
  return all === 0 ? '' : `${tokens(all, 7)}${saved === null || saved === 1 ? '' : ` x ${percent(saved)}`}`;
}

function unlessZero(value: number): string {
  return value === 0 ? '' : tokens(value, 7);
}
