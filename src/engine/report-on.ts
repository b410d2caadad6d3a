import { joinCounts } from '../ingest/read-counts.ts';
import type { Report } from '../model/report.ts';
import type { AnalysisInput } from './analyse.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import type { DetectorPass } from './findings/detector-pass.ts';
import { fileWarnings, inputOf } from './log/audited-files.ts';
import { READING_VERSION, type ReadLogs } from './log/read-logs.ts';
import type { OpenedLog } from './opened-log.ts';
import { reportKey } from './report-key.ts';
import type { Scenario } from './scenario.ts';
import { TOOL_VERSION } from './version.ts';

/** A log that stays open, for whoever looks further into it. */
export interface OpenView {
  opened(): Promise<OpenedLog>;
  /** Told what the detectors found, where the report had to be worked out. */
  keep(pass: DetectorPass): void;
}

/** The report on logs that have been read; from the store when nothing has changed since it was made. */
export async function reportOn(
  logs: ReadLogs,
  request: AuditRequest,
  hooks: AuditHooks,
  scenario?: Scenario,
  view?: OpenView,
): Promise<Report> {
  const { store, files } = logs;
  const revisions = files.map(({ path, state }) => ({ path, revision: state.revision }));
  const embeddingModel = request.embeddings?.model;
  const vectors = embeddingModel === undefined ? 0 : store.vectors.count(embeddingModel);
  const key = reportKey(request, READING_VERSION, revisions, scenario, vectors);
  const known = store.reports.find(key);
  if (known !== undefined)
    return aboutThisRun({ ...(JSON.parse(known) as Report), generatedAt: timeOf(hooks) }, logs);
  const { report, pass } = await analysedReport(logs, request, hooks, {
    ...(view !== undefined && { opened: await view.opened() }),
    ...(scenario !== undefined && { scenario }),
  });
  view?.keep(pass);
  store.reports.save(key, JSON.stringify(report));
  return aboutThisRun(report, logs);
}

/** The same worked out anew, whatever the store has. */
export async function freshReport(
  logs: ReadLogs,
  request: AuditRequest,
  hooks: AuditHooks,
  how: Pick<AnalysisInput, 'opened' | 'measuring'>,
): Promise<Report> {
  return aboutThisRun((await analysedReport(logs, request, hooks, how)).report, logs);
}

async function analysedReport(
  { store, files, book }: ReadLogs,
  request: AuditRequest,
  hooks: AuditHooks,
  how: Pick<AnalysisInput, 'opened' | 'measuring' | 'scenario'>,
): Promise<{ readonly report: Report; readonly pass: DetectorPass }> {
  const { analyse } = await import('./analyse.ts');
  const embeddingModel = request.embeddings?.model;
  const { droppedIn, pass, ...analysis } = analyse({
    store,
    files,
    counts: files.map(({ state }) => joinCounts(state.settled, state.tail)),
    book: await book(),
    timezone: request.timezone,
    ...(embeddingModel !== undefined && { embeddingModel }),
    ...(request.filter !== undefined && { filter: request.filter }),
    request,
    ...how,
    progress: (calls) => hooks.progress({ bytesDone: 0, bytesTotal: 0, calls, phase: 'analyse' }),
  });
  const report: Report = {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt: timeOf(hooks),
    ...analysis,
    inputs: files.map((file) => inputOf(file, droppedIn(file.id))),
  };
  return { report, pass };
}

function timeOf(hooks: AuditHooks): string {
  return new Date(hooks.now()).toISOString();
}

/** What the rows do not tell: how its files were named, which of them are gone or unreadable. */
function aboutThisRun(report: Report, { files, ingested }: ReadLogs): Report {
  return {
    ...report,
    inputs: report.inputs.map((input, i) => ({ ...input, path: files[i]!.shown })),
    warnings: [...fileWarnings(files, ingested), ...report.warnings],
  };
}
