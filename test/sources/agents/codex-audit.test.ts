import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAudit } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const TURN = '019a2b00-0000-7000-8000-00000000000';

const at = (second: number, type: string, payload: object) => ({
  ...{ timestamp: new Date(Date.UTC(2026, 8, 10, 9, 0, second)).toISOString(), type, payload },
});
const usage = (input: number, cached: number, output: number) => ({
  ...{ input_tokens: input, cached_input_tokens: cached, output_tokens: output },
  ...{ reasoning_output_tokens: 0, total_tokens: input + output },
});
const count = (second: number, total: object, last: object) =>
  at(second, 'event_msg', {
    type: 'token_count',
    info: { total_token_usage: total, last_token_usage: last },
  });
const meta = (id: string, more: object = {}) =>
  at(0, 'session_meta', { id, model_provider: 'openai', ...more });
const turn = (second: number, id: string) =>
  at(second, 'turn_context', { turn_id: `${TURN}${id}`, model: 'gpt-5.2-codex' });

const PARENT = [
  ...[meta('parent'), turn(1, 'a'), count(2, usage(5000, 0, 50), usage(5000, 0, 50))],
  ...[turn(3, 'b'), count(4, usage(11_000, 5000, 90), usage(6000, 5000, 40))],
];
/** A fork has its parent's lines with new times. */
const FORK = [
  meta('fork', { forked_from_id: 'parent' }),
  ...PARENT.map((line) => ({ ...line, timestamp: '2026-09-12T08:00:00.000Z' })),
  ...[turn(9, 'c'), count(10, usage(11_700, 5000, 95), usage(700, 0, 5))],
];

test('what forks and archived copies repeat of a session is counted once', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'archived_sessions'));
  const write = (name: string, lines: readonly object[]) =>
    writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  write('rollout-1.jsonl', PARENT);
  write('rollout-2.jsonl', FORK);
  write('archived_sessions/rollout-1.jsonl', PARENT);
  const { totals, inputs } = await runAudit(folder, ['.']);
  expect(inputs.map(({ source }) => source)).toEqual(['codex', 'codex', 'codex']);
  expect(totals.calls).toBe(3);
  expect(totals.tokens).toMatchObject({ input: 6700, cacheRead: 5000, output: 95 });
  // Millionths of a dollar at 1.75, 0.175 and 14: 11,725 + 875 + 1,330.
  expect(totals.costUsd).toBeCloseTo(0.01393, 10);
});
