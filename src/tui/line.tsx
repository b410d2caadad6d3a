import { Text } from 'ink';
import { useContext } from 'react';
import { cut, safeText, textWidth } from '../report/safe-text.ts';
import { SessionContext } from './session.ts';

/** How a text looks; without colour, accent is bold. */
export type Tone = 'plain' | 'dim' | 'bold' | 'accent' | 'chosen';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** The application's one colour. */
const ACCENT = 'cyan';

/**
 * One line of at most `width` columns. Everything that is shown goes through here, so that no text of a log can move the
 * cursor or break the frame.
 */
export function Line({ spans, width }: { readonly spans: readonly Span[]; readonly width: number }) {
  const isColored = useContext(SessionContext)?.isColored ?? false;
  let at = 0;
  const placed = spans.flatMap(({ text, tone = 'plain' }) => {
    const shown = cut(safeText(text), width - at);
    const start = at;
    at += textWidth(shown);
    return shown === '' ? [] : [{ start, shown, tone }];
  });
  return (
    <Text wrap="truncate">
      {placed.map(({ start, shown, tone }) => (
        <Text key={start} {...look(tone, isColored)}>
          {shown}
        </Text>
      ))}
    </Text>
  );
}

/** A line of one tone. */
export function TextLine({ text, tone, width }: Span & { readonly width: number }) {
  return <Line spans={[{ text, ...(tone !== undefined && { tone }) }]} width={width} />;
}

function look(tone: Tone, isColored: boolean) {
  switch (tone) {
    case 'plain':
      return {};
    case 'dim':
      return { dimColor: true };
    case 'bold':
      return { bold: true };
    case 'accent':
      return isColored ? { color: ACCENT } : { bold: true };
    case 'chosen':
      return { inverse: true };
    default:
      return tone satisfies never;
  }
}
