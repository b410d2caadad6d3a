import { RENDERER_IDS } from '../../report/index.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command.argument('<paths...>', 'files, folders or globs; - is standard input'),
    [
      ...(['source', 'map', 'model', 'epoch', 'tz', 'prices', 'at', 'db', 'store', 'keepText'] as const),
      ...([
        'strategies',
        'sweeps',
        'detectors',
        'set',
        'timezone',
        'top',
        'workers',
        'maxRecordBytes',
      ] as const),
      ...(['format', 'json', 'out', 'width'] as const),
    ],
    { format: RENDERER_IDS },
  ).action(async (paths: readonly string[]) => {
    const { runAudit } = await import('../run-audit.ts');
    await runAudit(paths, await readSettings(context.io, command), context);
  });
};

export default configure;
