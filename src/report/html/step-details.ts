import type { View } from '../../model/replayed.ts';
import type { Report, StrategyResult } from '../../model/report.ts';
import { count, percent, UNKNOWN, usd } from '../format.ts';
import { change, isAllUnpriced } from '../money.ts';
import { riskSentences } from '../risk-text.ts';
import { moneySentences } from '../step-text.ts';
import { replayedSteps } from '../table/replayed-steps.ts';
import { optionText } from '../table/what-if/step-tables.ts';
import { valueText } from '../value-text.ts';
import { signedBar } from './bar.ts';
import { html, type Markup, name, type Piece } from './markup.ts';
import { cellOf, columnOf, drawn, figureCell, tableOf, textCell } from './sortable-table.ts';

/** Each strategy by itself: its money in words, its settings, its own figures, and what is assumed. */
export function stepDetails(report: Report, isOpen: boolean): Markup {
  const isPriced = !isAllUnpriced(report.totals);
  return html`${replayedSteps(report).map((step, i) => {
    const id = `step-${i + 1}`;
    return html`<details class="step"${isOpen ? html` open` : undefined}>
<summary>${i + 1}. ${step.title}${isPriced ? html` <span class="amount">${change(step.savedUsd)}</span>` : undefined}</summary>
${isPriced ? moneySentences(step).map((text) => html`<p>${text}</p>\n`) : undefined}${settings(step)}${riskSentences(step.risks, report.totals.calls).map((text) => html`<p>What callers may notice: ${text}.</p>\n`)}${assumptions(step)}${metrics(step, id)}${isPriced ? html`${groups(step, id)}${sweeps(step, id)}` : undefined}${step.views.map((view, v) => viewTable(view, `${id}-view-${v + 1}`))}</details>
`;
  })}`;
}

function settings({ options, optionsSet }: StrategyResult): Piece {
  if (optionsSet.length === 0) return undefined;
  return html`<p>Set: ${optionsSet.map((key, i) => html`${i > 0 ? ', ' : ''}${name(`${key}=${optionText(options[key] ?? '')}`)}`)}; all else at its default.</p>\n`;
}

function assumptions({ assumptions }: StrategyResult): Piece {
  if (assumptions.length === 0) return undefined;
  return html`<h3>Assumed</h3>
<ul>
${assumptions.map((text) => html`<li>${text}</li>\n`)}</ul>
`;
}

/** Figures that are no money saved; one that cannot be known says so. */
function metrics({ metrics }: StrategyResult, id: string): Piece {
  if (metrics.length === 0) return undefined;
  return tableOf({
    id: `${id}-metrics`,
    caption: 'Its own figures',
    isSortable: false,
    columns: [
      { label: 'Figure', look: 'label' },
      { label: 'Value', look: 'number' },
    ],
    rows: metrics.map(({ label, kind, value }) => [
      textCell(label),
      textCell(name(value === null ? UNKNOWN : valueText(value, kind))),
    ]),
  });
}

/** What a strategy did by its own names: tiers, kinds of hit. */
function groups({ groups }: StrategyResult, id: string): Piece {
  if (groups.length === 0) return undefined;
  return tableOf({
    id: `${id}-groups`,
    caption: 'What it did',
    columns: [
      { label: 'What', look: 'label' },
      { label: 'Calls', look: 'number' },
      { label: 'Change', look: 'number' },
    ],
    rows: groups.map(({ key, calls, savedUsd }) => [
      textCell(key === '' ? '(others)' : name(key)),
      figureCell(count(calls), calls),
      figureCell(change(savedUsd), -savedUsd),
    ]),
  });
}

/** A small chart for each option that was tried at other values, the chosen one among them; not where none saves anything. */
function sweeps({ sweep, options, aloneSavedUsd, title }: StrategyResult, id: string): Piece {
  return [...new Set(sweep.map(({ option }) => option))].map((option, i) => {
    const tried = sweep.filter((one) => one.option === option);
    const chosen = options[option];
    const isTried = tried.some(({ value }) => value === chosen);
    const values =
      isTried || chosen === undefined
        ? tried
        : [{ option, value: chosen, savedUsd: aloneSavedUsd }, ...tried];
    const most = Math.max(...values.map(({ savedUsd }) => Math.abs(savedUsd)));
    if (most === 0) return undefined;
    return tableOf({
      id: `${id}-sweep-${i + 1}`,
      caption: html`${title} alone, at other values of ${name(option)}`,
      isSortable: false,
      columns: [
        { label: option, look: 'label' },
        { label: 'Saved alone', look: 'drawn' },
        { label: 'Share of the most', look: 'number' },
      ],
      rows: values.map(({ value, savedUsd }) => [
        textCell(
          html`${name(optionText(value))}${value === chosen ? html` <strong>chosen</strong>` : undefined}`,
        ),
        textCell(drawn(signedBar(savedUsd / most), usd(savedUsd))),
        figureCell(percent(savedUsd / most), savedUsd / most),
      ]),
    });
  });
}

function viewTable({ title, columns, rows }: View, id: string): Piece {
  if (rows.length === 0) return undefined;
  return tableOf({
    id,
    caption: title,
    columns: columns.map((column, i) => ({
      ...columnOf(column),
      ...(i === 0 && { look: 'label' as const }),
    })),
    rows: rows.map((row) => columns.map(({ key, kind }) => cellOf(row[key], kind))),
  });
}
