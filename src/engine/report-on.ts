import type { Ingested } from '../ingest/ingest.ts';
import { joinCounts } from '../ingest/read-counts.ts';
import type { Report } from '../model/report.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import type { DetectorPass } from './findings/detector-pass.ts';
import { type AuditedFile, fileWarnings, inputOf } from './log/audited-files.ts';
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
  { store, files, ingested, book }: ReadLogs,
  request: AuditRequest,
  hooks: AuditHooks,
  scenario?: Scenario,
  view?: OpenView,
): Promise<Report> {
  const revisions = files.map(({ path, state }) => ({ path, revision: state.revision }));
  const embeddingModel = request.embeddings?.model;
  const vectors = embeddingModel === undefined ? 0 : store.vectors.count(embeddingModel);
  const key = reportKey(request, READING_VERSION, revisions, scenario, vectors);
  const generatedAt = new Date(hooks.now()).toISOString();
  const known = store.reports.find(key);
  if (known !== undefined) return aboutThisRun(JSON.parse(known) as Report, generatedAt, files, ingested);

  const { analyse } = await import('./analyse.ts');
  const { droppedIn, pass, ...analysis } = analyse({
    store,
    files,
    counts: files.map(({ state }) => joinCounts(state.settled, state.tail)),
    book: await book(),
    timezone: request.timezone,
    ...(embeddingModel !== undefined && { embeddingModel }),
    ...(request.filter !== undefined && { filter: request.filter }),
    request,
    ...(view !== undefined && { opened: await view.opened() }),
    ...(scenario !== undefined && { scenario }),
    progress: (calls) => hooks.progress({ bytesDone: 0, bytesTotal: 0, calls, phase: 'analyse' }),
  });
  view?.keep(pass);
  const report: Report = {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt,
    ...analysis,
    inputs: files.map((file) => inputOf(file, droppedIn(file.id))),
  };
  store.reports.save(key, JSON.stringify(report));
  return aboutThisRun(report, generatedAt, files, ingested);
}

/** What the rows do not tell: when the report was made, how its files were named, which of them are gone or unreadable. */
function aboutThisRun(
  report: Report,
  generatedAt: string,
  files: readonly AuditedFile[],
  ingested: readonly Ingested[],
): Report {
  return {
    ...report,
    generatedAt,
    inputs: report.inputs.map((input, i) => ({ ...input, path: files[i]!.shown })),
    warnings: [...fileWarnings(files, ingested), ...report.warnings],
  };
}
