import type { OptionSpecs } from '../contracts/option.ts';
import { safeText, wrap } from '../report/safe-text.ts';
import type { Configure } from './command-context.ts';
import { addFlags, readSettings } from './flags.ts';
import type { Io } from './io.ts';
import type { UseCases } from './use-cases.ts';

/** What is built in, one kind of it; shown as it is by `--json`. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  readonly options?: OptionSpecs;
  readonly [more: string]: unknown;
}

/** A command that lists definitions, for people or with `--json` for programs. */
export function catalogueCommand(
  entriesOf: (useCases: UseCases) => Promise<readonly CatalogueEntry[]>,
): Configure {
  return (command, { io, useCases }) => {
    addFlags(command, ['json', 'width']).action(async () => {
      const { json, width } = await readSettings(io, command);
      const entries = await entriesOf(useCases);
      await io.stdout.write(
        json ? `${JSON.stringify(entries, null, 2)}\n` : catalogueText(entries, width ?? terminalWidth(io)),
      );
    });
  };
}

export function terminalWidth({ stdout }: Pick<Io, 'stdout'>): number {
  return stdout.isTTY ? Math.max(40, stdout.columns) : 80;
}

export function catalogueText(entries: readonly CatalogueEntry[], width: number): string {
  const lines = entries.flatMap((entry) => [
    `${entry.id}: ${entry.title}`,
    ...indented(entry.describe, 2, width),
    ...Object.entries(entry.options ?? {}).flatMap(([name, spec]) => [
      `  --set ${entry.id}.${name}=${spec.default}${limits(spec)}`,
      ...indented(spec.describe, 6, width),
    ]),
    '',
  ]);
  return lines.join('\n');
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
