import type { Report } from '../model/report.ts';

export interface RenderOptions {
  /** Columns of the terminal; never fewer than 40. */
  readonly width: number;
  readonly color: boolean;
}

/** One output format: a pure function of the Report. It knows column kinds, never detectors by name. */
export interface Renderer {
  readonly id: string;
  readonly describe: string;
  render(report: Report, options: RenderOptions): string;
}

export function defineRenderer(renderer: Renderer): Renderer {
  return renderer;
}
