import type { Evidence, TotalSubject } from '../../model/evidence.ts';
import type { Group } from '../../model/report.ts';
import { count, counted, percent, tokens, usd } from '../format.ts';
import { cost } from '../money.ts';
import type { Page } from '../table/page.ts';

/** One group of the report's totals: what it cost, who and what made it, and which findings are about it. */
export function totalPage({ totals }: Evidence, subject: TotalSubject, page: Page): void {
  const { by, key, label, sizes } = subject;
  page.text(
    `${by} ${key === '' ? '(not in the log)' : key}: ${cost(totals)} for ${counted(totals.calls, 'call')}`,
    {
      style: 'bold',
    },
  );
  if (label !== '') page.text(label, { indent: 2, hang: 2 });
  const failed = totals.failedCalls > 0 ? `; ${count(totals.failedCalls)} failed` : '';
  page.text(
    `Prompts of ${tokens(sizes.prompt.median)} tokens (median; 95% up to ${tokens(sizes.prompt.p95)}), answers of ${tokens(sizes.output.median)} (${tokens(sizes.output.p95)})${failed}.`,
    { style: 'dim' },
  );
  shares('model', by === 'model' ? [] : subject.models, page);
  shares('user', by === 'user' ? [] : subject.users, page);
  page.heading('Findings about these calls');
  if (subject.concerns.length === 0) page.text('None.', { indent: 2 });
  page.table(
    [
      { label: 'finding', min: 14 },
      { label: 'show', drop: 1 },
      { label: 'calls', align: 'right' },
      { label: 'found', align: 'right', drop: 2 },
      { label: 'counted', align: 'right' },
    ],
    subject.concerns.map(({ title, detector, calls, wastedUsd, countedUsd }) => [
      title,
      detector,
      count(calls, 7),
      usd(wastedUsd, 11),
      usd(countedUsd, 11),
    ]),
    { indent: 2 },
  );
}

/** Nothing is said where one group is all. */
function shares(name: string, groups: readonly Group[], page: Page): void {
  if (groups.length < 2) return;
  page.heading(`By ${name}`);
  page.table(
    [
      { label: name, min: 12 },
      { label: 'calls', align: 'right' },
      { label: 'cost', align: 'right' },
      { label: 'share', align: 'right' },
    ],
    groups.map((group) => [
      group.key === null ? '(all others)' : group.key === '' ? '(not in the log)' : group.key,
      count(group.calls, 7),
      cost(group, 12),
      percent(group.share),
    ]),
    { indent: 2 },
  );
}
