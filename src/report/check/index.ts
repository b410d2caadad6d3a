import type { CheckRenderer } from '../../contracts/check-renderer.ts';

/** The output formats of a check by id, the default first. Loaded when used: naming them in a help text must cost nothing. */
export const checkRenderers = {
  text: () => import('./text.ts'),
  json: () => import('./json.ts'),
  markdown: () => import('./markdown.ts'),
  github: () => import('./github.ts'),
  gitlab: () => import('./gitlab.ts'),
  junit: () => import('./junit.ts'),
} as const satisfies Readonly<Record<string, () => Promise<{ readonly default: CheckRenderer }>>>;

export type CheckFormat = keyof typeof checkRenderers;

export const CHECK_FORMATS = Object.keys(checkRenderers) as readonly CheckFormat[];
