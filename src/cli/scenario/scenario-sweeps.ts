import { InputError } from '../../contracts/input-error.ts';
import type { Strategy, Sweep } from '../../contracts/strategy.ts';
import { definitionSettings } from '../definition-settings.ts';

type Sweeps = Readonly<Record<string, readonly Sweep[]>>;

/** Each value is a replay of its own. */
const MOST_VALUES = 20;

/**
 * Sweeps by strategy, each value checked by its option's own rules; the last of several for one option counts. `ids` are the
 * strategies that are replayed. Throws `InputError`.
 */
export function checkedSweeps(
  strategies: readonly Strategy[],
  ids: readonly string[],
  given: readonly (readonly [name: string, values: readonly unknown[]])[],
): Sweeps {
  const sweeps: Record<string, readonly Sweep[]> = {};
  for (const [name, values] of given) {
    const checked = values.map((value) => checkedOption(strategies, name, value));
    const { id, option } = checked[0]!;
    if (option === 'preset') throw new InputError(`${name} cannot be swept; a preset is several options`);
    if (!ids.includes(id)) throw new InputError(`${name}: "${id}" is not replayed, so it cannot be swept`);
    if (values.length > MOST_VALUES) throw new InputError(`${name} needs at most ${MOST_VALUES} values`);
    const others = (sweeps[id] ?? []).filter((sweep) => sweep.option !== option);
    sweeps[id] = [...others, { option, values: [...new Set(checked.map(({ value }) => value))] }];
  }
  return sweeps;
}

function checkedOption(strategies: readonly Strategy[], name: string, value: unknown) {
  const text = typeof value === 'number' ? String(value) : value;
  const [[id, options]] = Object.entries(definitionSettings(strategies, [], [[name, text]])) as [
    [string, Readonly<Record<string, Sweep['values'][number]>>],
  ];
  const [[option, checked]] = Object.entries(options) as [[string, Sweep['values'][number]]];
  return { id, option, value: checked };
}
