import { type Command, Option } from 'commander';
import { readConfig } from './config-file.ts';
import type { Io } from './io.ts';
import {
  flagName,
  isSettingKey,
  mergeSettings,
  SETTINGS,
  type SettingKey,
  type Settings,
} from './settings.ts';

/** Adds the flags of some settings to a command; `choices` are the values that its help lists. */
export function addFlags(
  command: Command,
  keys: readonly SettingKey[],
  choices: Partial<Record<SettingKey, readonly string[]>> = {},
): Command {
  for (const key of keys) {
    const { flags, describe, isRepeatable } = SETTINGS[key];
    const option = new Option(flags, describe);
    if (choices[key] !== undefined) option.choices(choices[key]);
    if (isRepeatable) {
      option.argParser((value: string, previous: readonly string[] = []) => [...previous, value]);
    }
    command.addOption(option);
  }
  return command;
}

/** What the flags say, over what the configuration file says. Throws `InputError`. */
export async function readSettings(io: Io, command: Command): Promise<Settings> {
  const flags = readFlags(io, command);
  const { config } = command.optsWithGlobals<{ readonly config?: unknown }>();
  const named = typeof config === 'string' ? config : undefined;
  return mergeSettings(await readConfig(io.cwd, named, flags.out), flags);
}

/** What the flags alone say. Throws `InputError`. */
export function readFlags(io: Io, command: Command): Settings {
  const given: Record<string, unknown> = command.optsWithGlobals();
  const flags: Partial<Record<SettingKey, unknown>> = {};
  for (const [key, value] of Object.entries(given)) {
    // Commander gives every `--no-x` a default of true, which nobody said.
    if (!isSettingKey(key) || command.getOptionValueSourceWithGlobals(key) !== 'cli') continue;
    flags[key] = SETTINGS[key].parse(value, { name: flagName(key), base: io.cwd });
  }
  return flags as Settings;
}
