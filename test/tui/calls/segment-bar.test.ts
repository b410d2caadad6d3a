import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceSegment } from '../../../src/model/evidence.ts';
import { type Pieces, partOf, partTotals, pointer, segmentBar } from '../../../src/tui/calls/segment-bar.ts';
import { legend } from '../../../src/tui/calls/segment-list.ts';
import { madeUpEvidence } from '../made-up-calls.ts';

/** A prompt that is listed whole. */
const whole = (segments: readonly EvidenceSegment[]): Pieces => ({ segments, unlisted: [] });

function segmentsOf(turns = 0) {
  const { subject } = madeUpEvidence(1, 'x', turns);
  return subject.kind === 'call' ? subject.segments : [];
}

test('columns are in proportion to tokens, in the order of the prompt', () => {
  expect(segmentBar(whole(segmentsOf()), 30).bar).toBe(
    `${'█'.repeat(15)}${'▓'.repeat(6)}${'▒'.repeat(3)}░${'▚'.repeat(5)}`,
  );
});

test('it is as wide as it should be, whatever the sizes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5_000_000), { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 1, max: 200 }),
      (sizes, width) => {
        const segments = sizes.map((tokens) => ({ ...segmentsOf()[0]!, tokens }));
        const { bar, places } = segmentBar(whole(segments), width);
        const isEmpty = sizes.every((size) => size === 0);
        expect(bar).toHaveLength(isEmpty ? 0 : width);
        expect(places.every(({ from }, i) => i === 0 || from === places[i - 1]!.to)).toBe(true);
      },
    ),
  );
});

test('the pointer stands under the segment, and a sliver has one too', () => {
  const bar = segmentBar(whole(segmentsOf()), 30);
  expect(pointer(bar, 2, 30)).toBe(`${' '.repeat(21)}▔▔▔`);
  const small = segmentBar(
    whole([
      { ...segmentsOf()[0]!, tokens: 1 },
      { ...segmentsOf()[0]!, tokens: 9_999 },
    ]),
    10,
  );
  expect(pointer(small, 0, 10)).toBe('▔');
  expect(pointer(bar, -1, 30)).toBe('');
});

test('what is not listed has its part of the bar and of the legend, and rows point past it', () => {
  const [first] = segmentsOf();
  const listed = (number: number): EvidenceSegment => ({
    ...first!,
    ...{ number, kind: 'message', role: 'user', tokens: 10, costUsd: 0.001 },
  });
  const results = { kind: 'message', role: 'tool', segments: 4, tokens: 40, costUsd: 0.004 } as const;
  const pieces = { segments: [1, 2, 7, 8].map(listed), unlisted: [results] };
  const bar = segmentBar(pieces, 8);
  expect(bar.bar).toBe('▒▒▚▚▚▚▒▒');
  expect(pointer(bar, 2, 8)).toBe(`${' '.repeat(6)}▔`);
  expect(legend(pieces)).toBe('▒ user 40 $0.0040 50.0%   ▚ tool results 40 $0.0040 50.0%');
});

test('the money of a part is unknown when that of one of its segments is', () => {
  const segments = segmentsOf(2).map((segment, i) => (i === 5 ? { ...segment, costUsd: null } : segment));
  const totals = partTotals(whole(segments));
  expect(totals.find(({ part }) => part === 'user')).toEqual({ part: 'user', tokens: 130, costUsd: null });
  expect(totals.find(({ part }) => part === 'assistant')!.costUsd).toBeCloseTo(0.0001, 12);
});

test.each([
  ['tool', 'tool', 'tools'],
  ['message', 'tool', 'tool results'],
  ['message', 'developer', 'system'],
  ['message', 'model', 'assistant'],
  ['block', '', 'other'],
] as const)('%s of %s is %s', (kind, role, part) => {
  expect(partOf({ kind, role })).toBe(part);
});
