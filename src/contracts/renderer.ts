import type { Report } from '../model/report.ts';

export interface RenderOptions {
  /** Columns of the terminal; never fewer than 40. */
  readonly width: number;
  readonly color: boolean;
  /** The account that is billed, for formats that must name it; undefined: not known. */
  readonly billingAccount?: string;
}

/** One output format: a pure function of the Report. It knows column kinds, never detectors by name. */
export interface Renderer {
  readonly id: string;
  readonly describe: string;
  render(report: Report, options: RenderOptions): string;
  /** Several files for `--out FOLDER`; absent where the output is one text. */
  files?(report: Report): readonly RenderedFile[];
  /** What the output cannot say or leaves out, a line each, for the person who asked for it. */
  notices?(report: Report, options: RenderOptions): readonly string[];
  /** It shows `report.charges`, which are worked out only for whoever shows them. */
  readonly needsCharges?: boolean;
  /** How long lists are where nobody says it; absent: as everywhere. Whoever sorts or adds up wants more of them than a reader. */
  readonly top?: number;
}

export interface RenderedFile {
  /** Without a folder; kebab-case. */
  readonly name: string;
  readonly text: string;
}

export function defineRenderer(renderer: Renderer): Renderer {
  return renderer;
}
