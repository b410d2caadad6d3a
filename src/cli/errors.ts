import { CommanderError } from 'commander';
import { InputError } from '../contracts/input-error.ts';
import { UnmappedColumnsError } from '../contracts/source.ts';
import { PriceFileError } from '../pricing/own/price-file-error.ts';
import type { Io } from './io.ts';

/** What the user can put right; anything else is a fault of the program. */
const EXPECTED = [InputError, UnmappedColumnsError, PriceFileError];

export function isExpected(error: unknown): boolean {
  return EXPECTED.some((kind) => error instanceof kind);
}

/** Prints what went wrong on one line, with its stack only when `--debug` was given. */
export async function reportError(error: unknown, io: Io): Promise<void> {
  // Commander prints the help itself when no command is given.
  if (error instanceof CommanderError && error.code === 'commander.help') return;
  const [{ safeText }, { withoutCommands }] = await Promise.all([
    import('../report/safe-text.ts'),
    import('../report/check/words/ci-commands.ts'),
  ]);
  await io.stderr.write(`llm-cost: ${withoutCommands(safeText(errorLine(error)))}\n`);
  if (io.argv.includes('--debug') && error instanceof Error && error.stack !== undefined) {
    await io.stderr.write(`${error.stack.split('\n').map(safeText).join('\n')}\n`);
  }
}

/** What an error says, on one line. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\s*\n\s*/g, ' ');
}

/** What went wrong, for people, on one line. */
export function errorLine(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof CommanderError) {
    return `${message.replace(/^error: |\.$/g, '')}${message.includes('Did you mean') ? '' : '; see llm-cost --help'}`;
  }
  if (isExpected(error)) return message;
  return `something unexpected went wrong: ${message} (--debug shows where)`;
}
