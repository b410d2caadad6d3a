import type { OptionSpecs } from '../contracts/option.ts';
import type { Supports } from '../contracts/source.ts';
import type { Preset } from '../contracts/strategy.ts';
import { safeText, wrap } from '../report/safe-text.ts';

/** What is built in, one kind of it; shown as it is by `--json`. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  /** Of a detector: why what it finds costs money. */
  readonly why?: string;
  /** Of a detector or a strategy: what a log must have for it. */
  readonly needs?: readonly string[];
  /** Where users find such a file. */
  readonly where?: string;
  /** What such a log can show, and how far. */
  readonly supports?: Supports;
  readonly options?: OptionSpecs;
  /** Of a strategy: known choices of its options. */
  readonly presets?: Readonly<Record<string, Preset>>;
  /** Of a strategy: whether it is left out unless it is asked for. */
  readonly isOnRequest?: boolean;
  readonly [more: string]: unknown;
}

/** Definitions for people: what each is, and its options as they are set, none wider than `width`. */
export function catalogueText(entries: readonly CatalogueEntry[], width: number): string {
  const lines = entries.flatMap((entry) => [
    `${entry.id}: ${entry.title}`,
    ...indented(entry.describe, 2, width),
    ...(entry.why === undefined ? [] : indented(`Why: ${entry.why}`, 2, width)),
    ...(entry.needs === undefined || entry.needs.length === 0
      ? []
      : indented(`Needs: ${entry.needs.join(', ')}`, 2, width)),
    ...(entry.isOnRequest === true
      ? indented('On request: only replayed when it is named or one of its options is set.', 2, width)
      : []),
    ...(entry.where === undefined ? [] : indented(`Where: ${entry.where}`, 2, width)),
    ...(entry.supports === undefined ? [] : indented(supportText(entry.supports), 2, width)),
    ...Object.entries(entry.options ?? {}).flatMap(([name, spec]) => [
      `  --set ${entry.id}.${name}=${spec.default}${limits(spec)}`,
      ...indented(spec.describe, 6, width),
    ]),
    ...Object.entries(entry.presets ?? {}).flatMap(([name, preset]) => [
      `  --set ${entry.id}.preset=${name}`,
      ...indented(preset.describe, 6, width),
    ]),
    '',
  ]);
  return lines.join('\n');
}

function supportText({ duplicates, retries, caching }: Supports): string {
  return `Shows repeated prompts: ${duplicates}; retries: ${retries}; caching: ${caching}`;
}

function limits({ min, max, choices }: OptionSpecs[string]): string {
  if (choices !== undefined) return ` (${choices.join(', ')})`;
  if (min === undefined && max === undefined) return '';
  if (max === undefined) return ` (at least ${min})`;
  return min === undefined ? ` (at most ${max})` : ` (${min} to ${max})`;
}

function indented(text: string, by: number, width: number): string[] {
  return wrap(safeText(text), width - by).map((line) => ' '.repeat(by) + line);
}
