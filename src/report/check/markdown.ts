import { Buffer } from 'node:buffer';
import { defineCheckRenderer } from '../../contracts/check-renderer.ts';
import { checkPage } from './page/check-page.ts';
import { fitPage } from './page/fit-page.ts';
import { withoutCommands } from './words/ci-commands.ts';

/** Bytes. GitHub takes 1 MiB of summaries from one step. */
const MOST = 1_000_000;

/** For the summary of a job, a wiki, or whatever shows Markdown. */
export default defineCheckRenderer({
  id: 'markdown',
  describe: 'Markdown, for the summary of a job',
  render: (result) =>
    withoutCommands(
      fitPage(checkPage(result), {
        most: MOST,
        size: (text) => Buffer.byteLength(withoutCommands(text)),
        whole: 'the result file has them all',
      }),
    ),
});
