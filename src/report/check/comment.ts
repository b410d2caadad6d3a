import type { CheckFault, CheckResult } from '../../model/check.ts';
import { markerOf } from './comment-marker.ts';
import { checkPage } from './page/check-page.ts';
import { fitPage } from './page/fit-page.ts';
import { withoutCommands } from './words/ci-commands.ts';

/** UTF-16 units. GitHub takes 65,536 characters; a bot may add a little of its own. */
const MOST = 65_000;

/** A comment for a pull request: the hidden marker by which it is found again, then the page, short enough to be taken. */
export function commentText(result: CheckResult | CheckFault): string {
  const marker = markerOf(result.name, result.generatedAt);
  const page = fitPage(checkPage(result), {
    // The line feed after the marker, and what spelling out a runner's commands may add.
    most: MOST - marker.length - 1,
    size: (text) => withoutCommands(text).length,
    whole: 'the summary of the job and the result file have more',
  });
  return withoutCommands(`${marker}\n${page}`);
}
