import { InputError } from '../../contracts/input-error.ts';
import { comparisonTable } from '../../report/comparison/comparison-table.ts';
import { renderers } from '../../report/index.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { CommandContext } from '../command-context.ts';
import { deliver } from '../deliver.ts';
import { chosenFormat } from '../run-audit.ts';
import type { Settings } from '../settings.ts';
import { saysLastAudit, showRequest } from '../show-request.ts';
import { watched } from '../watched.ts';
import { chosenScenarios } from './chosen-scenarios.ts';

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
  const files = [...(settings.scenario === undefined ? [] : [settings.scenario]), ...compared];
  if (compared.length > 0 && files.length === 1)
    throw new InputError('--compare needs two scenarios, or --scenario and one');
  if (compared.length > 0 && format !== 'table' && format !== 'json')
    throw new InputError(`--compare and --format ${format} exclude each other`);
  const paths =
    named.length > 0 || settings.agents === true ? await auditedPaths(named, settings, io) : named;
  const request = {
    ...(await showRequest(paths, settings, flags, context)),
    ...(settings.sweeps !== undefined && { sweeps: settings.sweeps }),
  };
  const scenarios = await chosenScenarios({ files, settings, flags }, request, await useCases.strategies());
  const reports = await watched(io, settings, (hooks) =>
    useCases.simulate(request, scenarios, saysLastAudit(hooks, paths, request)),
  );
  if (compared.length > 0) {
    return deliver(io, settings, (options) =>
      format === 'json'
        ? `${JSON.stringify({ schemaVersion: 1, scenarios: reports }, null, 2)}\n`
        : comparisonTable(reports, options),
    );
  }
  const { default: renderer } = await renderers[format]();
  await deliver(io, settings, (options) => renderer.render(reports[0]!, options));
}
