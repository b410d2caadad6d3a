import type { Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { count, counted, duration, percent, tokens, UNKNOWN, usd } from '../format.ts';
import { date, dateTime } from '../format-time.ts';
import { cost, isAllUnpriced, unserved } from '../money.ts';
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
${unpricedNote(report)}${filterNote(report)}`;
}

function auditFigures(report: Report): Figure[] {
  const { totals, recoverable } = report;
  const isUnknown = isAllUnpriced(totals);
  const parts = [
    recoverable.measuredUsd === 0 ? '' : `${usd(recoverable.measuredUsd)} measured`,
    recoverable.estimatedUsd === 0 ? '' : `${usd(recoverable.estimatedUsd)} estimated`,
    recoverable.assumedUsd === 0 ? '' : `${usd(recoverable.assumedUsd)} assumed`,
  ].filter((part) => part !== '');
  return [
    spent(report),
    {
      label: 'Avoidable',
      value: isUnknown ? UNKNOWN : usd(recoverable.usd),
      about: isUnknown
        ? 'cannot be said without prices'
        : [
            `${percent(recoverable.share)} of spend`,
            ...(parts.length === 1 ? [recoverableBasis(parts[0]!)] : parts),
          ].join('; '),
      isMain: true,
    },
    ...wouldBeLeft(report),
  ];
}

/** With the strategies that were replayed; nothing where they save nothing. */
function wouldBeLeft({ strategies, combined, totals }: Report): Figure[] {
  const found = strategies.filter(({ status }) => status === 'found').length;
  if (isAllUnpriced(totals) || found === 0 || !(combined.savedUsd > 0)) return [];
  const less = `with ${counted(found, 'strategy', 'strategies')} replayed: ${percent(combined.share)} less`;
  return [
    {
      label: 'Would be left',
      value: cost({ ...totals, costUsd: combined.afterUsd }),
      about: combined.unservedUsd > 0 ? `${less}; ${unserved(combined.unservedUsd)}` : less,
    },
  ];
}

/** One basis needs no amount: it is the amount above. */
function recoverableBasis(part: string): string {
  return part.slice(part.lastIndexOf(' ') + 1);
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
    label: totals.unpricedCalls > 0 ? 'Spent, at least' : 'Spent',
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
        ? `${dateTime(window.from, timezone)} to ${dateTime(window.to, timezone)} (${timezone})`
        : 'the log does not say when',
    },
  ];
}

function unpricedNote({ totals }: Report): Piece {
  if (totals.unpricedCalls === 0) return undefined;
  return html`<p class="note">${counted(totals.unpricedCalls, 'call')} with ${tokens(totals.unpricedTokens)} tokens ${totals.unpricedCalls === 1 ? 'has' : 'have'} no known price and ${totals.unpricedCalls === 1 ? 'is' : 'are'} not in any amount of this report.</p>\n`;
}

/** Which calls this is about, when it is not all of them. */
function filterNote({ filter, timezone }: Report): Piece {
  if (filter === null) return undefined;
  const { since, until, where, callsLeftOut, callsWithoutTime } = filter;
  const limits = [
    ...(since === null ? [] : [`since ${dateTime(since, timezone)}`]),
    ...(until === null ? [] : [`before ${dateTime(until, timezone)}`]),
  ].join(' and ');
  return html`<p class="note">Only calls ${limits}${limits !== '' && where.length > 0 ? ', ' : ''}${where.length > 0 ? 'with ' : ''}${where.map((condition, i) => html`${i > 0 ? ', ' : ''}${name(condition)}`)}: ${counted(callsLeftOut, 'call')} left out${callsWithoutTime > 0 ? ` (${count(callsWithoutTime)} because the log gives no time for them)` : ''}.</p>\n`;
}

/** When and of what: one line under the title. */
export function about({ generatedAt, timezone, inputs }: Report): Markup {
  const from = inputs.length === 1 ? name(inputPath(inputs[0]!.path)) : counted(inputs.length, 'input');
  return html`<p class="muted">Made on ${date(generatedAt, timezone)} from ${from}</p>`;
}

export function inputPath(path: string): string {
  return path === '-' ? 'standard input' : path;
}
