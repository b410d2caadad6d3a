import type { Input, Report } from '../../model/report.ts';
import { count, counted, tokens } from '../format.ts';
import { unpricedModels } from '../money.ts';
import { inputPath } from './key-figures.ts';
import { html, type Markup, name, type Piece } from './markup.ts';
import { figureCell, tableOf, textCell } from './sortable-table.ts';

/** What was read, and what of it could not be. */
export function inputs({ inputs }: Report): Markup | undefined {
  if (inputs.length === 0) return undefined;
  return html`${tableOf({
    id: 'inputs-all',
    caption:
      'Records of each input: calls, records seen before, records without a call, and those that could not be read',
    columns: [
      { label: 'Input', look: 'label' },
      { label: 'Format', look: 'text' },
      ...['Records', 'Calls', 'Repeated', 'Other', 'Skipped'].map(
        (label) => ({ label, look: 'number' }) as const,
      ),
    ],
    rows: inputs.map((input) => [
      textCell(name(inputPath(input.path))),
      textCell(input.source === '' ? 'none' : name(input.source)),
      ...[input.records, input.calls, input.repeatedRecords, input.otherRecords, input.skipped].map((n) =>
        figureCell(count(n), n),
      ),
    ]),
  })}${inputs.filter(({ skipped }) => skipped > 0).map(skippedRecords)}`;
}

function skippedRecords({ path, skipped, skippedSamples }: Input): Piece {
  const rest = skipped - skippedSamples.length;
  return html`<h3>${counted(skipped, 'record')} of ${name(inputPath(path))} could not be read</h3>
<ul>
${skippedSamples.map(({ line, reason }) => html`<li>line ${count(line)}: ${name(reason)}</li>\n`)}${rest > 0 ? html`<li>and ${count(rest)} more</li>\n` : undefined}</ul>
`;
}

/** Models that no price is known for. Undefined where all have one. */
export function unpriced(report: Report): Markup | undefined {
  if (report.totals.unpricedCalls === 0) return undefined;
  return tableOf({
    id: 'unpriced-models',
    caption: 'These calls are in no amount of this report; give their prices with --prices FILE',
    columns: [
      { label: 'Model', look: 'label' },
      { label: 'Calls', look: 'number' },
      { label: 'Tokens', look: 'number' },
    ],
    rows: unpricedModels(report).map(({ key, unpricedCalls, unpricedTokens }) => [
      textCell(key === null ? '(other models)' : key === '' ? '(not in the log)' : name(key)),
      figureCell(count(unpricedCalls), unpricedCalls),
      figureCell(tokens(unpricedTokens), unpricedTokens),
    ]),
  });
}

export function warnings({ warnings }: Report): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return html`<ul>
${warnings.map(({ text, count: times }) => html`<li>${name(text)}${times > 1 ? ` (${count(times)} times)` : ''}</li>\n`)}</ul>`;
}
