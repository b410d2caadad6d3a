import type { CheckResult, JudgedGroup } from '../../../model/check.ts';
import { safeText, textWidth } from '../../safe-text.ts';
import { shellWords } from '../../shell-words.ts';
import { withoutCommands } from './ci-commands.ts';

/** Columns. Part of a command is of no use; who has such names finds the calls by another way. */
const LONGEST = 400;

/**
 * The command that shows the calls behind a figure; '' where none does. Names and paths that cannot be printed as they are make
 * no command: what would be copied is another name, or a file that is not there.
 */
export function showCommand(
  { show }: Pick<JudgedGroup, 'show'>,
  { logs }: Pick<CheckResult, 'logs'>,
): string {
  if (show === null) return '';
  const command = `llm-cost show ${shellWords([show, ...logs])}`;
  const isPrinted = withoutCommands(safeText(command)) === command;
  return isPrinted && textWidth(command) <= LONGEST ? command : '';
}
