import { expect, test } from 'vitest';
import { runAudit } from '../../support/run-audit.ts';

const usage = { input_tokens: 30, cache_read_input_tokens: 500, output_tokens: 1 };
const start = {
  type: 'message_start',
  message: {
    id: 'msg_c1',
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-4-5',
    content: [],
    usage,
  },
};
const said = {
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: ' gate'.repeat(100) },
};
const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 140 } };
const line = (...events: object[]) =>
  `${JSON.stringify({ response: events.map((it) => `data: ${JSON.stringify(it)}\n\n`).join('') })}\n`;
const audited = (text: string) => runAudit('/', ['-'], { stdin: text });

test('a stream that was cut costs its counted prompt and the text that had come', async () => {
  const { totals, warnings } = await audited(line(start, said));
  // 100 tokens of o200k_base, times 1.1 for Claude's vocabulary.
  expect(totals.tokens).toMatchObject({ input: 30, cacheRead: 500, output: 110 });
  // 1, 0.10 and 5 dollars per million.
  expect(totals.costUsd).toBeCloseTo((30 + 500 * 0.1 + 110 * 5) / 1e6, 12);
  expect(JSON.stringify(warnings)).toContain('the stream was cut');
});

test('one that ended costs what was counted', async () => {
  const { totals, warnings } = await audited(line(start, said, end));
  expect(totals.tokens).toMatchObject({ input: 30, cacheRead: 500, output: 140 });
  expect(JSON.stringify(warnings)).not.toContain('the stream was cut');
});

test('the whole stream is kept of two logs of it, in either order', async () => {
  for (const text of [
    line(start, said) + line(start, said, end),
    line(start, said, end) + line(start, said),
  ]) {
    const { totals } = await audited(text);
    expect(totals).toMatchObject({ calls: 1, tokens: { output: 140 } });
  }
});
