import type { Evidence } from '../../model/evidence.ts';
import type { AuditHooks, AuditRequest } from '../audit-request.ts';
import type { ReadLogs } from '../log/read-logs.ts';
import { TOOL_VERSION } from '../version.ts';
import { priceEvidence, shownCalls } from './build-evidence.ts';
import type { OpenedEvidence } from './opened-evidence.ts';
import { subjectOf } from './subject.ts';

/** What was asked for in a log, in the words of the report. Lists are as long as the request says. */
export function assembleEvidence(
  evidence: OpenedEvidence,
  { store }: Pick<ReadLogs, 'store'>,
  { timezone, paths, top }: Pick<AuditRequest, 'timezone' | 'paths' | 'top'>,
  hooks: Pick<AuditHooks, 'now'>,
): Evidence {
  const priced = priceEvidence(evidence);
  const { book, filtered } = evidence.opened;
  return {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt: new Date(hooks.now()).toISOString(),
    priceBook: { version: book.version, overrides: book.overrides },
    timezone,
    filter: filtered?.filter ?? null,
    paths,
    subject: subjectOf(evidence, priced, top),
    totals: priced.ranked.totals,
    calls: shownCalls(evidence, priced, top, (segment) => store.prompts.text(segment)),
    callsTotal: evidence.members.size,
  };
}
