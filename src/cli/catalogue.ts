import type { OptionSpecs } from '../contracts/option.ts';
import type { Supports } from '../contracts/source.ts';
import type { Configure } from './command-context.ts';
import { addFlags, readSettings } from './flags.ts';
import { terminalWidth } from './io.ts';
import type { UseCases } from './use-cases.ts';

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
  readonly [more: string]: unknown;
}

/** A command that lists definitions, for people or with `--json` for programs. */
export function catalogueCommand(
  entriesOf: (useCases: UseCases) => Promise<readonly CatalogueEntry[]>,
): Configure {
  return (command, { io, useCases }) => {
    addFlags(command, ['json', 'width']).action(async () => {
      const { json, width } = await readSettings(io, command);
      const { catalogueText } = await import('./catalogue-text.ts');
      const entries = await entriesOf(useCases);
      await io.stdout.write(
        json ? `${JSON.stringify(entries, null, 2)}\n` : catalogueText(entries, width ?? terminalWidth(io)),
      );
    });
  };
}
