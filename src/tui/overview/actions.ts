import type { Report } from '../../model/report.ts';
import { counted, usd } from '../../report/format.ts';
import { isAllUnpriced } from '../../report/money.ts';
import { nextActions } from '../../report/next-actions.ts';
import { paragraph, type ShownLine } from '../paragraph.tsx';

/** The most valuable actions in words, each in as many lines as its part of `height`. */
export function actionLines(report: Report, width: number, height: number): ShownLine[] {
  const { unpricedCalls } = report.totals;
  const actions = nextActions(report).map(
    ({ title, what, savesUsd }) => `${title}, ${usd(savesUsd)}: ${what}`,
  );
  const texts = [
    ...(unpricedCalls > 0
      ? [
          `Give a price for the models without one (--prices FILE): ${counted(unpricedCalls, 'call')} are not in these figures.`,
        ]
      : []),
    ...actions,
  ];
  if (texts.length === 0)
    texts.push(
      isAllUnpriced(report.totals)
        ? 'Nothing can be said without prices.'
        : 'No saving was found in what could be priced.',
    );
  const room = height - 1;
  const shown = texts.slice(0, room);
  const each = Math.max(1, Math.floor(room / Math.max(1, shown.length)));
  return [
    { text: ' What to do next', tone: 'bold' },
    ...shown.flatMap((text, i) =>
      paragraph(text, width - 5, each).map((line, at) => ({
        text: ` ${at === 0 ? `${i + 1}.` : '  '} ${line}`,
      })),
    ),
  ];
}
