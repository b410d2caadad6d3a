import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallLog } from '../../../src/engine/log/call-log.ts';
import { type RowParts, storeOf } from '../../support/log-store.ts';

const SURROUNDINGS = { strings: [], tokenRatio: () => 1 };

/** Lines of the calls that stay. */
function kept(contents: readonly (readonly RowParts[])[], turn = (n: number): number => n): number[] {
  const named = contents.map((rows, i) => ({ path: `/logs/${turn(i)}.jsonl`, rows }));
  const { store, files } = storeOf(named.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  const log = new CallLog(store.calls, files, SURROUNDINGS);
  const lines = Array.from(log, ({ line }) => line).sort((a, b) => a - b);
  const all = named.flatMap(({ rows }) => rows).filter(({ isPart }) => !isPart).length;
  expect(lines.length + log.notes.nested).toBe(all);
  store.close();
  return lines;
}

function logged(line: number, span: number, parentSpan: number): RowParts {
  return { line, span, parentSpan, usageBasis: 'logged', input: 10 };
}

describe('of two calls one above the other', () => {
  test('the lower one stays where both have usage', () => {
    expect(kept([[logged(1, 100, 0), logged(2, 101, 100), logged(3, 102, 100)]])).toEqual([2, 3]);
  });

  test('the lower one stays however far below it is, through steps and in another file', () => {
    const steps: RowParts[] = [
      { line: 8, isPart: 2, span: 101, parentSpan: 100 },
      { line: 9, isPart: 2, span: 102, parentSpan: 101 },
    ];
    expect(kept([[logged(1, 100, 0)], steps, [logged(2, 103, 102)]])).toEqual([2]);
  });

  test('the upper one stays where the lower one has no usage of its own', () => {
    const estimated: RowParts = { line: 2, span: 101, parentSpan: 100, usageBasis: 'estimated' };
    const unknown: RowParts = { line: 3, span: 102, parentSpan: 101 };
    expect(kept([[logged(1, 100, 0), estimated, unknown]])).toEqual([1]);
  });

  test('an estimate stays beside its logged sibling, whose parent is dropped', () => {
    const estimated: RowParts = { line: 2, span: 101, parentSpan: 100, usageBasis: 'estimated' };
    expect(kept([[logged(1, 100, 0), estimated, logged(3, 102, 100)]])).toEqual([2, 3]);
  });

  test('of two estimates the lower one stays', () => {
    const above: RowParts = { line: 1, span: 100, usageBasis: 'estimated' };
    expect(kept([[above, { ...above, line: 2, span: 101, parentSpan: 100 }]])).toEqual([2]);
  });

  test('a failed attempt without usage stays and replaces nothing', () => {
    const failed: RowParts = { line: 2, span: 101, parentSpan: 100, failed: 1 };
    expect(kept([[logged(1, 100, 0), failed]])).toEqual([1, 2]);
    expect(kept([[{ line: 1, span: 100, failed: 1 }, failed]])).toEqual([2]);
  });

  test('a failed attempt with usage counts like any other', () => {
    expect(kept([[logged(1, 100, 0), { ...logged(2, 101, 100), failed: 1 }]])).toEqual([2]);
  });

  test('a call without a span of its own is below its parent', () => {
    expect(kept([[logged(1, 100, 0), logged(2, 0, 100), logged(3, 0, 100)]])).toEqual([2, 3]);
  });

  test('usage that a part lends counts as the call’s own', () => {
    const part: RowParts = { isPart: 1, join: 5, usageBasis: 'logged', input: 3 };
    const below: RowParts = { line: 2, span: 101, parentSpan: 100, join: 5 };
    expect(kept([[logged(1, 100, 0), below]])).toEqual([1]);
    expect(kept([[logged(1, 100, 0), below, part]])).toEqual([2]);
  });

  test('what only a part says of the trace counts', () => {
    const part: RowParts = { isPart: 1, join: 5, span: 101, parentSpan: 100 };
    expect(kept([[logged(1, 100, 0), logged(2, 101, 0), part]])).toEqual([2]);
  });
});

test('a repeated record neither counts nor stands above its other copy', () => {
  const copy: RowParts = { ...logged(1, 101, 100), key: 4, keyCheck: 4 };
  expect(kept([[copy, logged(2, 102, 101)]])).toEqual([2]);
  const { store, files } = storeOf([{ path: '/a', rows: [copy, { ...copy, line: 2 }] }]);
  const log = new CallLog(store.calls, files, SURROUNDINGS);
  expect(log.size).toBe(1);
  expect(log.droppedIn(files[0]!.id)).toEqual({ repeated: 1, nested: 0 });
});

describe('hostile traces', () => {
  test('a span that is its own parent in one record and another’s child in the next is the other’s child', () => {
    const self: RowParts = { isPart: 2, span: 101, parentSpan: 101 };
    const calls = [logged(1, 100, 0), logged(2, 101, 0)];
    const child: RowParts = { isPart: 2, span: 101, parentSpan: 100 };
    for (const steps of [
      [self, child],
      [child, self],
    ])
      expect(kept([steps, calls])).toEqual([2]);
    expect(
      kept([
        [
          { ...self, span: 99, parentSpan: 99 },
          { isPart: 2, span: 99, parentSpan: 100 },
          ...calls.slice(0, 1),
          logged(2, 0, 99),
        ],
      ]),
    ).toEqual([2]);
  });

  test('a span with two parents is below the same one whatever the order of its records', () => {
    const calls = [logged(1, 100, 0), logged(2, 101, 0), logged(3, 102, 0)];
    const steps: RowParts[] = [100, 101].map((parentSpan) => ({ isPart: 2, span: 102, parentSpan }));
    expect(kept([steps, calls])).toEqual(kept([steps.toReversed(), calls]));
  });

  test('calls that are above each other or above themselves all stay', () => {
    expect(kept([[logged(1, 100, 100), logged(2, 101, 102), logged(3, 102, 101)]])).toEqual([1, 2, 3]);
  });

  test('what hangs on a cycle is still below it', () => {
    expect(kept([[logged(1, 101, 102), logged(2, 102, 101), logged(3, 103, 101)]])).toEqual([2, 3]);
  });

  test('a chain of 100,000 spans leaves its end', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => logged(i + 1, i + 1, i));
    const { store, files } = storeOf([{ path: '/a', rows: chain.toReversed() }], 8192);
    const log = new CallLog(store.calls, files, SURROUNDINGS);
    expect(Array.from(log, ({ line }) => line)).toEqual([100_000]);
    expect(log.notes.nested).toBe(99_999);
  });
});

const RANKS = ['failed', 'none', 'estimated', 'logged'] as const;

interface Node {
  readonly parent: number;
  readonly kind: 'step' | (typeof RANKS)[number];
  readonly file: number;
}

/** By walking from every call to all above it. */
function keptByWalking(nodes: readonly Node[]): number[] {
  const parentOf = (i: number): number => nodes[i]?.parent ?? -1;
  const climb = (i: number): number[] => {
    const path: number[] = [];
    for (let up = parentOf(i); up >= 0 && up < nodes.length && !path.includes(up); up = parentOf(up))
      path.push(up);
    return path;
  };
  const isOnCycle = (i: number): boolean => climb(i).includes(i);
  const above = (i: number): number[] => {
    const path: number[] = [];
    for (let at = i; !isOnCycle(at); at = path.at(-1)!) {
      const up = parentOf(at);
      if (up < 0 || up >= nodes.length) break;
      path.push(up);
    }
    return path;
  };
  const rank = (i: number): number => RANKS.indexOf(nodes[i]!.kind as (typeof RANKS)[number]);
  const calls = nodes.flatMap(({ kind }, i) => (kind === 'step' ? [] : [i]));
  const notReplaced = calls.filter(
    (i) => !calls.some((low) => above(low).includes(i) && rank(low) >= rank(i)),
  );
  return notReplaced.filter(
    (i) => rank(i) === 0 || !above(i).some((up) => notReplaced.includes(up) && rank(up) > rank(i)),
  );
}

const node: fc.Arbitrary<Node> = fc.record({
  parent: fc.integer({ min: -1, max: 14 }),
  kind: fc.constantFrom('step', ...RANKS),
  file: fc.nat(2),
});

test('random traces over several files leave the same calls as walking them, whatever the order of the files', () => {
  fc.assert(
    fc.property(fc.array(node, { maxLength: 14 }), fc.nat(5), (nodes, turned) => {
      const contents: RowParts[][] = [[], [], []];
      nodes.forEach(({ parent, kind, file }, i) => {
        contents[file]!.push({
          line: i,
          span: 1000 + i,
          parentSpan: parent < 0 ? 0 : 1000 + parent,
          ...(kind === 'step' ? { isPart: 2 } : kind === 'failed' ? { failed: 1 } : { usageBasis: kind }),
        });
      });
      const turn = (file: number): number => [0, 1, 2, 0, 1][(turned < 3 ? file : 2 - file) + (turned % 3)]!;
      expect(kept(contents, turn)).toEqual(keptByWalking(nodes));
    }),
    { numRuns: 500 },
  );
});
