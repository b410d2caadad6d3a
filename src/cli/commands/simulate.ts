import { RENDERER_IDS } from '../../report/index.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readFlags, readSettings } from '../flags.ts';
import { path } from '../parse-value.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command
      // The option takes every path that follows it, so logs come first.
      .usage('[paths...] [--scenario <file> | --compare <files...>] [options]')
      .argument('[paths...]', 'logs, as for audit (default: those of the last audit with this store)')
      .option('--compare <files...>', 'scenarios to lay beside each other'),
    [
      ...(['scenario', 'strategies', 'set', 'sweep', 'sweeps', 'order'] as const),
      ...(['volume', 'growth', 'pricesAt'] as const),
      'agents',
      ...READING_KEYS,
      ...([
        'db',
        'store',
        'keepText',
        'embeddings',
        'embeddingModel',
        'yes',
        ...LOOKING_KEYS,
        'groupBy',
        'workers',
        'maxRecordBytes',
      ] as const),
      ...(['format', 'json', 'out', 'billingAccount', 'width'] as const),
    ],
    { format: RENDERER_IDS },
  ).action(async (paths: readonly string[], { compare = [] }: { readonly compare?: readonly string[] }) => {
    const { io } = context;
    const { runSimulate } = await import('../scenario/run-simulate.ts');
    const settings = await readSettings(io, command);
    const compared = compare.map((file) => path(file, { name: '--compare', base: io.cwd }));
    await runSimulate({ paths, compared }, settings, readFlags(io, command), context);
  });
};

export default configure;
