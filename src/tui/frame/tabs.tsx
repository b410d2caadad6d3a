import { usd } from '../../report/format.ts';
import { isAllUnpriced } from '../../report/money.ts';
import { textWidth } from '../../report/safe-text.ts';
import { Line, type Span } from '../line.tsx';
import { screens } from '../screens/index.ts';
import { useSession } from '../session.ts';

/** The screens by number, the one that is shown marked, and what was spent. */
export function Tabs({ shown, width }: { readonly shown: string; readonly width: number }) {
  const { totals } = useSession().report;
  const tabs: Span[] = screens.flatMap(({ id, title }, i) => [
    { text: ` ${i + 1} `, tone: 'dim' },
    { text: id === shown ? `[${title}]` : ` ${title} `, tone: id === shown ? 'accent' : 'plain' },
  ]);
  const spent = `${usd(isAllUnpriced(totals) ? null : totals.costUsd, 11)} spent `;
  const used = tabs.reduce((sum, { text }) => sum + textWidth(text), 0);
  const gap = width - used - textWidth(spent);
  const right: Span[] = gap < 2 ? [] : [{ text: ' '.repeat(gap) }, { text: spent, tone: 'bold' }];
  return <Line spans={[...tabs, ...right]} width={width} />;
}
