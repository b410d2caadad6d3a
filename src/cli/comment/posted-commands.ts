import { extname } from 'node:path';
import type { CheckResult } from '../../model/check.ts';
import { SHOWN_FLAGS } from '../check/checked-logs.ts';

/** A finding, or the calls of a group. */
const TARGET = /^([a-z][a-z0-9-]*|(model|day|user|feature|template|status|tag:.+?)=.*)$/s;

/** Configurations that are data. One that is a script would run where the command is copied to. */
const DATA: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml']);

/**
 * The result with no commands but those that show calls: people copy them from a comment that a bot they trust posted, and other
 * words, such as `--out=package.json`, may have come from a job that strangers wrote.
 */
export function withPostedCommands(result: CheckResult): CheckResult {
  const isKnown = result.logs.every((word, index) => isKnownWord(word, result.logs[index + 1]));
  const budgets = result.budgets.map((budget) => ({
    ...budget,
    judged: budget.judged.map((group) => {
      const isPosted = isKnown && group.show !== null && TARGET.test(group.show);
      return isPosted ? group : { ...group, show: null };
    }),
  }));
  return { ...result, logs: isKnown ? result.logs : [], budgets };
}

/** Values that begin like a flag are taken for one: whether they are depends on the word before. */
function isKnownWord(word: string, next: string | undefined): boolean {
  if (!word.startsWith('-') || word === '-') return true;
  if (word === '--config') return next !== undefined && DATA.has(extname(next));
  return SHOWN_FLAGS.includes(word);
}
