import type { CheckFault, CheckResult } from '../model/check.ts';
import type { RenderOptions } from './renderer.ts';

/** One output format of `llm-cost check`: a pure function of its result. */
export interface CheckRenderer {
  readonly id: string;
  readonly describe: string;
  render(result: CheckResult | CheckFault, options: RenderOptions): string;
}

export function defineCheckRenderer(renderer: CheckRenderer): CheckRenderer {
  return renderer;
}
