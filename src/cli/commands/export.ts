import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  const litellm = command
    .command('litellm')
    .description(
      'the routing, caching, fallback and budget settings of a scenario as a LiteLLM proxy configuration',
    )
    .argument('[paths...]', 'logs whose models the proxy shall serve too');
  addFlags(litellm, [
    ...(['scenario', 'out'] as const),
    'agents',
    ...READING_KEYS,
    ...LOOKING_KEYS,
    ...(['db', 'store', 'workers', 'maxRecordBytes'] as const),
  ]).action(async (paths: readonly string[]) => {
    const { runExportLitellm } = await import('../export/run-export-litellm.ts');
    await runExportLitellm(paths, await readSettings(context.io, litellm), context);
  });
};

export default configure;
