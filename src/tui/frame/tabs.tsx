import { cost } from '../../report/money.ts';
import { textWidth } from '../../report/safe-text.ts';
import { Line, type Span } from '../line.tsx';
import { screens } from '../screens/index.ts';
import { useSession } from '../session.ts';

/** The screens by number, the one that is shown marked, and what was spent. */
export function Tabs({ shown, width }: { readonly shown: string; readonly width: number }) {
  const { totals } = useSession().report;
  const whole = tabSpans(shown, true);
  // On a narrow terminal the numbers are enough for all screens but the one that is shown.
  const tabs = columnsOf(whole) > width ? tabSpans(shown, false) : whole;
  const spent = `${cost(totals, 11)} spent `;
  const gap = width - columnsOf(tabs) - textWidth(spent);
  const right: Span[] = gap < 2 ? [] : [{ text: ' '.repeat(gap) }, { text: spent, tone: 'bold' }];
  return <Line spans={[...tabs, ...right]} width={width} />;
}

function tabSpans(shown: string, areAllNamed: boolean): readonly Span[] {
  return screens.flatMap(({ id, title }, i): Span[] => [
    { text: ` ${i + 1} `, tone: 'dim' },
    ...(id === shown ? [{ text: `[${title}]`, tone: 'accent' as const }] : []),
    ...(id !== shown && areAllNamed ? [{ text: ` ${title} ` }] : []),
  ]);
}

function columnsOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}
