import { csvTable } from '../../report/data/csv-text.ts';
import type { DataTable } from '../../report/data/data-table.ts';
import { jsonTable } from '../../report/data/json-table.ts';
import { markdownTable } from '../../report/markdown/markdown-table.ts';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { TextLine } from '../line.tsx';
import { type Exhibit, useSession } from '../session.ts';

const FORMATS = [
  { key: 'm', label: 'Markdown', ending: 'md', write: markdownTable },
  { key: 'c', label: 'CSV', ending: 'csv', write: csvTable },
  { key: 'j', label: 'JSON', ending: 'json', write: jsonTable },
] as const satisfies readonly {
  readonly key: string;
  readonly label: string;
  readonly ending: string;
  write(table: DataTable): string;
}[];

/** Asks in which format what is shown is to be written, and writes it: a file a table. */
export function ExportDialog(props: { readonly exhibit: Exhibit; readonly width: number; onDone(): void }) {
  const { exhibit, width, onDone } = props;
  const { explorer, say } = useSession();
  const save = async (format: (typeof FORMATS)[number]): Promise<void> => {
    onDone();
    const tables = exhibit.tables();
    try {
      const names: string[] = [];
      for (const table of tables) {
        const name = tables.length === 1 ? exhibit.name : `${exhibit.name}-${table.id}`;
        names.push(await explorer.save(`llm-cost-${name}.${format.ending}`, format.write(table)));
      }
      say(`Wrote ${names.join(', ')}.`);
    } catch (error) {
      say(`Not written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  useKeys(
    LEVELS.dialog,
    [
      ...FORMATS.map((format) => ({ keys: [format.key], label: format.label, run: () => void save(format) })),
      { keys: ['esc', 'q', 'e'], label: 'cancel', run: onDone },
    ],
    () => {},
  );
  return <TextLine text={` Export ${exhibit.name} as which format?`} tone="accent" width={width} />;
}
