import type { CheckResult, JudgedGroup } from '../../../model/check.ts';
import { safeText, textWidth } from '../../safe-text.ts';
import { shellWords } from '../../shell-words.ts';
import type { Stand } from './budget-standing.ts';
import { withoutCommands } from './ci-commands.ts';

/** Columns. Part of a command is of no use; who has such names finds the calls by another way. */
const LONGEST = 400;

/** What is no sum of calls that `show` knows: the groups that a mean is over. */
const GROUPED_BY: Readonly<Record<string, string>> = { costPerUser: 'user', costPerModel: 'model' };

/**
 * The command that shows the calls behind a figure, or where no calls are behind it what it is made of; '' where none does. Names
 * and paths that cannot be printed as they are make no command: what would be copied is another name, or a file that is not there.
 */
export function showCommand(
  { result, judged }: Pick<Stand, 'result' | 'judged'>,
  { logs }: Pick<CheckResult, 'logs'>,
): string {
  const words = wordsOf(result.budget.measure, judged, logs);
  if (words === null) return '';
  const command = `llm-cost ${shellWords(words)}`;
  const isPrinted = withoutCommands(safeText(command)) === command;
  return isPrinted && textWidth(command) <= LONGEST ? command : '';
}

function wordsOf(
  measure: string,
  { show, exceeded }: JudgedGroup,
  logs: readonly string[],
): readonly string[] | null {
  if (show !== null) return ['show', show, ...logs];
  if (exceeded.length === 0) return null;
  const strategy = /^strategy\.([a-z][a-z0-9-]*)/.exec(measure)?.[1];
  if (strategy !== undefined) return ['simulate', ...logs, '--strategies', strategy];
  const by = Object.hasOwn(GROUPED_BY, measure) ? GROUPED_BY[measure] : undefined;
  return by === undefined ? null : ['audit', ...logs, '--group-by', by];
}
