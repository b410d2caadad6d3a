import type { AnyOptionValues, OptionSpecs } from '../contracts/option.ts';
import type { Preset } from '../contracts/strategy.ts';

/** What has options: a detector or a strategy. */
interface Optioned {
  readonly id: string;
  readonly options: OptionSpecs;
  readonly presets?: Readonly<Record<string, Preset>>;
}

/** A definition's options, complete: its defaults, under the preset that the settings name, under the settings themselves. */
export function optionsOf(
  { id, options, presets }: Optioned,
  settings: Readonly<Record<string, AnyOptionValues>>,
): AnyOptionValues {
  const defaults = Object.entries(options).map(([name, spec]) => [name, spec.default]);
  const { preset, ...set } = settings[id] ?? {};
  const chosen = typeof preset === 'string' ? presets?.[preset]?.options : undefined;
  return { ...Object.fromEntries(defaults), ...chosen, ...set };
}
