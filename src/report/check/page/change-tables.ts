import type { CheckResult, GroupChange } from '../../../model/check.ts';
import { count } from '../../format.ts';
import { markdownName, markdownText } from '../../markdown/markdown-text.ts';
import { isShown } from '../comparison-rows.ts';
import { beforeAndAfter } from '../words/figure-text.ts';
import { whatBecame } from '../words/what-became.ts';
import type { PageBlock } from './fit-page.ts';
import { RANK, rowsBlock, tableHead, tableRow } from './page-block.ts';

const NAME = 60;

const FIGURES = ['calls', 'cost', 'per call', 'input tokens a call', 'output tokens a call'] as const;

/** Templates, features and models whose figures are others than the baseline's, folded; what is the same is no row. */
export function changeTables({ comparison }: CheckResult): PageBlock[] {
  if (comparison === null) return [];
  const { templates, features, models } = comparison;
  return [
    ...table('template', 'templates', templates),
    ...table('feature', 'features', features),
    ...table('model', 'models', models),
  ];
}

function table(one: string, many: string, all: readonly GroupChange[]): PageBlock[] {
  const changed = all.filter(isShown);
  const columns = [
    { label: one },
    { label: '' },
    ...FIGURES.map((label) => ({ label, align: 'right' }) as const),
  ];
  return rowsBlock(changed, RANK.details, row, {
    head: [
      '<details>',
      `<summary>${count(changed.length)} ${changed.length === 1 ? one : many} changed</summary>`,
      '',
      ...tableHead(columns),
    ],
    tail: ['', '</details>'],
  });
}

function row(change: GroupChange): string {
  const { key, label, calls, costUsd, costPerCallUsd, inputTokensPerCall, outputTokensPerCall } = change;
  return tableRow([
    key === '' ? '(no name)' : markdownName(label === '' ? key : label, NAME),
    markdownText(whatBecame(change)),
    ...[
      beforeAndAfter(calls, 'calls'),
      beforeAndAfter(costUsd, 'usd'),
      beforeAndAfter(costPerCallUsd, 'usd'),
      beforeAndAfter(inputTokensPerCall, 'tokens'),
      beforeAndAfter(outputTokensPerCall, 'tokens'),
    ].map((cell) => markdownText(cell)),
  ]);
}
