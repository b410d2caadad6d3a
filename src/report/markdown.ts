import { defineRenderer } from '../contracts/renderer.ts';
import type { Report } from '../model/report.ts';
import { madeWithText } from './headline-text.ts';
import { findings } from './markdown/findings.ts';
import { gaps } from './markdown/gaps.ts';
import { actions, headline } from './markdown/headline.ts';
import { fitted, type Limits } from './markdown/limits.ts';
import { markdownText } from './markdown/markdown-text.ts';
import { savings } from './markdown/savings.ts';
import { spend } from './markdown/spend.ts';
import { whatIf } from './markdown/what-if.ts';

/** For a pull request or a wiki: GitHub-flavoured Markdown, as GitLab reads it too, short enough for a comment. */
export default defineRenderer({
  id: 'markdown',
  describe: 'for a pull request or a wiki, short enough for a comment',
  render: (report) =>
    fitted((limits) => blocks(report, limits), `---\n\n${markdownText(madeWithText(report))}\n`),
});

/** Paragraphs, tables and headings in their order; empty ones are nothing. */
function* blocks(report: Report, limits: Limits): Iterable<string> {
  if (report.scenario === null) {
    yield '# What the LLM calls cost';
    const sections = [headline, actions, spend, findings, savings, gaps];
    for (const section of sections) yield* section(report, limits);
  } else {
    yield* whatIf(report, report.scenario, limits);
    yield* gaps(report, limits);
  }
}
