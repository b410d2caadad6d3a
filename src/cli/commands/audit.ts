import { RENDERER_IDS } from '../../report/index.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';
import { READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command.argument('[paths...]', 'files, folders or globs; - is standard input'),
    [
      ...([
        'agents',
        ...READING_KEYS,
        'db',
        'store',
        'keepText',
        'embeddings',
        'embeddingModel',
        'yes',
      ] as const),
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
    const settings = await readSettings(context.io, command);
    await runAudit(await auditedPaths(paths, settings, context.io), settings, context);
  });
};

export default configure;
