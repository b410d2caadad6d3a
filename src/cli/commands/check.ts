import { CHECK_FORMATS } from '../../report/check/index.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { CheckFlags } from '../check/settings/check-settings.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readFlags, readSettings } from '../flags.ts';
import { READING_KEYS } from '../settings.ts';

const configure: Configure = (command, context) => {
  const { io } = context;
  /** The check's name, once it is known. */
  let name: string | undefined;
  context.whenFailed(async (error) => {
    const { reportFault } = await import('../check/check-fault.ts');
    await reportFault(error, name, io);
  });
  addFlags(
    command
      .argument('[paths...]', 'files, folders or globs; - is standard input')
      .option('--baseline <file>', 'compare with the calls of this file, which --write-baseline wrote')
      .option('--write-baseline <file>', 'measure the calls for later checks, and judge nothing')
      .option('--hash-keys', 'with --write-baseline: hash the names of features, templates and tags too')
      .option(
        '--budget <text>',
        "a budget, such as 'costPerCall max=0.02 maxIncrease=10% for=feature:search-* level=warn'; repeatable",
        (text: string, before: readonly string[] = []) => [...before, text],
      )
      .option('--name <text>', 'tells the checks of one repository apart (default: llm-cost)')
      .option('--max-unpriced <share>', 'share of calls or tokens that may have no price (default: 0)')
      .option('--max-skipped <share>', 'share of records that may be unreadable (default: 1%)')
      .option('--no-exit-code', 'for trials: end with 0 also where the check failed or could not judge')
      .option('--out <file>', 'write the whole result as JSON to this file too, whatever the verdict')
      .option('--db <file>', 'keep the store in this file (default: in memory)'),
    [
      ...(['format', 'json', 'agents', ...READING_KEYS, 'detectors', 'set'] as const),
      ...(['since', 'until', 'filter', 'timezone', 'workers', 'maxRecordBytes', 'width'] as const),
    ],
    { format: CHECK_FORMATS },
  ).action(async (paths: readonly string[], flags: CheckFlags) => {
    const [{ runCheck }, { checkName }, { checkedLogs }] = await Promise.all([
      import('../check/run-check.ts'),
      import('../check/settings/check-settings.ts'),
      import('../check/checked-logs.ts'),
    ]);
    const said = readFlags(io, command);
    const settings = await readSettings(io, command);
    name = checkName(settings.check, flags);
    const checked = await auditedPaths(paths, settings, io);
    const logs = checkedLogs(checked, command);
    await runCheck({ paths: checked, logs, settings, said, flags }, context);
  });
};

export default configure;
