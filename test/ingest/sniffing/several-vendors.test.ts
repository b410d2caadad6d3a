import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ExchangeLine, lineOfExchange } from '../../../src/demo/exchange-line.ts';
import { runAudit } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const USAGE = { input: 100, output: 10 };

function line(api: ExchangeLine['api'], i: number, parts: Partial<ExchangeLine> = {}): string {
  return lineOfExchange({
    api,
    id: `${api}-${i}-${parts.status ?? 200}`,
    time: Date.UTC(2026, 10, 9, 8, i),
    model: api === 'openai' ? 'gpt-4.1' : 'claude-sonnet-4-5',
    messages: [{ role: 'user', content: `Question ${i}` }],
    ...(parts.status === undefined && { answer: { content: 'Answer.' }, usage: USAGE }),
    ...parts,
  });
}

/** As Google's API answers, with the same logger around it. */
function gemini(i: number): string {
  return JSON.stringify({
    id: `gemini-${i}`,
    timestamp: new Date(Date.UTC(2026, 10, 9, 9, i)).toISOString(),
    status: 200,
    request: { model: 'gemini-2.5-flash', contents: [{ role: 'user', parts: [{ text: `Question ${i}` }] }] },
    response: {
      candidates: [{ content: { role: 'model', parts: [{ text: 'Answer.' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 10, totalTokenCount: 110 },
      modelVersion: 'gemini-2.5-flash',
    },
  });
}

test('where no vendor leads, a failed request is still read as its vendor writes it', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => [
    line('openai', i),
    line('openai', i, { status: 429, error: 'rate_limit' }),
    line('anthropic', i),
    gemini(i),
  ]).flat();
  const folder = tempFolder();
  writeFileSync(join(folder, 'mixed.jsonl'), lines.join('\n'));
  const { inputs, totals } = await runAudit(folder, ['mixed.jsonl'], { strategies: [], detectors: [] });
  expect(inputs[0]).toMatchObject({ records: 80, calls: 80, otherRecords: 0, skipped: 0 });
  expect(inputs[0]!.source).not.toBe('generic');
  expect(totals).toMatchObject({ calls: 80, failedCalls: 20 });
});
