import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAudit } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly read?: number;
  readonly write5m?: number;
  readonly write1h?: number;
}

let lines = 0;

/** A line of a session that repeats or extends an answer of Claude Opus 5.5. */
function line(
  session: string,
  id: string,
  counts: Counts,
  changes: object = {},
  model = 'claude-opus-5-5',
): string {
  const { input, output, read = 0, write5m = 0, write1h = 0 } = counts;
  lines++;
  return JSON.stringify({
    ...{ type: 'assistant', sessionId: session, uuid: `uuid-${lines}`, requestId: `req-${lines}` },
    ...{
      timestamp: `2026-10-12T09:00:${String(lines).padStart(2, '0')}.000Z`,
      cwd: '/home/ada/shop',
      isSidechain: false,
    },
    message: {
      ...{ id, type: 'message', role: 'assistant', model, stop_reason: null },
      content: [{ type: 'text', text: `block ${lines}` }],
      usage: {
        ...{ input_tokens: input, output_tokens: output, cache_read_input_tokens: read },
        cache_creation_input_tokens: write5m + write1h,
        cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
      },
    },
    ...changes,
  });
}

const FIRST = { input: 12, write1h: 20_000 };
const SECOND = { input: 8, read: 20_000, write5m: 1500 };
const LOCAL = {
  type: 'assistant',
  message: { id: 'x', model: '<synthetic>', role: 'assistant', content: [] },
};

/** How a session shows what a subagent does, whose lines are a file of their own. */
const progressOf = (text: string) =>
  JSON.stringify({
    ...{ type: 'progress', sessionId: 'one', uuid: 'p-1', timestamp: '2026-10-12T09:00:00Z' },
    data: { type: 'agent_progress', message: JSON.parse(text) as unknown },
  });

test('a message counts once, with its largest output, however blocks, resumed files and sidechains repeat it', async () => {
  const folder = tempFolder();
  const write = (name: string, rows: readonly string[]) =>
    writeFileSync(join(folder, name), `${rows.join('\n')}\n`);
  mkdirSync(join(folder, 'subagents'));
  write('one.jsonl', [
    JSON.stringify({ type: 'summary', summary: 'A cart', leafUuid: 'l' }),
    line('one', 'msg_first', { ...FIRST, output: 3 }),
    line('one', 'msg_first', { ...FIRST, output: 3 }),
    line('one', 'msg_first', { ...FIRST, output: 450 }),
    line('one', 'msg_local', { input: 0, output: 0 }, LOCAL),
    progressOf(line('one', 'msg_fourth', { input: 400, output: 2 }, {}, 'claude-haiku-4-5-20251001')),
    line('one', 'msg_second', { ...SECOND, output: 120 }),
  ]);
  write('two.jsonl', [
    line('two', 'msg_first', { ...FIRST, output: 3 }),
    line('two', 'msg_second', { ...SECOND, output: 300 }),
    line('two', 'msg_third', { input: 5, read: 21_500, write1h: 1000, output: 100 }),
    line('two', 'msg_third', { input: 5, read: 21_500, write1h: 1000, output: 100 }),
  ]);
  write('subagents/agent.jsonl', [
    line('one', 'msg_second', { ...SECOND, output: 120 }, { isSidechain: true }),
    line('one', 'msg_fourth', { input: 400, output: 60 }, { isSidechain: true }, 'claude-haiku-4-5-20251001'),
  ]);
  const { totals, inputs } = await runAudit(folder, ['.']);
  expect(inputs.map(({ source }) => source)).toEqual(['claude-code', 'claude-code', 'claude-code']);
  expect(totals.calls).toBe(4);
  expect(totals.tokens).toEqual({
    ...{ input: 425, cacheRead: 41_500, cacheWrite5m: 1500, cacheWrite1h: 21_000 },
    ...{ output: 910, reasoning: 0 },
  });
  // Millionths of a dollar, Opus at 4 (input), 20 (output), 0.2 (read), 5 and 8 (written for 5 minutes, an hour):
  // 12x4 + 20,000x8 + 450x20 = 169,048; 8x4 + 20,000x0.2 + 1,500x5 + 300x20 = 17,532;
  // 5x4 + 21,500x0.2 + 1,000x8 + 100x20 = 14,320; Haiku 400x1 + 60x5 = 700.
  expect(totals.costUsd).toBeCloseTo(0.2016, 10);
});

test('a cache write for an hour costs twice the input price', async () => {
  const cost = async (counts: Counts) =>
    (await runAudit('.', ['-'], { stdin: `${line('s', 'msg_1', counts)}\n` })).totals.costUsd;
  const input = await cost({ input: 1_000_000, output: 0 });
  expect(input).toBeCloseTo(4, 10);
  expect(await cost({ input: 0, output: 0, write1h: 1_000_000 })).toBeCloseTo(2 * input, 10);
  expect(await cost({ input: 0, output: 0, write5m: 1_000_000 })).toBeCloseTo(1.25 * input, 10);
});
