import { RENDERER_IDS } from '../../report/index.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readFlags, readSettings } from '../flags.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

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
        ...LOOKING_KEYS,
        'groupBy',
        'workers',
        'maxRecordBytes',
      ] as const),
      ...(['tui', 'format', 'json', 'out', 'billingAccount', 'width'] as const),
    ],
    { format: RENDERER_IDS },
  ).action(async (paths: readonly string[]) => {
    const settings = await readSettings(context.io, command);
    const audited = await auditedPaths(paths, settings, context.io);
    if (settings.tui) {
      const { runAuditTui } = await import('../tui/run-tui.ts');
      return runAuditTui(audited, settings, readFlags(context.io, command), context);
    }
    const { runAudit } = await import('../run-audit.ts');
    await runAudit(audited, settings, context);
  });
};

export default configure;
