import { InputError } from '../../contracts/input-error.ts';
import type { RenderOptions } from '../../contracts/renderer.ts';
import type { Report } from '../../model/report.ts';
import { comparisonMarkdown } from '../../report/comparison/comparison-markdown.ts';
import { comparisonTable } from '../../report/comparison/comparison-table.ts';
import { safeJson } from '../../report/data/json-table.ts';
import { type RendererId, renderers } from '../../report/index.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { CommandContext } from '../command-context.ts';
import { deliver, deliverReport } from '../deliver.ts';
import { checkKept, checkOutput, pricesOf } from '../output-place.ts';
import { chosenFormat, requestFor } from '../run-audit.ts';
import type { Settings } from '../settings.ts';
import { saysLastAudit, showRequest } from '../show-request.ts';
import { watched } from '../watched.ts';
import { chosenScenarios } from './chosen-scenarios.ts';

/** The formats in which scenarios can be laid beside each other. */
const comparisons: {
  readonly [F in RendererId]?: (reports: readonly Report[], options: RenderOptions) => string;
} = {
  table: comparisonTable,
  json: (reports) => `${safeJson({ schemaVersion: 1, scenarios: reports }, 2)}\n`,
  markdown: comparisonMarkdown,
};

export interface SimulateChoices {
  readonly paths: readonly string[];
  /** Scenarios to lay beside each other, and beside `--scenario`. */
  readonly compared: readonly string[];
}

/** Simulates one scenario, or several beside each other. `flags`: what the command line alone says. Throws `InputError`. */
export async function runSimulate(
  { paths: named, compared }: SimulateChoices,
  settings: Settings,
  flags: Settings,
  context: CommandContext,
): Promise<void> {
  const { io, useCases } = context;
  const format = chosenFormat(settings);
  const { default: renderer } = await renderers[format]();
  const files = [...(settings.scenario === undefined ? [] : [settings.scenario]), ...compared];
  if (compared.length > 0 && files.length === 1)
    throw new InputError('--compare needs two scenarios, or --scenario and one');
  if (compared.length > 0 && comparisons[format] === undefined)
    throw new InputError(`--compare and --format ${format} exclude each other`);
  const paths =
    named.length > 0 || settings.agents === true ? await auditedPaths(named, settings, io) : named;
  const request = requestFor(renderer, settings, {
    ...(await showRequest(paths, settings, flags, context)),
    ...(settings.sweeps !== undefined && { sweeps: settings.sweeps }),
  });
  const scenarios = await chosenScenarios({ files, settings, flags }, request, await useCases.strategies());
  const { out } = settings;
  const read = [...files, ...files.flatMap((file, i) => pricesOf(file, scenarios[i]!))];
  if (compared.length > 0) await checkOutput(out, { files: read, paths: request.paths, cwd: request.cwd });
  else if (out !== undefined) await checkKept(out, read);
  const simulated = () =>
    watched(io, settings, (hooks) =>
      useCases.simulate(request, scenarios, saysLastAudit(hooks, paths, request)),
    );
  if (compared.length > 0) {
    const reports = await simulated();
    return deliver(io, settings, (options) => comparisons[format]!(reports, options));
  }
  // The report names its files from the folder of the audit, which may be another one's.
  const there = { ...io, cwd: request.cwd };
  await deliverReport(there, settings, renderer, async () => (await simulated())[0]!);
}
