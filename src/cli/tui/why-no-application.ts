import type { Io } from '../io.ts';
import type { Settings } from '../settings.ts';

/** Why the report is printed instead of the application being shown; undefined when it can be shown. In words for one line. */
export function whyNoApplication(
  paths: readonly string[],
  { out, json, format }: Pick<Settings, 'out' | 'json' | 'format'>,
  { env, stdin, stdout }: Pick<Io, 'env' | 'stdin' | 'stdout'>,
): string | undefined {
  if (out !== undefined) return '--out writes the report to a file';
  if (json) return '--json asks for the report';
  if (format !== undefined) return `--format ${format} asks for the report`;
  if (!stdout.isTTY) return 'standard output is not a terminal';
  if ((env.CI ?? '') !== '') return 'CI is set';
  if (env.TERM === 'dumb') return 'TERM is dumb';
  if (paths.includes('-') && 'isTTY' in stdin && stdin.isTTY === true)
    return 'the log is typed at the terminal';
  return undefined;
}
