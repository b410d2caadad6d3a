import type { Configure } from '../command-context.ts';
import { addFlags, readFlags, readSettings } from '../flags.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command.argument('[paths...]', 'logs, as for audit (default: those of the last audit with this store)'),
    [
      ...READING_KEYS,
      ...(['db', 'store', 'keepText', 'embeddingModel', 'strategies', 'sweeps', 'detectors', 'set'] as const),
      ...LOOKING_KEYS,
      ...(['groupBy', 'workers', 'maxRecordBytes', 'width'] as const),
    ],
  ).action(async (paths: readonly string[]) => {
    const { runTui } = await import('../tui/run-tui.ts');
    const settings = await readSettings(context.io, command);
    await runTui(paths, settings, readFlags(context.io, command), context);
  });
};

export default configure;
