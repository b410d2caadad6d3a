import { Box } from 'ink';
import { type ReactNode, useMemo } from 'react';
import type { CallSubject, Evidence } from '../../model/evidence.ts';
import { promptTokens } from '../../model/usage.ts';
import { TextLine } from '../line.tsx';
import { ListView } from '../list/list-view.tsx';
import { Lines, paragraph, type ShownLine } from '../paragraph.tsx';
import { useExhibit, useSession } from '../session.ts';
import { callLines, callTables } from './call-lines.ts';
import { Crumbs } from './crumbs.tsx';
import { pointer, segmentBar } from './segment-bar.ts';
import {
  legend,
  promptText,
  SEGMENT_COLUMNS,
  segmentCells,
  segmentRows,
  segmentsTable,
} from './segment-list.ts';
import { useAnswer } from './use-answer.ts';

/** Lines of a segment's beginning below the list: on a low screen, and on a high one. */
const PREVIEW = { low: 2, high: 6 } as const;
const HIGH = 34;

const LEGEND_LINES = 2;

export interface CallViewProps {
  readonly place: string;
  readonly index: number;
  readonly path: readonly string[];
  readonly width: number;
  readonly height: number;
  onBack(): void;
}

/** One call: what it cost, what is said of it, and its prompt from segment to segment. */
export function CallView({ place, index, path, width, height, onBack }: CallViewProps) {
  const { explorer } = useSession();
  const answer = useAnswer(`${place}.evidence`, String(index), () => explorer.call(index));
  const crumbs = <Crumbs path={path} width={width} onBack={onBack} />;
  if (answer.is === 'known' && answer.value.subject.kind === 'call') {
    const { value: evidence } = answer;
    return (
      <Prompt
        {...{ place, index, evidence, width, height, crumbs }}
        subject={answer.value.subject}
        key={index}
      />
    );
  }
  return (
    <Box flexDirection="column" height={height} width={width}>
      {crumbs}
      <TextLine text=" " width={width} />
      <TextLine
        text={answer.is === 'failed' ? ` ${answer.reason}` : ' Looking at the call ...'}
        width={width}
      />
    </Box>
  );
}

function Prompt(props: {
  readonly place: string;
  readonly index: number;
  readonly evidence: Evidence;
  readonly subject: CallSubject;
  readonly crumbs: ReactNode;
  readonly width: number;
  readonly height: number;
}) {
  const { place, index, evidence, subject, crumbs, width, height } = props;
  const call = evidence.calls[0]!;
  const { segments } = subject;
  const size = promptTokens(call.tokens);
  const rows = useMemo(() => segmentRows(segments), [segments]);
  const room = width - 2;
  const bar = useMemo(() => segmentBar(subject, room), [subject, room]);
  useExhibit({
    name: 'call',
    tables: () => [...callTables(call, subject, evidence), segmentsTable(segments)],
  });
  const lines = callLines(call, subject, evidence, { width, height });
  const legendLines = paragraph(legend(subject), room, LEGEND_LINES).map((text) => ({ text: ` ${text}` }));
  const head = (row: number): ShownLine[] => [
    { text: ` ${promptText(subject, size)}`, tone: 'bold' },
    { text: ` ${bar.bar}`, tone: 'accent' },
    { text: ` ${pointer(bar, row, room)}` },
    ...legendLines,
  ];
  const below = height >= HIGH ? PREVIEW.high : PREVIEW.low;
  return (
    <ListView
      name={`${place}.prompt.${index}`}
      rows={rows}
      columns={SEGMENT_COLUMNS}
      cells={(row) => segmentCells(segments[row]!, size)}
      width={width}
      height={height}
      empty="The log holds no text of this prompt."
      above={{
        height: 1 + lines.length + (segments.length === 0 ? 1 : 3 + legendLines.length),
        show: (row) => (
          <>
            {crumbs}
            <Lines lines={lines} width={width} />
            <Lines lines={segments.length === 0 ? [{ text: '' }] : head(row)} width={width} />
          </>
        ),
      }}
      below={{
        height: below,
        show: (row) => (
          <Lines
            lines={paragraph(segments[row]?.preview ?? '', width - 3, below).map((text) => ({
              text: ` ${text}`,
              tone: 'dim',
            }))}
            width={width}
          />
        ),
      }}
    />
  );
}
