import type { Io, Output } from './io.ts';

type Env = Io['env'];

/**
 * Whether an output is coloured. In order: `--no-color` or the configuration; NO_COLOR (https://no-color.org: any text);
 * FORCE_COLOR (0 and false are off); TERM=dumb; else a terminal is and a pipe is not.
 */
export function isColored(env: Env, output: Pick<Output, 'isTTY'>, chosen: boolean | undefined): boolean {
  if (chosen !== undefined) return chosen;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY && env.TERM !== 'dumb';
}
