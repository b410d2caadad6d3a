import type { Renderer } from '../contracts/renderer.ts';
import json from './json.ts';
import table from './table.ts';

/** The output formats, the default first. */
export const renderers: readonly Renderer[] = [table, json];
