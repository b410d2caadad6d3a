import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { InputError } from '../../contracts/input-error.ts';
import type { Strategy } from '../../contracts/strategy.ts';
import type { AuditRequest } from '../../engine/audit-request.ts';
import type { Scenario } from '../../engine/scenario.ts';
import { PriceFileError } from '../../pricing/own/price-file-error.ts';
import { readUserPrices } from '../../pricing/own/user-prices.ts';
import { readPrices } from '../audit-request.ts';
import { parseYaml } from '../config-file.ts';
import { chosenIds, definitionSettings } from '../definition-settings.ts';
import { ownPrices } from '../parse-choices.ts';
import { fail, instant, isRecord, type Parse, type Place, text } from '../parse-value.ts';
import { unknownName } from '../unknown-name.ts';
import { MODEL_MAP, modelMap } from './model-map.ts';
import { checkedSweeps } from './scenario-sweeps.ts';
import { growth, replayOrder, sweepValues, volume } from './scenario-values.ts';

const KEYS = [
  ...(['name', 'describe', 'strategies', 'models', 'order', 'sweeps'] as const),
  ...(['volume', 'growth', 'pricesAt', 'prices'] as const),
];
type Key = (typeof KEYS)[number];

/**
 * A scenario from a YAML or JSON file, complete and checked: what it does not say is as in `docs/scenarios.md`, whatever the
 * configuration says. Throws `InputError`, one line with the file and the key.
 */
export async function readScenario(file: string, strategies: readonly Strategy[]): Promise<Scenario> {
  const content = await readFile(file, 'utf8').catch((error: Error) => {
    throw new InputError(`scenario: ${file} cannot be read: ${error.message}`);
  });
  const label = basename(file);
  const said = knownKeys((await parseYaml(file, content)) ?? {}, label);
  const at = (key: Key): Place => ({ name: `${label}: ${key}`, base: dirname(file) });
  const value = <T>(key: Key, parse: Parse<T>, otherwise: T): T =>
    said[key] === undefined ? otherwise : parse(said[key], at(key));

  const steps = withModels(value('strategies', strategySteps, []), said.models, at('models'));
  const ids = checkedIn(at('strategies'), () =>
    chosenIds('strategy', strategies, { ids: steps.map(({ id }) => id), off: [], settings: {} }),
  );
  const settings = checkedIn(at('strategies'), () =>
    definitionSettings(
      strategies,
      [],
      steps.flatMap(({ id, options }) => options.map(([name, set]) => [`${id}.${name}`, set] as const)),
    ),
  );
  const sweeps = value(
    'sweeps',
    (given, place) => {
      if (!isRecord(given)) return fail(place, 'needs a map such as {cache.ttl: [1h, 24h]}');
      return checkedIn(place, () => checkedSweeps(strategies, ids, sweepValues(given, place)));
    },
    undefined,
  );
  const pricesAt = value<number | undefined>('pricesAt', instant, undefined);
  return {
    name: value('name', words, basename(file, extname(file))),
    describe: value('describe', words, ''),
    strategies: ids,
    order: value('order', replayOrder, 'given'),
    settings,
    ...(sweeps !== undefined && { sweeps }),
    ...(pricesAt !== undefined && { pricesAt }),
    prices: await pricesIn(said.prices, at('prices')),
    volume: value('volume', volume, 1),
    growthPerMonth: value('growth', growth, 0),
  };
}

function knownKeys(content: unknown, label: string): Readonly<Partial<Record<Key, unknown>>> {
  if (!isRecord(content)) throw new InputError(`${label}: needs a map of ${KEYS.join(', ')}`);
  const wrong = Object.keys(content).find((key) => !KEYS.some((known) => known === key));
  if (wrong !== undefined) throw new InputError(`${label}: ${unknownName('key of a scenario', wrong, KEYS)}`);
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null));
}

/** A strategy at its place, with the options that the file gives it, as text where they are plain. */
interface Step {
  readonly id: string;
  readonly options: readonly (readonly [name: string, value: unknown])[];
}

/** A list of ids (`cache`) and of ids with options (`cache: {ttl: 7d}`). */
function strategySteps(value: unknown, place: Place): readonly Step[] {
  if (!Array.isArray(value)) return fail(place, 'needs a list, an entry for each strategy in its order');
  return value.map((item: unknown, i) => {
    const entry = `entry ${i + 1}`;
    if (typeof item === 'string' && item !== '') return { id: item, options: [] };
    const [first, ...more] = isRecord(item) ? Object.entries(item) : [];
    if (first === undefined || more.length > 0)
      return fail(place, `${entry} needs the id of a strategy, or one id with its options below it`);
    const [id, options] = first;
    if (options === null) return { id, options: [] };
    if (!isRecord(options)) return fail(place, `${entry}: ${id} needs a map of its options`);
    return { id, options: Object.entries(options).map(([name, set]) => [name, plainText(set)] as const) };
  });
}

const words: Parse<string> = (value, place) => text(plainText(value), place);

/** A text may look like a number to YAML, as `0` or `2026` do; a number is checked as text as well. */
function plainText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** `models` is the map of the strategy that moves models: where that is listed, else before all others. */
function withModels(steps: readonly Step[], models: unknown, place: Place): readonly Step[] {
  if (models === undefined) return steps;
  const options = [['map', modelMap(models, place)]] as const;
  const listed = steps.find(({ id }) => id === MODEL_MAP);
  if (listed === undefined) return [{ id: MODEL_MAP, options }, ...steps];
  if (listed.options.some(([name]) => name === 'map'))
    return fail(place, `${MODEL_MAP} has a map of its own; keep one of the two`);
  return steps.map((step) => (step === listed ? { ...step, options: [...step.options, ...options] } : step));
}

async function pricesIn(value: unknown, place: Place): Promise<AuditRequest['prices']> {
  if (value === undefined) return [];
  try {
    const prices = await readPrices(ownPrices(value, place));
    // Looked at now, because a mistake in them must not come after logs have been read for minutes.
    for (const { value: own, origin } of prices) readUserPrices(own, origin);
    return prices;
  } catch (error) {
    if (!(error instanceof InputError || error instanceof PriceFileError)) throw error;
    const why = error.message.replace(/^prices: /, '');
    throw new InputError(why.startsWith(place.name) ? why : `${place.name}: ${why}`);
  }
}

/** Says where a mistake stands that the definitions found. */
function checkedIn<T>(place: Pick<Place, 'name'>, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof InputError && !error.message.startsWith(place.name))
      throw new InputError(`${place.name}: ${error.message}`);
    throw error;
  }
}
