import { InputError } from '../../contracts/input-error.ts';
import { optionsOf } from '../../engine/options-of.ts';
import type { Scenario } from '../../engine/scenario.ts';
import { litellmConfig } from '../../exports/litellm/litellm-config.ts';
import type { BookModels } from '../../exports/litellm/litellm-draft.ts';
import { readUserPrices } from '../../pricing/own/user-prices.ts';
import { loadPriceBook } from '../../pricing/price-book.ts';
import { auditRequest, readPrices } from '../audit-request.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { CommandContext } from '../command-context.ts';
import { deliver } from '../deliver.ts';
import { checkOutput, filesOf, pricesOf } from '../output-place.ts';
import { readScenario } from '../scenario/scenario-file.ts';
import type { Settings } from '../settings.ts';
import { watched } from '../watched.ts';

/** Models of a log that are worth a deployment of their own; the rest of a long list is named nowhere. */
const MOST_MODELS = 50;

/** Writes the LiteLLM configuration of a scenario, with the models of the logs where some are named. Throws `InputError`. */
export async function runExportLitellm(
  paths: readonly string[],
  settings: Settings,
  context: CommandContext,
): Promise<void> {
  const { io, useCases } = context;
  if (settings.scenario === undefined) throw new InputError('export litellm needs --scenario <file>');
  const strategies = await useCases.strategies();
  const scenario = await readScenario(settings.scenario, strategies);
  await checkOutput(settings.out, {
    files: [...filesOf(settings), ...pricesOf(settings.scenario, scenario)],
    cwd: io.cwd,
  });
  const steps = scenario.strategies.map((id) => ({
    strategy: id,
    options: optionsOf(strategies.find((known) => known.id === id)!, scenario.settings),
  }));
  const models = await bookModels(settings, scenario);
  const logged =
    paths.length === 0 && settings.agents !== true ? [] : await loggedModels(paths, settings, context);
  await deliver(io, settings, () => litellmConfig({ ...scenario, steps }, logged, models));
}

async function bookModels(settings: Settings, { pricesAt, prices }: Scenario): Promise<BookModels> {
  const own = [...prices, ...(await readPrices(settings.prices ?? []))];
  const book = loadPriceBook({
    overrides: own.map(({ origin, value }) => readUserPrices(value, origin)),
    ...(pricesAt !== undefined && { at: pricesAt }),
  });
  return {
    find(name) {
      const info = book.info(name, '', Number.NaN);
      return info === undefined ? undefined : { id: info.id, provider: info.provider };
    },
    elsewhere(name, provider) {
      const offer = book.elsewhere(name, '', Number.NaN, provider)[0];
      return offer === undefined ? undefined : { id: offer.model, provider: offer.provider };
    },
  };
}

/** By money, the largest bill first, as the report lists them. */
async function loggedModels(
  named: readonly string[],
  settings: Settings,
  { io, useCases }: CommandContext,
): Promise<readonly string[]> {
  const paths = await auditedPaths(named, settings, io);
  await checkOutput(settings.out, { paths, cwd: io.cwd });
  const request = {
    ...(await auditRequest(paths, settings, io, useCases)),
    ...{ detectors: [], strategies: [], top: MOST_MODELS },
  };
  const report = await watched(io, settings, (hooks) => useCases.audit(request, hooks));
  return report.groups.model.flatMap(({ key }) => (key === null || key === '' ? [] : [key]));
}
