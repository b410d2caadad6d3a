import type { Command } from 'commander';
import { flagName, READING_KEYS, type SettingKey } from '../settings.ts';

/** What `llm-cost show` needs to find the same calls. */
const SHOWN_KEYS = [
  ...READING_KEYS,
  ...(['db', 'detectors', 'set', 'since', 'until', 'filter', 'timezone', 'maxRecordBytes'] as const),
] satisfies readonly SettingKey[];

/** Flags that are among the words of `checkedLogs`, each before its value; `--config` apart. */
export const SHOWN_FLAGS: readonly string[] = SHOWN_KEYS.map(flagName);

/** The logs and the flags that choose their calls, as the words of a command that shows some of them. */
export function checkedLogs(paths: readonly string[], command: Command): string[] {
  const given: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const values = (key: string): readonly string[] =>
    command.getOptionValueSourceWithGlobals(key) === 'cli' ? [given[key]].flat().map(String) : [];
  const flags = SHOWN_KEYS.flatMap((key) => values(key).flatMap((value) => [flagName(key), value]));
  const config = values('config').flatMap((file) => ['--config', file]);
  return [...paths.map(noFlag), ...config, ...flags];
}

/** A path that begins like a flag and is none; `-` alone is standard input. */
function noFlag(path: string): string {
  return /^-./.test(path) ? `./${path}` : path;
}
