import { defineCheckRenderer } from '../../contracts/check-renderer.ts';
import type { CheckFault, CheckResult } from '../../model/check.ts';
import { safeText } from '../safe-text.ts';
import { driftSentences } from './comparison-rows.ts';
import { summaryLine } from './summary-line.ts';
import { budgetSentence, subject } from './words/budget-sentence.ts';
import { STANDINGS, type Stand, standsOf } from './words/budget-standing.ts';
import { causeText } from './words/cause-text.ts';
import { withoutCommands, XML_SPELLING } from './words/ci-commands.ts';
import { baselineText, madeWithText, readText } from './words/log-text.ts';
import { showCommand } from './words/show-command.ts';

/** What came of one test case; `output` is printed beside a passed one. */
interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** Kind of a failure or an error. */
  readonly type: string;
  readonly message: string;
  readonly output: readonly string[];
}

/** One suite, as Ant's schema has it and GitLab, Jenkins and others read it; a test case for each figure of a budget. */
export default defineCheckRenderer({
  id: 'junit',
  describe: 'JUnit XML, a test case for each budget',
  render(result) {
    const cases = casesOf(result);
    const number = (outcome: TestCase['outcome']) => cases.filter((it) => it.outcome === outcome).length;
    const counts = `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}"`;
    const name = attribute(result.name);
    const at = attribute(result.generatedAt.replace(/(?:\.\d+)?Z$/, ''));
    const xml = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites ${counts} time="0">`,
      `  <testsuite name="${name}" ${counts} skipped="${number('skipped')}" time="0" timestamp="${at}">`,
      ...cases.flatMap((it) => element(it, name)),
      `    <system-out>${content(suiteOutput(result))}</system-out>`,
      '  </testsuite>',
      '</testsuites>',
    ];
    return withoutCommands(`${xml.join('\n')}\n`, XML_SPELLING);
  },
});

function casesOf(result: CheckResult | CheckFault): TestCase[] {
  if (result.verdict === 'error') {
    return [
      { name: 'the check itself', outcome: 'error', type: 'error', message: summaryLine(result), output: [] },
    ];
  }
  const { reasons } = result;
  return [
    ...(reasons.length === 0
      ? []
      : [
          {
            name: 'the log as a whole',
            outcome: 'error',
            type: 'notJudged',
            message: reasons[0]!,
            output: reasons,
          } as const,
        ]),
    ...STANDINGS.flatMap((standing) => standsOf(result, standing)).map((stand) => caseOf(stand, result)),
  ];
}

function caseOf(stand: Stand, check: CheckResult): TestCase {
  const { result, judged, standing } = stand;
  const message = standing === 'off' ? 'the budget is off' : budgetSentence(result, judged);
  const command = showCommand(stand, check);
  const output = [
    message,
    ...judged.causes.map((cause) => causeText(cause, result.unit, judged)),
    ...(command === '' ? [] : [command]),
  ];
  const name = subject(result, judged);
  const type = judged.exceeded.map(({ limit }) => limit).join(' ');
  switch (standing) {
    case 'failed':
      return { name, outcome: 'failure', type, message, output };
    case 'notJudged': {
      // A budget that only warns, and a group beside others that were judged, break no build.
      const isError = result.status === 'notJudged' && result.budget.level === 'error';
      return { name, outcome: isError ? 'error' : 'skipped', type: 'notJudged', message, output: [] };
    }
    case 'off':
      return { name, outcome: 'skipped', type, message, output: [] };
    case 'warned':
      return { name, outcome: 'passed', type, message, output: output.map((line) => `warning: ${line}`) };
    case 'kept':
      return { name, outcome: 'passed', type, message, output: [message] };
    default:
      return standing satisfies never;
  }
}

function element({ name, outcome, type, message, output }: TestCase, suite: string): string[] {
  const open = `    <testcase classname="${suite}" name="${attribute(name)}" time="0"`;
  const text = content(output);
  switch (outcome) {
    case 'passed':
      return [`${open}>`, `      <system-out>${text}</system-out>`, '    </testcase>'];
    case 'skipped':
      return [`${open}>`, `      <skipped message="${attribute(message)}"/>`, '    </testcase>'];
    case 'failure':
    case 'error':
      return [
        `${open}>`,
        `      <${outcome} message="${attribute(message)}" type="${attribute(type)}">${text}</${outcome}>`,
        '    </testcase>',
      ];
    default:
      return outcome satisfies never;
  }
}

function suiteOutput(result: CheckResult | CheckFault): string[] {
  const first = summaryLine(result);
  if (result.verdict === 'error') return [first, madeWithText(result)];
  return [first, readText(result), baselineText(result), ...driftSentences(result), madeWithText(result)];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of an attribute; a safe text has only characters that XML 1.0 allows. */
function attribute(text: string): string {
  return safeText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function content(lines: readonly string[]): string {
  return lines.map(attribute).join('\n');
}
