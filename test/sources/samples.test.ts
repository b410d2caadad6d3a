import { describe, expect, test } from 'vitest';
import { countsOf, readPaths, tokensOf } from '../support/audited-file.ts';
import { sharedFile } from '../support/shared-folder.ts';

const folder = sharedFile('formats/samples');

type Counts = readonly [records: number, calls: number, repeated: number, skipped: number, other: number];
type Tokens = readonly [input: number, cacheRead: number, write5m: number, write1h: number, output: number];
type Row = readonly [file: string, source: string, Counts, Tokens, microdollars?: number];

/**
 * What each sample states, added up by hand, and what that costs by the providers' lists in millionths of a dollar:
 * `input * price + ...` with prices per million tokens. No price: none is listed, or the log names no model.
 */
const ROWS: readonly Row[] = [
  // claude-3-7-sonnet in a batch: half of 3 and 15.
  ['anthropic_batch_results.jsonl', 'anthropic-batch', [1, 1, 0, 0, 0], [11, 0, 0, 0, 36], 286.5],
  ['anthropic_messages_pairs.jsonl', 'anthropic', [1, 1, 0, 0, 0], [52, 0, 0, 0, 215], 3381],
  ['anthropic_messages_stream_tools.sse', 'anthropic', [1, 1, 0, 0, 0], [506, 0, 0, 0, 153], 3813],
  // 8 * 3 + 1163 * 0.3 + 1163 * 3.75 + 389 * 15
  [
    'anthropic_prompt_cache_pairs.trimmed.jsonl',
    'anthropic',
    [2, 2, 0, 0, 0],
    [8, 1163, 1163, 0, 389],
    10_569.15,
  ],
  ['anthropic_prompt_cache_stream.sse', 'anthropic', [1, 1, 0, 0, 0], [4, 0, 1165, 0, 201], 7395.75],
  ['azure_llm_2023_conv.csv', 'trace', [5, 5, 0, 0, 0], [1831, 0, 0, 0, 240]],
  ['burstgpt_v1.csv', 'trace', [3, 3, 0, 0, 0], [1976, 0, 0, 0, 524]],
  ['burstgpt_v3.csv', 'trace', [3, 3, 0, 0, 0], [2721, 0, 0, 0, 598]],
  // Two calls of Sonnet; Opus 4 has no fast mode on the list: 400 * 3 + 50 * 0.3 + 25 * 3.75 + 175 * 15
  ['claude_code_ccusage_fixture.jsonl', 'claude-code', [3, 3, 0, 0, 0], [600, 70, 75, 0, 250], 3933.75],
  // The total adds the reasoning to the output, which real rollouts never do: 2750 * 1.75 + 750 * 0.175 + 425 * 14
  ['codex_rollout_ccusage_fixture.jsonl', 'codex', [3, 2, 0, 0, 1], [2750, 750, 0, 0, 425], 10_893.75],
  // Thoughts are beside the candidates: 10 * 0.3 + (877 + 1058 + 711 + 1096) * 2.5
  ['gemini_generate_pairs.jsonl', 'gemini', [2, 2, 0, 0, 0], [10, 0, 0, 0, 3742], 9358],
  ['kong_ai_log.json', 'kong', [1, 1, 0, 0, 0], [28, 0, 0, 0, 20]],
  ['litellm_standard_logging_payload.jsonl', 'litellm', [1, 1, 0, 0, 0], [10, 0, 0, 0, 20], 225],
  ['mooncake_conversation.jsonl', 'trace', [3, 3, 0, 0, 0], [21_316, 0, 0, 0, 1784]],
  ['openai_batch_errors.jsonl', 'openai-batch', [1, 1, 0, 0, 0], [0, 0, 0, 0, 0], 0],
  ['openai_batch_output.jsonl', 'openai-batch', [2, 2, 0, 0, 0], [42, 0, 0, 0, 11]],
  // Three of gpt-5-nano, one of gpt-3.5-turbo: 33 * 0.05 + 568 * 0.4 + 68 * 0.5 + 16 * 1.5
  ['openai_chat_pairs.jsonl', 'openai', [4, 4, 0, 0, 0], [101, 0, 0, 0, 584], 286.85],
  // DeepSeek's price of July 2025: 12 * 0.27 + 89 * 1.1
  ['openai_chat_stream_include_usage.sse', 'openai', [1, 1, 0, 0, 0], [12, 0, 0, 0, 89], 101.14],
  // Without usage and request, the output's 25 tokens are counted: 25 * 1.5
  ['openai_chat_stream_no_usage.sse', 'openai', [1, 1, 0, 0, 0], [0, 0, 0, 0, 25], 37.5],
  ['openai_embeddings_pair.trimmed.jsonl', 'openai', [1, 1, 0, 0, 0], [8, 0, 0, 0, 0], 0.8],
  ['openai_legacy_completion_pairs.jsonl', 'openai', [1, 1, 0, 0, 0], [8, 0, 0, 0, 16]],
  ['openai_responses_pairs.jsonl', 'openai', [2, 2, 0, 0, 0], [22, 0, 0, 0, 458], 184.3],
  ['openrouter_generation.json', 'openrouter', [1, 1, 0, 0, 0], [7, 3, 0, 0, 25]],
];

/** Requests without answers: no calls by themselves. */
const REQUESTS = ['openai_batch_input.jsonl', 'openai-batch', [2, 0, 0, 0, 2]] as const;
const TOTALS = ['anthropic_usage_report.json', 'openai_org_costs.json', 'openai_org_usage_completions.json'];

describe.skipIf(folder === undefined)('samples of real logs', () => {
  const rows = ROWS.map(([file, source, counts, tokens, microdollars]) => {
    return { file, source, counts, tokens, microdollars };
  });
  test.each(rows)('$file', async ({ file, source, counts, tokens, microdollars }) => {
    const report = await readPaths(folder!, [file]);
    expect(report.inputs.map((input) => [input.path, input.source, countsOf(input)])).toEqual([
      [file, source, counts],
    ]);
    expect(tokensOf(report)).toEqual(tokens);
    expect(report.totals.costUsd * 1e6).toBeCloseTo(microdollars ?? 0, 6);
    if (microdollars === undefined) expect(report.totals.unpricedCalls).toBe(counts[1]);
  });

  test('all of them in one folder, each by its own source, with nothing lost', async () => {
    const report = await readPaths(folder!, ['.']);
    const read = report.inputs.map((input) => [input.path, input.source, countsOf(input)]);
    const expected = [...ROWS.map(([file, source, counts]) => [file, source, counts]), REQUESTS];
    expect(read).toEqual(expected.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
    const sums = [0, 1, 2, 3, 4].map((i) => ROWS.reduce((sum, row) => sum + row[3][i]!, 0));
    expect(tokensOf(report)).toEqual(sums);
    const cost = ROWS.reduce((sum, [, , , , microdollars = 0]) => sum + microdollars, 0);
    expect(report.totals.costUsd * 1e6).toBeCloseTo(cost, 5);
    expect(report.totals.failedCalls).toBe(1);
    const unread = report.warnings.filter(({ code }) => code === 'unread-file').map(({ text }) => text);
    expect(unread.map((text) => text.split(':')[0])).toEqual(TOTALS);
    for (const text of unread) expect(text).toContain('llm-cost reconcile');
  });

  test('requests of a batch join its answers, in whichever file they are', async () => {
    const { totals, inputs } = await readPaths(folder!, ['openai_batch_*.jsonl']);
    expect(inputs).toHaveLength(3);
    expect(totals).toMatchObject({ calls: 3, failedCalls: 1, tokens: { input: 42, output: 11 } });
  });

  test.each([REQUESTS[0], ...TOTALS])('%s alone is refused, with what it is', async (file) => {
    await expect(readPaths(folder!, [file])).rejects.toThrow(
      file === REQUESTS[0] ? /none of its 2 records is an LLM call/ : /it holds totals, not calls/,
    );
  });
});
