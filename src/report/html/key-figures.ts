import type { Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { capitalLimitsText, leftOutText } from '../filter-text.ts';
import { count, counted, duration, percent, tokens, UNKNOWN, usd } from '../format.ts';
import { date } from '../format-time.ts';
import { avoidableParts, gapSentences, savedParts, spanText } from '../headline-text.ts';
import { cost, isAllUnpriced, unserved } from '../money.ts';
import { replayedSteps } from '../table/replayed-steps.ts';
import { html, type Markup, name, type Piece } from './markup.ts';

const DAY_MS = 86_400_000;

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly about: string;
  readonly isMain?: boolean;
}

/** The few figures that are the answer, and what has to be known to read them. */
export function keyFigures(report: Report): Markup {
  const figures = [
    ...(report.scenario === null ? auditFigures(report) : whatIfFigures(report)),
    ...scope(report),
  ];
  return html`<dl class="figures">
${figures.map(
  ({ label, value, about, isMain }) =>
    html`<div><dt>${label}</dt><dd class="figure${isMain ? ' main' : ''}">${value}</dd>${about === '' ? undefined : html`<dd class="about">${about}</dd>`}</div>\n`,
)}</dl>
${gapSentences(report).map((text) => html`<p class="note">${text}</p>\n`)}${filterNote(report)}`;
}

function auditFigures(report: Report): Figure[] {
  const { totals, recoverable } = report;
  const isUnknown = isAllUnpriced(totals);
  const parts = avoidableParts(recoverable);
  return [
    spent(report),
    {
      label: 'Avoidable',
      value: isUnknown ? UNKNOWN : usd(recoverable.usd),
      about: isUnknown
        ? 'cannot be said without prices'
        : [
            `${percent(recoverable.share)} of spend`,
            // One basis needs no amount: it is the amount above.
            ...parts.map(({ usd: part, basis }) => (parts.length === 1 ? basis : `${usd(part)} ${basis}`)),
          ].join('; '),
      isMain: true,
    },
    ...wouldBeLeft(report),
  ];
}

/** With the strategies that were replayed; nothing where they save nothing. */
function wouldBeLeft(report: Report): Figure[] {
  const { strategies, combined, totals } = report;
  const isFound = strategies.some(({ status }) => status === 'found');
  if (isAllUnpriced(totals) || !isFound || !(combined.savedUsd > 0)) return [];
  const steps = replayedSteps(report).length;
  const less = `with ${counted(steps, 'strategy', 'strategies')} replayed: ${[`${percent(combined.share)} less`, ...savedParts(strategies)].join('; ')}`;
  return [
    {
      label: 'Would be left',
      value: cost({ ...totals, costUsd: combined.afterUsd }),
      about: combined.unservedUsd > 0 ? `${less}; ${unserved(combined.unservedUsd)}` : less,
    },
  ];
}

function whatIfFigures(report: Report): Figure[] {
  const { totals, combined } = report;
  const isUnknown = isAllUnpriced(totals);
  return [
    spent(report),
    { label: 'Would have been', value: isUnknown ? UNKNOWN : usd(combined.afterUsd), about: '' },
    {
      label: combined.savedUsd < 0 ? 'More' : 'Saved',
      value: isUnknown ? UNKNOWN : usd(Math.abs(combined.savedUsd)),
      about: isUnknown ? '' : `${percent(Math.abs(combined.share))} of spend`,
      isMain: true,
    },
  ];
}

function spent({ totals }: Report): Figure {
  const logged = totals.loggedCostUsd;
  return {
    label: totals.unpricedCalls > 0 && !isAllUnpriced(totals) ? 'Spent, at least' : 'Spent',
    value: isAllUnpriced(totals) ? UNKNOWN : usd(totals.costUsd),
    about: logged === null ? '' : `${usd(logged)} where the log itself states a cost`,
  };
}

function scope({ totals, window, timezone }: Report): Figure[] {
  const prompt = promptTokens(totals.tokens);
  const marks = [
    totals.failedCalls > 0 ? `${count(totals.failedCalls)} failed` : '',
    totals.estimatedCalls > 0
      ? `${count(totals.estimatedCalls)} without logged usage, counted from their text`
      : '',
    `${tokens(prompt, 9)} tokens in, ${tokens(totals.tokens.output, 9)} out`,
  ].filter((mark) => mark !== '');
  const isDated = window.from !== null && window.to !== null;
  return [
    { label: 'Calls', value: count(totals.calls, 9), about: marks.join('; ') },
    {
      label: 'Period',
      value: window.days === null || window.days === 0 ? UNKNOWN : duration(window.days * DAY_MS),
      about: isDated
        ? `${spanText(window.from, window.to, timezone)} (${timezone})`
        : 'the log does not say when',
    },
  ];
}

/** Which calls this is about, when it is not all of them; conditions hold names from a log, which stay apart from the counts. */
function filterNote({ filter, timezone }: Report): Piece {
  if (filter === null) return undefined;
  return html`<p class="note"><bdi>${capitalLimitsText(filter, timezone)}</bdi>; ${leftOutText(filter)}.</p>\n`;
}

/** When and of what: one line under the title. */
export function about({ generatedAt, timezone, inputs }: Report): Markup {
  const from = inputs.length === 1 ? name(inputPath(inputs[0]!.path)) : counted(inputs.length, 'input');
  return html`<p class="muted">Made on ${date(generatedAt, timezone)} from ${from}</p>`;
}

export function inputPath(path: string): string {
  return path === '-' ? 'standard input' : path;
}
