import { describe, expect, test } from 'vitest';
import { JoinedCall } from '../../../src/engine/log/joined-call.ts';
import type { BatchColumn } from '../../../src/model/call-batch.ts';
import { COLUMN_NUMBER } from '../../../src/store/batch-codec.ts';
import { CallWindow } from '../../../src/store/call-window.ts';
import { type RowParts, storeOf } from '../../support/log-store.ts';

/** A call as the window shows it that borrows from these parts, for a model with twice the base's tokens. */
function shown(own: RowParts, ...parts: RowParts[]): CallWindow {
  const { store, files } = storeOf([{ path: '/a', rows: [own, ...parts] }], 99);
  const batch = store.calls.read(store.calls.batchesOf(files[0]!.id)[0]!);
  const rows = [own, ...parts].map((_, row) => ({ batch, row }));
  const window = new CallWindow({ strings: store.strings.texts, tokenRatio: () => 2 });
  return window.move(0, new JoinedCall().show(rows), 0);
}

/** Everything that parts may lend, with a value that says something. */
const KNOWN = {
  time: 17,
  model: 'm',
  provider: 0,
  endpoint: 2,
  status: 200,
  failed: 1,
  error: 0,
  finishReason: 0,
  latencyMs: 0,
  timeToFirstTokenMs: 3,
  loggedCostUsd: 0,
  tier: 1,
  maxOutputTokens: 9,
  temperature: 0,
  stream: 1,
  params: 4,
  attempt: 2,
  tags: '{"a":"b"}',
  prompt: 0,
  response: 6,
  cacheHit: 1,
  id: 'known',
} as const satisfies RowParts;

const NAMES = Object.keys(KNOWN).filter((name) => !['provider', 'error', 'finishReason'].includes(name));

function fieldsOf(window: CallWindow): Record<string, unknown> {
  return Object.fromEntries(NAMES.map((name) => [name, window[name as keyof CallWindow]]));
}

describe('what a call does not say', () => {
  test('comes from its part, in every field', () => {
    expect(fieldsOf(shown({}, KNOWN))).toEqual(fieldsOf(shown(KNOWN)));
    expect(shown({}, KNOWN)).toMatchObject({
      time: 17,
      endpoint: 'responses',
      tier: 'batch',
      prompt: 0,
      id: 'known',
    });
  });

  test('comes from the first part that knows', () => {
    expect(shown({}, { status: 429 }, { status: 500, attempt: 3 })).toMatchObject({
      status: 429,
      attempt: 3,
    });
  });

  test('what it does say stays', () => {
    const other = {
      ...KNOWN,
      time: 1,
      model: 'o',
      status: 500,
      temperature: 1,
      prompt: 5,
      response: 7,
      id: 'o',
    };
    expect(fieldsOf(shown(KNOWN, other))).toEqual(fieldsOf(shown(KNOWN)));
  });

  test('a column that an older program did not write is unknown', () => {
    const older: Record<number, number> = {
      [COLUMN_NUMBER.status]: Number.NaN,
      [COLUMN_NUMBER.prompt]: Number.NaN,
    };
    const batch = { at: (column: number) => older[column] ?? 0, id: () => '' };
    const part = { at: () => 201, id: () => 'part' };
    const call = new JoinedCall().show([batch, part].map((from) => ({ batch: from, row: 0 })));
    const read = (name: BatchColumn): number => call.at(COLUMN_NUMBER[name]);
    expect([read('status'), read('prompt'), read('endpoint'), read('latencyMs')]).toEqual([201, 201, 201, 0]);
    expect(call.id()).toBe('part');
  });
});

describe('the requested model', () => {
  test('is the part’s where the call names one model only', () => {
    expect(shown({ model: 'm-0806' }, { model: 'm' })).toMatchObject({
      model: 'm-0806',
      requestedModel: 'm',
    });
    expect(shown({}, { model: 'm', requestedModel: 'asked' })).toMatchObject({
      model: 'm',
      requestedModel: 'asked',
    });
  });

  test('is the call’s own where it names two', () => {
    const call = shown({ model: 'm-0806', requestedModel: 'mine' }, { model: 'm' });
    expect(call).toMatchObject({ model: 'm-0806', requestedModel: 'mine' });
  });

  test('is the answering model where no part names one', () => {
    expect(shown({ model: 'm' }, { status: 200 }).requestedModel).toBe('m');
  });
});

describe('usage', () => {
  const logged = {
    usageBasis: 'logged',
    input: 5,
    cacheRead: 6,
    cacheWrite5m: 7,
    cacheWrite1h: 8,
    output: 9,
    reasoning: 1,
  } as const;
  const counts = { input: 5, cacheRead: 6, cacheWrite5m: 7, cacheWrite1h: 8, output: 9, reasoning: 1 };
  const asked = { usageBasis: 'estimated', prompt: 3, input: 40 } as const;
  const answered = { usageBasis: 'estimated', response: 9, output: 7 } as const;

  test('that the call logs is the call’s, all of it', () => {
    const call = shown(logged, { ...logged, input: 99, output: 99 });
    expect(call).toMatchObject({ usageBasis: 'logged', usage: counts });
  });

  test('that a part logs goes before any estimate', () => {
    expect(shown(answered, asked, logged)).toMatchObject({ usageBasis: 'logged', usage: counts });
    expect(shown({}, logged)).toMatchObject({ usageBasis: 'logged', usage: counts });
  });

  test('is estimated from the part’s prompt and the call’s answer, by the ratio of the joined model', () => {
    const call = shown(answered, { ...asked, model: 'm' });
    expect(call).toMatchObject({
      usageBasis: 'estimated',
      model: 'm',
      prompt: 3,
      usage: { input: 80, output: 14, cacheRead: 0 },
    });
  });

  test('of a prompt is not added to the call’s own', () => {
    const call = shown({ ...answered, prompt: 2, input: 11 }, asked);
    expect(call).toMatchObject({ prompt: 2, usage: { input: 22, output: 14 } });
  });

  test('of a call without text is that of the part’s prompt', () => {
    expect(shown({ status: 200 }, asked)).toMatchObject({
      usageBasis: 'estimated',
      usage: { input: 80, output: 0 },
    });
  });

  test('of a failed call or one from a cache is never estimated', () => {
    expect(shown({ failed: 1 }, asked)).toMatchObject({ usageBasis: 'none', prompt: 3, usage: { input: 0 } });
    expect(shown(answered, { ...asked, failed: 1 })).toMatchObject({
      usageBasis: 'none',
      usage: { input: 0, output: 0 },
    });
    expect(shown({ cacheHit: 1 }, asked)).toMatchObject({ usageBasis: 'none' });
  });

  test('of a call that nobody knows anything of is unknown', () => {
    expect(shown({}, { status: 200 })).toMatchObject({ usageBasis: 'none' });
  });
});
