import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallLog, type LogNotes } from '../../../src/engine/log/call-log.ts';
import { type RowParts, storeOf } from '../../support/log-store.ts';

type Contents = Parameters<typeof storeOf>[0];

function openLog(contents: Contents, batchRows?: number): CallLog {
  const { store, files } = storeOf(contents, batchRows);
  return new CallLog(store.calls, files, { strings: store.strings.texts, tokenRatio: () => 1 });
}

function notesOf(notes: Partial<LogNotes>): LogNotes {
  return { nested: 0, ambiguousParts: 0, unanswered: 0, ...notes };
}

/** Half of a batch: the request of `join`. */
function request(join: number, prompt: number, more: RowParts = {}): RowParts {
  return { isPart: 1, join, prompt, usageBasis: 'estimated', input: 10 + prompt, ...more };
}

/** The other half, told in `line`. */
function answer(line: number, join: number, more: RowParts = {}): RowParts {
  return { line, join, usageBasis: 'logged', input: 100, output: line, key: line, keyCheck: line, ...more };
}

describe('parts and steps', () => {
  test('are no calls, repeat none, and a prompt that no call was made with is no prompt', () => {
    const rows = [
      request(1, 4, { key: 8, keyCheck: 8, time: 1 }),
      answer(2, 9, { key: 8, keyCheck: 8, prompt: 5, time: 5 }),
      request(9, 6, { key: 8, keyCheck: 8, output: 50, usageBasis: 'logged' }),
      { isPart: 2, span: 3, parentSpan: 4, prompt: 7 },
    ];
    const log = openLog([{ path: '/a', rows }]);
    expect(Array.from(log, ({ line, usage }) => [line, usage.output])).toEqual([[2, 2]]);
    expect([...log.promptNodes()]).toEqual([5]);
    expect(log.droppedIn(1)).toEqual({ repeated: 0, nested: 0 });
    expect(log.notes).toEqual(notesOf({ unanswered: 1 }));
  });

  test('of no join or of one without a call are requests without an answer', () => {
    const rows = [request(0, 1), request(0, 1), request(7, 1), request(7, 2), answer(5, 8)];
    expect(openLog([{ path: '/a', rows }]).notes).toEqual(notesOf({ unanswered: 4 }));
  });

  test('that only rows of older batches lack are none', () => {
    const nan = Number.NaN;
    const old = { isPart: nan, join: nan, span: nan, parentSpan: nan };
    const log = openLog([
      {
        path: '/a',
        rows: [
          { ...old, line: 1 },
          { ...old, line: 2 },
        ],
      },
    ]);
    expect(Array.from(log, ({ line }) => line)).toEqual([1, 2]);
    const mixed = [{ path: '/a', rows: [{ ...old, line: 1 }, answer(2, 3), request(3, 4)] }];
    expect(Array.from(openLog(mixed), ({ line, prompt }) => [line, prompt])).toEqual([
      [1, -1],
      [2, 4],
    ]);
  });
});

test('a call borrows from a part in another file, and its prompt is one that calls were made with', () => {
  const log = openLog([
    { path: '/in', rows: [request(1, 4, { temperature: 0.5, model: 'm', id: 'asked' }), request(2, 6)] },
    { path: '/out', rows: [answer(1, 2, { id: 'answered' }), answer(2, 1)] },
  ]);
  expect(
    Array.from(log, ({ line, prompt, temperature, model }) => [line, prompt, temperature, model]),
  ).toEqual([
    [1, 6, Number.NaN, ''],
    [2, 4, 0.5, 'm'],
  ]);
  expect(Array.from(log, ({ id }) => id)).toEqual(['answered', 'asked']);
  expect(log.promptNodes()).toEqual(new Set([4, 6]));
  expect(log.notes).toEqual(notesOf({}));
});

test('a call without a time takes its place by the time of its part, whose own row moves nothing', () => {
  const rows = [
    { line: 1, time: 10 },
    request(1, 0, { time: 15 }),
    { line: 3 },
    { line: 4, time: 20 },
    answer(5, 1),
    { line: 6 },
  ];
  const log = openLog([{ path: '/a', rows }]);
  expect(Array.from(log, ({ line, time }) => [line, time])).toEqual([
    [1, 10],
    [3, Number.NaN],
    [5, 15],
    [6, Number.NaN],
    [4, 20],
  ]);
});

test('a hundred thousand parts of one call take no longer than they should', () => {
  const parts = Array.from({ length: 100_000 }, () => request(1, 4));
  const log = openLog([{ path: '/a', rows: [answer(1, 1), ...parts] }], 8192);
  expect(Array.from(log, ({ prompt }) => prompt)).toEqual([4]);
});

describe('one call logged in several lines', () => {
  const lines = (outputs: readonly number[], file: number): RowParts[] =>
    outputs.map((output, i) => ({
      line: 10 * file + i,
      usageBasis: 'logged',
      key: 1,
      keyCheck: 1,
      output,
      cacheRead: 100 + output,
      time: output,
    }));

  test('is the line with the most output, with that line’s other fields', () => {
    const log = openLog([
      { path: '/a', rows: lines([1, 8, 8], 1) },
      { path: '/b', rows: lines([8, 3], 2) },
    ]);
    expect(Array.from(log, ({ line, time, usage }) => [line, time, usage.output, usage.cacheRead])).toEqual([
      [11, 8, 8, 108],
    ]);
    expect([log.droppedIn(1).repeated, log.droppedIn(2).repeated]).toEqual([2, 2]);
  });

  test('borrows once when its answer and its request were copied', () => {
    const half = [request(1, 4), request(1, 4)];
    const log = openLog([
      { path: '/x/in', rows: half },
      { path: '/y/in', rows: half },
      { path: '/x/out', rows: [answer(1, 1)] },
      { path: '/y/out', rows: [answer(1, 1)] },
    ]);
    expect(Array.from(log, ({ prompt }) => prompt)).toEqual([4]);
    expect(log.notes).toEqual(notesOf({}));
  });
});

/** Batches whose requests have the ids 1 to 5, each batch its own prompts. */
const batches = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), {
  minLength: 1,
  maxLength: 5,
});
const PROMPTS = 10;

function lineOf(batch: number, join: number): number {
  return batch * PROMPTS + join;
}

/** Every batch's requests and answers, in two files of the folder that `folderOf` names. */
function filesOf(ids: readonly (readonly number[])[], folderOf: (batch: number) => string): Contents {
  return ids.flatMap((joins, batch) => [
    { path: `${folderOf(batch)}/${batch}-in`, rows: joins.map((join) => request(join, lineOf(batch, join))) },
    {
      path: `${folderOf(batch)}/${batch}-out`,
      rows: joins.toReversed().map((join) => answer(lineOf(batch, join), join)),
    },
  ]);
}

/** Prompt by line, in the order of lines. */
function promptsOf(log: CallLog): number[][] {
  return Array.from(log, ({ line, prompt }) => [line, prompt]).sort(([a], [b]) => a! - b!);
}

function shuffled(contents: Contents, seed: number): Contents {
  return contents.toSorted((a, b) => hashOf(a.path, seed) - hashOf(b.path, seed));
}

function hashOf(text: string, seed: number): number {
  return [...text].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 0x9e3779b1), seed);
}

describe('batches that use the same custom ids', () => {
  test('in folders of their own are joined each with its own requests, in whatever order they come', () => {
    fc.assert(
      fc.property(batches, fc.integer(), (ids, seed) => {
        const log = openLog(
          shuffled(
            filesOf(ids, (batch) => `/${batch}`),
            seed,
          ),
          2,
        );
        const lines = ids.flatMap((joins, batch) => joins.map((join) => lineOf(batch, join)));
        expect(promptsOf(log)).toEqual(lines.sort((a, b) => a - b).map((line) => [line, line]));
        expect(log.notes).toEqual(notesOf({}));
      }),
      { numRuns: 100 },
    );
  });

  test('in one folder are joined where an id is used once, else said to be ambiguous', () => {
    fc.assert(
      fc.property(batches, fc.integer(), (ids, seed) => {
        const log = openLog(
          shuffled(
            filesOf(ids, () => '/all'),
            seed,
          ),
          2,
        );
        const usesOf = (join: number): number => ids.flat().filter((id) => id === join).length;
        const expected = ids.flatMap((joins, batch) =>
          joins.map((join) => [lineOf(batch, join), usesOf(join) === 1 ? lineOf(batch, join) : -1]),
        );
        expect(promptsOf(log)).toEqual(expected.sort(([a], [b]) => a! - b!));
        expect(log.notes).toEqual(
          notesOf({ ambiguousParts: ids.flat().filter((id) => usesOf(id) > 1).length }),
        );
        expect(log.promptNodes()).toEqual(
          new Set(expected.flatMap(([, prompt]) => (prompt! < 0 ? [] : [prompt!]))),
        );
      }),
      { numRuns: 100 },
    );
  });
});
