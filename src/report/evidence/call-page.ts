import type {
  CallClaim,
  CallSubject,
  Evidence,
  EvidenceCall,
  EvidenceSegment,
} from '../../model/evidence.ts';
import { promptTokens } from '../../model/usage.ts';
import { count, counted, duration, percent, tokens, usd } from '../format.ts';
import { dateTimeSeconds } from '../format-time.ts';
import type { Page } from '../table/page.ts';
import { callLabel } from './call-table.ts';

/** Of a longer prompt the first and the last segments are shown: the instructions, and what was asked last. */
const FIRST_SHOWN = 5;
const LAST_SHOWN = 7;

/** Everything that is known of one call. */
export function callPage({ calls, timezone }: Evidence, subject: CallSubject, page: Page): void {
  const call = calls[0]!;
  page.text(`Call ${callLabel(call)}: ${usd(call.costUsd)}`, { style: 'bold' });
  for (const [name, value] of callFacts(call, timezone))
    if (value !== '') page.text(`${name}: ${value}`, { indent: 2, hang: 4 });
  template(subject, page);
  claims(subject.claims, page);
  prompt(subject, promptTokens(call.tokens), page);
}

/** What the log says of a call, name by name; '' where it says nothing. */
export function callFacts(call: EvidenceCall, timezone: string): readonly (readonly [string, string])[] {
  const { tokens: used } = call;
  const asked =
    call.requestedModel !== '' && call.requestedModel !== call.model
      ? ` (asked for ${call.requestedModel})`
      : '';
  return [
    ['Where', `${call.file}, line ${count(call.line)}`],
    ['Time', dateTimeSeconds(call.time, timezone)],
    ['Model', `${call.model}${asked}`],
    ['Provider', call.provider],
    ['Endpoint', call.endpoint === 'unknown' ? '' : call.endpoint],
    ['Tier', call.tier],
    [
      'Status',
      [call.status > 0 ? String(call.status) : '', call.failed ? 'failed' : '', call.error]
        .filter((part) => part !== '')
        .join(' '),
    ],
    ['Ended by', call.finishReason],
    ['Tokens', call.usageBasis === 'none' ? 'not in the log' : tokenText(call)],
    ['Cost in the log', call.loggedCostUsd === null ? '' : usd(call.loggedCostUsd)],
    ['Answered by its own cache', call.cacheHit ? 'yes, for nothing' : ''],
    [
      'Output limit',
      call.maxOutputTokens > 0 ? `${tokens(call.maxOutputTokens)} tokens (used ${tokens(used.output)})` : '',
    ],
    ['Temperature', call.temperature === null ? '' : String(call.temperature)],
    ['Latency', latency(call)],
    ['Attempt', call.attempt > 0 ? count(call.attempt) : ''],
    ['User', call.user],
    ['Feature', call.feature],
    ['Session', call.session],
    ['Trace', call.trace],
    ['Tags', call.tags],
    ['Tools called', call.toolsCalled.join(', ')],
  ];
}

function tokenText({ tokens: used, usageBasis }: EvidenceCall): string {
  const cache = used.cacheRead > 0 ? 'one' : 'a cache';
  const parts = [
    used.cacheRead > 0 ? `${tokens(used.cacheRead)} read from a cache` : '',
    used.cacheWrite5m > 0 ? `${tokens(used.cacheWrite5m)} written to ${cache}` : '',
    used.cacheWrite1h > 0 ? `${tokens(used.cacheWrite1h)} written to ${cache} for an hour` : '',
  ].filter((part) => part !== '');
  const cached = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  const reasoning = used.reasoning > 0 ? ` (${tokens(used.reasoning)} reasoning)` : '';
  const basis = usageBasis === 'estimated' ? ', counted from the text' : '';
  return `${tokens(promptTokens(used))} in${cached}, ${tokens(used.output)} out${reasoning}${basis}`;
}

function latency({ latencyMs, timeToFirstTokenMs, stream }: EvidenceCall): string {
  if (latencyMs === null && timeToFirstTokenMs === null) return stream ? 'streamed' : '';
  const first = timeToFirstTokenMs === null ? '' : `, first token after ${duration(timeToFirstTokenMs)}`;
  return `${duration(latencyMs)}${first}${stream ? ', streamed' : ''}`;
}

function template({ template: key, templateLabel }: CallSubject, page: Page): void {
  if (key === '') return;
  page.text(`Template: ${key}${templateLabel === '' ? '' : ` (${templateLabel})`}`, { indent: 2, hang: 4 });
}

function claims(found: readonly CallClaim[], page: Page): void {
  page.heading('What is said of it');
  if (found.length === 0) page.text('No finding is about this call.', { indent: 2 });
  for (const { handle, title, label, review, wasted, role } of found) {
    const about = label === '' ? '' : ` (${label})`;
    page.text(`${handle}  ${title}: ${claimText(wasted, role)}${review ? ', to review' : ''}${about}`, {
      indent: 2,
      hang: 10,
    });
  }
}

/** What a finding says of one of its calls. */
export function claimText(wasted: CallClaim['wasted'], role: CallClaim['role']): string {
  if (role === 'kept') return 'the call that the others repeat; nothing of it is avoidable';
  if (wasted === null) return 'one of its calls';
  const all = promptTokens(wasted.tokens) + wasted.tokens.output;
  if (all === 0) return 'one of its calls, not billed for it';
  const part =
    wasted.saved === null || wasted.saved === 1 ? '' : ` at ${percent(wasted.saved)} of their price`;
  const rest = wasted.countedUsd < wasted.usd ? `, ${usd(wasted.countedUsd)} of it in the total` : '';
  return `${counted(all, 'token')} avoidable${part}, ${usd(wasted.usd)}${rest}`;
}

function prompt({ segments, segmentsTotal }: CallSubject, size: number, page: Page): void {
  if (segmentsTotal === 0) return;
  page.heading(`Prompt, ${counted(segmentsTotal, 'segment')}`);
  const isLong = segmentsTotal > FIRST_SHOWN + LAST_SHOWN + 1;
  const first = isLong ? segments.slice(0, FIRST_SHOWN) : segments;
  const last = isLong ? segments.slice(-LAST_SHOWN) : [];
  for (const segment of first) segmentText(segment, page);
  if (!isLong) return;
  const shown = [...first, ...last].reduce((total, segment) => total + segment.tokens, 0);
  page.text(
    `... ${counted(segmentsTotal - first.length - last.length, 'segment')} with ${tokens(size - shown)} tokens ...`,
    {
      style: 'dim',
      indent: 2,
    },
  );
  for (const segment of last) segmentText(segment, page);
}

function segmentText(
  { number, kind, role, tokens: size, names, preview }: EvidenceSegment,
  page: Page,
): void {
  const what = [kind, role === kind ? '' : role, names.join(' ')].filter((part) => part !== '').join(', ');
  page.text(`${number}. ${what}, ${counted(size, 'token')}${preview === '' ? '' : `: ${preview}`}`, {
    indent: 2,
    hang: 3,
  });
}
