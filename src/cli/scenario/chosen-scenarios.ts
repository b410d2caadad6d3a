import { InputError } from '../../contracts/input-error.ts';
import type { Strategy } from '../../contracts/strategy.ts';
import type { AuditRequest } from '../../engine/audit-request.ts';
import type { Scenario } from '../../engine/scenario.ts';
import { chosenIds, definitionSettings, settingsOver } from '../definition-settings.ts';
import type { Settings } from '../settings.ts';
import { unknownName } from '../unknown-name.ts';
import { readScenario } from './scenario-file.ts';
import { checkedSweeps } from './scenario-sweeps.ts';

/** What is simulated, and what flags and configuration say of it. */
export interface ScenarioChoices {
  /** Files of scenarios in their order; none means the default scenario. */
  readonly files: readonly string[];
  readonly settings: Settings;
  /** What the command line says, without the configuration file. */
  readonly flags: Settings;
}

/**
 * The scenarios of the files, or the one that flags and configuration describe. Flags change every scenario; the configuration
 * only the default one, because a file says the same whoever reads it. `request` is the audit of the same logs.
 * Throws `InputError`.
 */
export async function chosenScenarios(
  { files, settings, flags }: ScenarioChoices,
  request: AuditRequest,
  strategies: readonly Strategy[],
): Promise<readonly Scenario[]> {
  const bases =
    files.length === 0
      ? [defaultScenario(settings, request, strategies)]
      : await Promise.all(files.map((file) => readScenario(file, strategies)));
  const scenarios = bases.map((scenario) => withFlags(scenario, flags, strategies));
  sayWhatIsNotReplayed(scenarios, flags, strategies);
  const twice = scenarios.find(({ name }, i) => scenarios.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined)
    throw new InputError(`two scenarios are named "${twice.name}"; give each a name of its own`);
  return scenarios;
}

/** The strategies of an audit, with those that options are set for, and nothing else changed. */
function defaultScenario(
  { strategies: choice, set, sweep, order, volume, growth, pricesAt }: Settings,
  request: AuditRequest,
  strategies: readonly Strategy[],
): Scenario {
  const named = [...(set ?? []), ...(sweep ?? [])].map(([name]) => ownerOf(name));
  const wanted = strategies.filter(({ id }) => named.includes(id)).map(({ id }) => [id, {}] as const);
  const ids = chosenIds('strategy', strategies, {
    off: [],
    ...choice,
    settings: { ...Object.fromEntries(wanted), ...choice?.settings },
  });
  const known = strategies.map(({ id }) => id);
  return {
    name: 'default',
    describe: '',
    strategies: ids,
    order: order ?? 'given',
    settings: Object.fromEntries(Object.entries(request.settings).filter(([id]) => known.includes(id))),
    ...(sweep !== undefined && { sweeps: checkedSweeps(strategies, ids, sweep) }),
    ...(pricesAt !== undefined && { pricesAt }),
    prices: [],
    volume: volume ?? 1,
    growthPerMonth: growth ?? 0,
  };
}

function withFlags(scenario: Scenario, flags: Settings, strategies: readonly Strategy[]): Scenario {
  const { order, volume, growth, pricesAt, strategies: choice } = flags;
  const ids = choice === undefined ? scenario.strategies : chosenIds('strategy', strategies, choice);
  const isReplayed = ([name]: readonly [string, unknown]): boolean => ids.includes(ownerOf(name));
  const set = definitionSettings(strategies, [], (flags.set ?? []).filter(isReplayed));
  const swept = checkedSweeps(strategies, ids, (flags.sweep ?? []).filter(isReplayed));
  return {
    ...scenario,
    strategies: ids,
    settings: replayedSettings(settingsOver(strategies, scenario.settings, set), ids),
    ...((scenario.sweeps !== undefined || flags.sweep !== undefined) && {
      sweeps: mergedSweeps(scenario.sweeps ?? {}, swept, ids),
    }),
    ...(order !== undefined && { order }),
    ...(volume !== undefined && { volume }),
    ...(growth !== undefined && { growthPerMonth: growth }),
    ...(pricesAt !== undefined && { pricesAt }),
  };
}

/** Options for the strategies that are replayed: what nothing is done with is no part of a scenario. */
function replayedSettings(settings: Scenario['settings'], ids: readonly string[]): Scenario['settings'] {
  const own = ids.map((id) => [id, settings[id] ?? {}] as const);
  return Object.fromEntries(own.filter(([, options]) => Object.keys(options).length > 0));
}

function mergedSweeps(
  own: NonNullable<Scenario['sweeps']>,
  flags: NonNullable<Scenario['sweeps']>,
  ids: readonly string[],
): NonNullable<Scenario['sweeps']> {
  const merged = ids.map((id) => {
    const said = flags[id] ?? [];
    const kept = (own[id] ?? []).filter(({ option }) => !said.some((sweep) => sweep.option === option));
    return [id, [...kept, ...said]] as const;
  });
  return Object.fromEntries(merged.filter(([, sweeps]) => sweeps.length > 0));
}

/** A flag for a strategy that no scenario replays changes nothing; whoever gave it expects something. */
function sayWhatIsNotReplayed(
  scenarios: readonly Scenario[],
  { set = [], sweep = [] }: Settings,
  strategies: readonly Strategy[],
): void {
  const replayed = scenarios.flatMap(({ strategies: ids }) => ids);
  const known = strategies.map(({ id }) => id);
  const check = (flag: '--set' | '--sweep', name: string): void => {
    const id = ownerOf(name);
    if (replayed.includes(id)) return;
    // `--set` has been checked with the request.
    if (!known.includes(id) && flag === '--sweep') throw new InputError(unknownName('strategy', id, known));
    throw new InputError(`${flag} ${name}: "${id}" is not replayed; see --strategies`);
  };
  for (const [name] of set) check('--set', name);
  for (const [name] of sweep) check('--sweep', name);
}

/** The id in "id.option". */
function ownerOf(name: string): string {
  return name.split('.', 1)[0]!;
}
