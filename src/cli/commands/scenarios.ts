import { Option } from 'commander';
import type { Configure } from '../command-context.ts';
import { addFlags, readFlags, readSettings } from '../flags.ts';
import { path } from '../parse-value.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

const DEFAULT_FILE = 'scenario.yaml';

const configure: Configure = (command, context) => {
  const init = command
    .command('init')
    .description('audit, and write a scenario of what would have saved money, with its figures as comments')
    .argument('[paths...]', 'logs, as for audit (default: those of the last audit with this store)')
    .addOption(new Option('--out <file>', 'write the scenario to this file').default(DEFAULT_FILE))
    .option('--force', 'overwrite the file if there is one');
  addFlags(init, [
    'agents',
    ...READING_KEYS,
    ...([
      'db',
      'store',
      'keepText',
      'strategies',
      'set',
      ...LOOKING_KEYS,
      'workers',
      'maxRecordBytes',
    ] as const),
  ]).action(async (paths: readonly string[], given: { readonly out: string; readonly force?: boolean }) => {
    const { io } = context;
    const { runScenariosInit } = await import('../scenario/run-scenarios-init.ts');
    const file = path(given.out, { name: '--out', base: io.cwd });
    const settings = await readSettings(io, init);
    const choices = { paths, file, force: given.force === true };
    await runScenariosInit(choices, settings, readFlags(io, init), context);
  });
};

export default configure;
