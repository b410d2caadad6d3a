import { createHash } from 'node:crypto';
import { defineCheckRenderer } from '../../contracts/check-renderer.ts';
import type { CheckFault, CheckResult } from '../../model/check.ts';
import { safeJson } from '../data/json-table.ts';
import { safeText } from '../safe-text.ts';
import { summaryLine } from './summary-line.ts';
import { budgetSentence, shortName } from './words/budget-sentence.ts';
import { type Standing, standsOf } from './words/budget-standing.ts';
import { JSON_SPELLING, withoutCommands } from './words/ci-commands.ts';

/** An entry of a Code Quality report, as GitLab documents it. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  /** The same for the same budget and group, whatever the figures: by it GitLab tells what is new from what was there. */
  readonly fingerprint: string;
  readonly severity: 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** Where nothing was read there is still the configuration to be corrected. */
const CONFIGURATION = 'llm-cost.config.json';

const SEVERITIES = { failed: 'major', warned: 'minor', notJudged: 'critical' } as const satisfies Partial<
  Record<Standing, Issue['severity']>
>;

/** For `artifacts:reports:codequality`; an empty list where everything passed. */
export default defineCheckRenderer({
  id: 'gitlab',
  describe: "GitLab's Code Quality report",
  render: (result) => `${withoutCommands(safeJson(issues(result), 2), JSON_SPELLING)}\n`,
});

function issues(result: CheckResult | CheckFault): Issue[] {
  const location = { path: placeOf(result), lines: { begin: 1 } };
  const issue = (
    severity: Issue['severity'],
    budget: string,
    group: readonly (string | null)[],
    text: string,
  ) => ({
    description: safeText(text),
    check_name: budget === '' ? 'llm-cost' : `llm-cost: ${shortName(budget)}`,
    fingerprint: fingerprint(result.name, budget, ...group),
    severity,
    location,
  });
  if (result.verdict === 'error') return [issue('blocker', '', ['fault'], summaryLine(result))];
  const { reasons } = result;
  return [
    // One for all: reasons hold figures, and by these they could not be recognised.
    ...(reasons.length === 0 ? [] : [issue('critical', '', ['log'], `not judged: ${reasons.join('; ')}`)]),
    ...(['failed', 'warned', 'notJudged'] as const).flatMap((standing) =>
      standsOf(result, standing)
        .filter(({ result: { status } }) => standing !== 'notJudged' || status === 'notJudged')
        .map(({ result: of, judged }) =>
          issue(
            standing === 'notJudged' && of.budget.level === 'warn' ? 'minor' : SEVERITIES[standing],
            of.budget.name,
            [judged.by, judged.key],
            budgetSentence(of, judged),
          ),
        ),
    ),
  ];
}

function fingerprint(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** A file of the repository, as a path from its root: the first log that was read, else the baseline. */
function placeOf(result: CheckResult | CheckFault): string {
  if (result.verdict === 'error') return CONFIGURATION;
  const paths = [...result.inputs.map(({ path }) => path), result.baseline?.path ?? '-'];
  const relative = paths
    .map((path) => path.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, ''))
    .find((path) => path !== '' && path !== '-' && !/^(?:\/|[A-Za-z]:|\.\.(?:\/|$))/.test(path));
  return relative === undefined ? CONFIGURATION : safeText(relative);
}
