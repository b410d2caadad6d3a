import { safeText } from '../safe-text.ts';
import { withoutCommands } from './ci-commands.ts';

/** What a shell takes for one word as it is. */
const ONE_WORD = /^[A-Za-z0-9_][A-Za-z0-9_./:-]*$/;

/** Part of a command is of no use; who has such names finds the calls by another way. */
const LONGEST = 400;

/**
 * The command that shows the calls behind a figure; '' where none does. A name that cannot be printed as it is makes no command:
 * what would be copied is another name.
 */
export function showCommand(show: string | null, logs: string): string {
  if (show === null || withoutCommands(safeText(show)) !== show) return '';
  const what = ONE_WORD.test(show) ? show : `'${show.replaceAll("'", `'\\''`)}'`;
  const command = `llm-cost show ${what} ${safeText(logs)}`.trimEnd();
  return command.length > LONGEST ? '' : command;
}
