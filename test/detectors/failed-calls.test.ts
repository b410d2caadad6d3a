import { describe, expect, test } from 'vitest';
import { failedCalls } from '../../src/detectors/failed-calls.ts';
import { inOrder } from '../support/calls.ts';
import { avoidable, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];
const fails = (status: number, parts: Parts = {}): Parts => ({
  failed: true,
  status,
  finishReason: '',
  ...parts,
});
const unbilled = { usage: { input: 0, output: 0 }, usageBasis: 'none' } as const;
const run = (parts: readonly Parts[]) => runDetector(failedCalls, inOrder(parts));

describe('failures', () => {
  test('billed ones are avoidable as a whole, others are counted and cost nothing', () => {
    const groups = run([
      fails(500, { latencyMs: 4000 }),
      {},
      fails(500, { ...unbilled, latencyMs: 1000, error: 'server_error' }),
      fails(500, { latencyMs: Number.NaN }),
    ]);
    expect(groups).toHaveLength(1);
    expect([...groups[0]!.waste]).toEqual([
      [0, 'all'],
      [2, {}],
      [3, 'all'],
    ]);
    expect(groups[0]).toMatchObject({
      id: 'server error/500/gpt-4.1',
      label: '500 server error, gpt-4.1',
      review: false,
      basis: 'measured',
      columns: {
        cause: 'server error',
        status: '500',
        error: 'server_error',
        model: 'gpt-4.1',
        billed: 2,
        unbilled: 1,
        latency: 2500,
        share: 0.75,
      },
    });
    expect(groups[0]!.fix).toMatch(/backoff/);
  });

  test('groups are by cause, status and model', () => {
    const groups = run([
      fails(500),
      fails(502),
      fails(500, { model: 'gpt-4o' }),
      fails(400),
      fails(400, { error: 'context_length_exceeded' }),
      fails(500, { requestedModel: 'gpt-4.1', model: 'gpt-4.1-2025-04-14' }),
    ]);
    expect(groups.map(({ id, waste }) => [id, [...waste.keys()]])).toEqual([
      ['server error/500/gpt-4.1', [0, 5]],
      ['server error/502/gpt-4.1', [1]],
      ['server error/500/gpt-4o', [2]],
      ['invalid request/400/gpt-4.1', [3]],
      ['context too long/400/gpt-4.1', [4]],
    ]);
  });

  test('without a status the error tells the cause, without either nothing does', () => {
    const [timeout, unknown] = run([fails(0, { error: 'ReadTimeout' }), fails(0)]);
    expect(timeout).toMatchObject({
      id: 'timeout//gpt-4.1',
      columns: { status: null, error: 'ReadTimeout' },
    });
    expect(unknown).toMatchObject({ id: 'other//gpt-4.1', columns: { error: null } });
  });

  test('answers and the own cache are no failures', () => {
    expect(run([{}, { finishReason: 'length' }, { finishReason: 'tool_calls' }])).toEqual([]);
    expect(run([fails(500, { cacheHit: true })])).toEqual([]);
    expect(run([{ status: 0, finishReason: '' }])).toEqual([]);
  });

  test('calls without a model are a group too', () => {
    expect(run([fails(429, { model: '' })])[0]!.label).toBe('429 rate limit, unknown model');
  });
});

describe('answers that nobody got', () => {
  test.each([
    ['content_filter', 'content filter'],
    ['SAFETY', 'content filter'],
    ['refusal', 'content filter'],
    ['guardrail_intervened', 'content filter'],
    ['MALFORMED_FUNCTION_CALL', 'invalid tool call'],
    ['aborted', 'disconnected'],
  ])('%s: %s', (finishReason, cause) => {
    const [group] = run([{ finishReason }]);
    expect(group!.columns).toMatchObject({ cause, status: null, error: finishReason, billed: 1 });
    expect(avoidable([group!])).toEqual([0]);
  });

  test('a filtered prompt is billed although the status says 400', () => {
    const [group] = run([fails(400, { error: 'content_filter', usage: { input: 90, output: 0 } })]);
    expect(group).toMatchObject({ id: 'content filter/400/gpt-4.1', review: false });
    expect([...group!.waste]).toEqual([[0, 'all']]);
  });

  test('a refusal before any output may not have been billed', () => {
    const groups = run([
      { finishReason: 'refusal', usage: { output: 0 } },
      { finishReason: 'refusal', usage: { output: 5 } },
      { finishReason: 'SAFETY', usage: { output: 0 } },
    ]);
    expect(groups.map(({ review, waste }) => [review, [...waste.keys()]])).toEqual([
      [true, [0]],
      [false, [1, 2]],
    ]);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(2);
  });

  test('tokens that had to be estimated are never counted', () => {
    const [group] = run([{ finishReason: 'content_filter', usageBasis: 'estimated' }]);
    expect(group).toMatchObject({ review: true, basis: 'estimated' });
  });
});
