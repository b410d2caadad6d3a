import type {
  DescribedPeriod,
  DescribedRates,
  DescribedRetirement,
  PriceDescription,
} from '../pricing/describe-price.ts';
import { percent, rate, tokens } from '../report/format.ts';
import { date } from '../report/format-time.ts';
import type { GridColumn } from '../report/table/grid.ts';
import type { Page } from '../report/table/page.ts';

const RATE_COLUMNS: readonly GridColumn[] = [
  { label: 'input', align: 'right' },
  { label: 'cached', align: 'right' },
  { label: 'write 5m', align: 'right', drop: 2 },
  { label: 'write 1h', align: 'right', drop: 3 },
  { label: 'output', align: 'right' },
];

/** Every price in force at `at` (UTC ms), a line each. */
export function priceList(prices: readonly DescribedPeriod[], at: number, version: string, page: Page): void {
  page.text(`US dollars per 1M tokens on ${date(at, 'UTC')}; price book of ${version}`, { style: 'bold' });
  page.table(
    [
      { label: 'model', min: 20 },
      { label: 'provider', min: 6 },
      ...RATE_COLUMNS,
      { label: 'since', drop: 1 },
      { label: '', min: 1, drop: 4 },
    ],
    prices.map((price) => [
      price.model,
      price.provider,
      ...rateCells(price.rates[0]),
      price.from ?? '',
      marks(price),
    ]),
  );
  page.text('- is not offered or not known; llm-cost prices <model> says all that is known.', {
    style: 'dim',
  });
}

/** All that is known about one model's price. */
export function pricePage(price: PriceDescription, page: Page): void {
  const { current, match } = price;
  page.text(`${price.asked} on ${date(price.at, 'UTC')}; price book of ${price.bookVersion}`, {
    style: 'bold',
  });
  if (match === null || current === null) page.text(`No price: ${price.reason}`, { style: 'bad' });
  else {
    page.text(`Found by its ${match.how} as ${current.model} at ${current.provider}${own(current)}.`);
    for (const caveat of match.caveats) page.text(`Note: ${caveat}`, { style: 'bad', hang: 2 });
    facts(current, price.retirement, page);
    rates(current, page);
  }
  history(price, page);
  elsewhere(price, page);
}

function facts(price: DescribedPeriod, retirement: DescribedRetirement | null, page: Page): void {
  const lines: readonly (readonly [string, string])[] = [
    ['also called', price.aliases.join(', ')],
    ['context window', size(price.contextWindow)],
    ['longest output', size(price.maxOutput)],
    ['smallest cached prefix', size(price.cacheMinTokens)],
    ['tokenizer family', price.tokenizerFamily],
    ['price before a promotion', promotion(price)],
    ['not confirmed', price.uncertain.join(', ')],
    ['deprecated', price.deprecated || retirement !== null ? 'yes' : ''],
    ['retires', end(retirement)],
    ['note', price.notes],
    ['source', price.sources.join(', ')],
  ];
  for (const [name, value] of lines) if (value !== '') page.text(`${name}: ${value}`, { indent: 2, hang: 2 });
}

function rates(price: DescribedPeriod, page: Page): void {
  page.heading('US dollars per 1M tokens');
  page.table(
    [{ label: '', min: 12 }, ...RATE_COLUMNS],
    price.rates.map((card) => [condition(card), ...rateCells(card)]),
    { indent: 2 },
  );
  const thinking = price.rates[0]?.rates.outputThinking;
  if (thinking !== price.rates[0]?.rates.output) {
    page.text(`output of a call that thinks: ${rate(thinking)}`, { indent: 2 });
  }
  if (price.peakHours !== null) {
    const windows = price.peakHours.windowsUtc.map((window) => window.join(' to ')).join(', ');
    page.text(`peak hours: ${windows} UTC, ${price.peakHours.days}`, { indent: 2 });
  }
  for (const assumed of new Set(price.rates.flatMap((card) => card.assumed))) {
    page.text(`assumed: ${assumed}`, { indent: 2, hang: 2 });
  }
}

function history({ periods }: PriceDescription, page: Page): void {
  if (periods.length === 0 || (periods.length === 1 && periods[0]!.inForce)) return;
  page.heading('Over time');
  page.table(
    [{ label: 'from' }, { label: 'until' }, ...RATE_COLUMNS],
    periods.map((period) => [
      period.from ?? 'the start',
      period.to ?? 'further notice',
      ...rateCells(period.rates[0]),
    ]),
    { indent: 2, style: (i) => (periods[i]!.inForce ? 'bold' : 'plain') },
  );
}

function elsewhere({ elsewhere, claimDifferences }: PriceDescription, page: Page): void {
  if (elsewhere.length > 0) {
    page.heading('At other providers');
    page.table(
      [{ label: 'provider', min: 10 }, { label: 'as', min: 8, drop: 4 }, ...RATE_COLUMNS],
      elsewhere.map((price) => [price.provider, price.model, ...rateCells(price.rates[0])]),
      { indent: 2 },
    );
  }
  for (const { provider, field, claimed, listed } of claimDifferences) {
    page.text(`${provider} claims ${rate(claimed)} for ${field}; the list says ${rate(listed)}.`, {
      indent: 2,
    });
  }
}

function rateCells(card: DescribedRates | undefined): string[] {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = card?.rates ?? {};
  return [input, cacheRead, cacheWrite5m, cacheWrite1h, output].map((value) =>
    value === null || value === undefined ? '-' : rate(value),
  );
}

function condition({ tier, aboveTokens, peak }: DescribedRates): string {
  const parts = [aboveTokens === null ? '' : `above ${tokens(aboveTokens)}`, peak ? 'peak' : ''];
  return [tier, ...parts.filter((part) => part !== '')].join(', ');
}

function size(value: number | null): string {
  return value === null ? '' : `${tokens(value)} tokens`;
}

function promotion({ listPrice }: DescribedPeriod): string {
  return listPrice === null ? '' : `${rate(listPrice.input)} in, ${rate(listPrice.output)} out`;
}

function end(retirement: DescribedRetirement | null): string {
  if (retirement === null || retirement.retires === null) return '';
  const { retires, replacement, source } = retirement;
  return `${retires}${replacement === '' ? '' : `, replaced by ${replacement}`} (${source})`;
}

function own({ origin, factor }: DescribedPeriod): string {
  if (origin === '') return '';
  return factor === 1 ? `, your own price from ${origin}` : `, ${percent(1 - factor)} off by ${origin}`;
}

function marks(price: DescribedPeriod): string {
  return [
    price.origin === '' ? '' : 'yours',
    price.uncertain.length > 0 ? 'not all confirmed' : '',
    price.deprecated ? 'deprecated' : '',
  ]
    .filter((mark) => mark !== '')
    .join(', ');
}
