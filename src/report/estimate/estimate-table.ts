import type { RenderOptions } from '../../contracts/renderer.ts';
import type { Estimate, EstimateRow } from '../../model/estimate.ts';
import { count, percent, tokens, UNKNOWN, usd } from '../format.ts';
import type { GridColumn } from '../table/grid.ts';
import { Page } from '../table/page.ts';

/** A planned volume on several models, for a person at a terminal. */
export function estimateTable(estimate: Estimate, options: RenderOptions): string {
  const page = new Page(options);
  page.text(headline(estimate), { style: 'bold' });
  page.text(
    `${estimate.tier === 'standard' ? 'Prices' : `${estimate.tier} prices`} of ${estimate.pricesAt}; price book of ${estimate.priceBook.version}`,
    { style: 'dim' },
  );
  for (const line of estimate.priceBook.overrides) page.text(line, { indent: 2, hang: 2, style: 'dim' });
  if (hasVolume(estimate)) costs(estimate, page);
  bills(estimate, page);
  remarks(estimate, page);
  return page.toString();
}

function headline({ volume: { requests, inputTokens, cachedTokens, outputTokens } }: Estimate): string {
  const cached = (each: number): string => (each === 0 ? '' : ` (${tokens(each)} cached)`);
  if (requests === null) {
    return `${tokens(inputTokens)} input${cached(cachedTokens)} and ${tokens(outputTokens)} output tokens`;
  }
  if (inputTokens + outputTokens === 0) return `${count(requests)} requests`;
  const of = (all: number): number => all / requests;
  return `${count(requests)} requests of ${tokens(of(inputTokens))} input${cached(of(cachedTokens))} and ${tokens(of(outputTokens))} output tokens each`;
}

function hasVolume({ volume: { inputTokens, outputTokens } }: Estimate): boolean {
  return inputTokens + outputTokens > 0;
}

function costs({ rows, baseline, volume }: Estimate, page: Page): void {
  const hasCached = volume.cachedTokens > 0;
  const isEach = volume.requests !== null;
  const columns: readonly (GridColumn | false)[] = [
    { label: 'model', min: 16 },
    { label: 'input', align: 'right', drop: 3 },
    hasCached && { label: 'cached', align: 'right', drop: 4 },
    { label: 'output', align: 'right', drop: 2 },
    { label: 'total', align: 'right' },
    isEach && { label: 'a request', align: 'right', drop: 1 },
    baseline !== null && { label: `against ${baseline.label}`, align: 'right' },
    baseline !== null && { label: '', align: 'right' },
  ];
  const cells = (row: EstimateRow): readonly (string | false)[] => [
    row.model,
    usd(row.inputUsd),
    hasCached && usd(row.cachedUsd),
    usd(row.outputUsd),
    usd(row.totalUsd),
    isEach && usd(row.perRequestUsd),
    baseline !== null && signed(row.deltaUsd, usd),
    baseline !== null && signed(row.deltaShare, percent),
  ];
  page.blank();
  page.table(
    columns.filter((column) => column !== false),
    rows.map((row) => cells(row).filter((cell) => cell !== false)),
  );
  if (baseline !== null && baseline.label === 'a bill')
    page.text(`The bill: ${usd(baseline.usd)}`, { style: 'dim' });
}

/** Differences carry their sign. */
function signed(value: number | null, format: (value: number | null) => string): string {
  return value !== null && value > 0 ? `+${format(value)}` : format(value);
}

function bills({ rows, volume }: Estimate, page: Page): void {
  const billed = rows.flatMap(({ model, bill }) => (bill === null ? [] : [{ model, bill }]));
  const [first] = billed;
  if (first === undefined) return;
  page.heading(`What ${usd(first.bill.usd)} buys`);
  const isEach = volume.requests !== null;
  page.table(
    [
      { label: 'model', min: 16 },
      { label: 'only input', align: 'right' },
      { label: 'only output', align: 'right' },
      ...(isEach
        ? ([
            { label: 'input a request', align: 'right' },
            { label: 'output a request', align: 'right' },
          ] as const)
        : []),
    ],
    billed.map(({ model, bill }) => [
      model,
      tokens(bill.inputTokens, 9),
      tokens(bill.outputTokens, 9),
      ...(isEach ? [part(bill.inputTokensPerRequest), part(bill.outputTokensPerRequest)] : []),
    ]),
  );
  for (const { model, bill } of billed) {
    if (!bill.isImpossible) continue;
    page.text(
      `${model}: not one input and one output token per request; bill, number of requests and price cannot all be true.`,
      { style: 'bad', hang: 2 },
    );
  }
}

/** Less than a token must not read as none. */
function part(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value < 10 ? value.toFixed(2) : tokens(value, 9);
}

function remarks({ rows, notes }: Estimate, page: Page): void {
  if (rows.every((row) => row.notes.length === 0) && notes.length === 0) return;
  page.blank();
  for (const note of notes) page.text(note, { style: 'dim', hang: 2 });
  for (const { model, notes: said } of rows) {
    if (said.length > 0) page.text(`${model}: ${said.join('; ')}`, { style: 'dim', hang: 2 });
  }
}
