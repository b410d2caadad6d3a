import type { Renderer } from '../contracts/renderer.ts';

/** The output formats by id, the default first. Loaded when used: naming them in a help text must cost nothing. */
export const renderers = {
  table: () => import('./table.ts'),
  json: () => import('./json.ts'),
  markdown: () => import('./markdown.ts'),
  html: () => import('./html.ts'),
  csv: () => import('./csv.ts'),
  focus: () => import('./focus.ts'),
} as const satisfies Readonly<Record<string, () => Promise<{ readonly default: Renderer }>>>;

export type RendererId = keyof typeof renderers;

export const RENDERER_IDS = Object.keys(renderers) as readonly RendererId[];
