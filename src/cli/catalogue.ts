import { safeJson } from '../report/data/json-table.ts';
import type { CatalogueEntry } from './catalogue-text.ts';
import type { Configure } from './command-context.ts';
import { addFlags, readSettings } from './flags.ts';
import { terminalWidth } from './io.ts';
import type { UseCases } from './use-cases.ts';

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
        json ? `${safeJson(entries, 2)}\n` : catalogueText(entries, width ?? terminalWidth(io)),
      );
    });
  };
}
