import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';
import { LOOKING_KEYS, READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command
      // The option takes every path that follows it, so logs come first.
      .usage('<logs...> --ledger <exports...> [options]')
      .argument('<logs...>', 'files, folders or globs of request logs; - is standard input')
      .requiredOption('--ledger <exports...>', 'what the provider says: its exports of usage or costs'),
    [
      ...READING_KEYS,
      ...(['db', 'store'] as const),
      ...([...LOOKING_KEYS, 'workers', 'maxRecordBytes', 'json', 'out', 'width'] as const),
    ],
  ).action(async (logs: readonly string[], { ledger }: { readonly ledger: readonly string[] }) => {
    const { runReconcile } = await import('../run-reconcile.ts');
    await runReconcile(logs, ledger, await readSettings(context.io, command), context);
  });
};

export default configure;
