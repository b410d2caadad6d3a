import type { CheckFault, CheckResult } from '../../model/check.ts';
import { count } from '../format.ts';
import { safeText } from '../safe-text.ts';
import { summaryLine } from './summary-line.ts';
import { budgetSentence, shortName } from './words/budget-sentence.ts';
import { type Stand, standsOf } from './words/budget-standing.ts';
import { withoutCommands } from './words/ci-commands.ts';

/** GitHub shows so many errors and so many warnings of one step; the last says how many there are beside them. */
const MOST = 10;

type Level = 'error' | 'warning';

/** What does not pass, as workflow commands of GitHub's runner, a line each; '' where everything passed. */
export function annotations(result: CheckResult | CheckFault): string {
  if (result.verdict === 'error') return command('error', titleOf(result), summaryLine(result));
  const sentence = ({ result: of, judged }: Stand): string => budgetSentence(of, judged);
  // What keeps the whole log from being judged is said once, not for each budget again.
  const isSaid = (reason: string | null): boolean =>
    reason !== null && reason !== '' && result.reasons.some((said) => said.startsWith(reason));
  const open = (isError: boolean): string[] =>
    standsOf(result, 'notJudged')
      .filter(({ result: { status, budget } }) => {
        return status === 'notJudged' && (budget.level === 'error') === isError;
      })
      .filter(({ judged }) => !isSaid(judged.reason))
      .map(sentence);
  // What cannot be judged breaks the build as well.
  const errors = [...standsOf(result, 'failed').map(sentence), ...result.reasons, ...open(true)];
  const warnings = [...standsOf(result, 'warned').map(sentence), ...open(false)];
  return commands('error', result, errors) + commands('warning', result, warnings);
}

function titleOf({ name }: CheckResult | CheckFault): string {
  return `LLM costs: ${shortName(name)}`;
}

function commands(level: Level, result: CheckResult, messages: readonly string[]): string {
  const shown = messages.length > MOST ? messages.slice(0, MOST - 1) : messages;
  const more = messages.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${count(more)} more, see the result of the check`] : [])]
    .map((message) => command(level, titleOf(result), message))
    .join('');
}

/** `::error title=...::message`, as actions/runner (ActionCommand.cs) reads it. */
function command(level: Level, title: string, message: string): string {
  return `::${level} title=${property(harmless(title))}::${data(harmless(message))}\n`;
}

/** Old commands are found anywhere in a line, even in a new one. */
function harmless(text: string): string {
  return withoutCommands(safeText(text));
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
