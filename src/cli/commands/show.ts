import type { Configure } from '../command-context.ts';
import { addFlags, readFlags, readSettings } from '../flags.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command
      .argument(
        '<what>',
        'a group by the code in front of it (8 digits, or its first 4), a detector, a call (its id, or file:line), a template, or model=..., day=..., user=..., feature=..., template=..., status=...',
      )
      .argument('[paths...]', 'logs, as for audit (default: those of the last audit with this store)')
      .option('--ids', 'print the ids of all its calls, one a line, and nothing else'),
    [
      ...READING_KEYS,
      ...(['db', 'store', 'keepText'] as const),
      ...([
        'detectors',
        'set',
        ...LOOKING_KEYS,
        'workers',
        'maxRecordBytes',
        'json',
        'out',
        'width',
      ] as const),
    ],
  ).action(async (what: string, paths: readonly string[], { ids = false }: { readonly ids?: boolean }) => {
    const { runShow } = await import('../run-show.ts');
    const settings = await readSettings(context.io, command);
    await runShow({ what, paths, ids }, settings, readFlags(context.io, command), context);
  });
};

export default configure;
