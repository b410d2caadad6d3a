import type { CheckFault, CheckResult } from '../model/check.ts';
import type { RenderOptions } from './renderer.ts';

export interface CheckRenderOptions extends RenderOptions {
  /** What was checked, as the commands that show more must name it: logs and flags, quoted for a shell. */
  readonly logs: string;
}

/** One output format of `llm-cost check`: a pure function of its result. */
export interface CheckRenderer {
  readonly id: string;
  readonly describe: string;
  render(result: CheckResult | CheckFault, options: CheckRenderOptions): string;
}

export function defineCheckRenderer(renderer: CheckRenderer): CheckRenderer {
  return renderer;
}
