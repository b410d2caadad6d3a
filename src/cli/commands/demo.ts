import { Readable } from 'node:stream';
import { Option } from 'commander';
import { InputError } from '../../contracts/input-error.ts';
import { RENDERER_IDS } from '../../report/index.ts';
import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';
import { checkOutput, filesOf } from '../output-place.ts';
import { integer, path } from '../parse-value.ts';
import { LOOKING_KEYS } from '../settings.ts';

const DEFAULT_REQUESTS = 10_000;
const DEFAULT_SEED = 1;

const configure: Configure = (command, context) => {
  command
    .addOption(new Option('--requests <n>', 'lines of the log').default(DEFAULT_REQUESTS))
    .addOption(
      new Option('--seed <n>', 'another seed makes another log of the same kind').default(DEFAULT_SEED),
    )
    .addOption(new Option('--out <file>', 'keep the generated log in this file'));
  addFlags(
    command,
    [
      ...(['prices', 'at', 'strategies', 'sweeps', 'detectors', 'set', ...LOOKING_KEYS, 'groupBy'] as const),
      'format',
      'json',
      'billingAccount',
      'width',
    ],
    {
      format: RENDERER_IDS,
    },
  ).action(async (given: { requests: unknown; seed: unknown; out?: string }) => {
    const { io } = context;
    const requests = integer(20, 1_000_000)(given.requests, { name: '--requests', base: io.cwd });
    const seed = integer(0)(given.seed, { name: '--seed', base: io.cwd });
    const { out: _log, ...settings } = await readSettings(io, command);
    const [{ demoLog, inPieces }, { loadCounter }, { runAudit }] = await Promise.all([
      import('../../demo/demo-log.ts'),
      import('../../tokens/counter.ts'),
      import('../run-audit.ts'),
    ]);
    const file = given.out === undefined ? undefined : path(given.out, { name: '--out', base: io.cwd });
    await checkOutput(file, { files: filesOf(settings), cwd: io.cwd });
    const counter = await loadCounter('o200k_base');
    const { lines } = demoLog(requests, seed, (part) => counter.count(part));
    if (file !== undefined) {
      await io.writeFile(file, inPieces(lines)).catch((error: Error) => {
        throw new InputError(`--out: ${file} cannot be written: ${error.message}`);
      });
    }
    // Read like any log from a pipe and forgotten afterwards: a made-up log has no place in the store.
    const piped = { ...io, stdin: Readable.from(inBytes(inPieces(lines))) };
    await runAudit(['-'], { ...settings, store: false }, { ...context, io: piped });
  });
};

function* inBytes(pieces: Iterable<string>): Generator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

export default configure;
