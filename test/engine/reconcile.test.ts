import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { CallFilter } from '../../src/engine/audit-request.ts';
import { reconcile } from '../../src/engine/reconcile.ts';
import { reconciliationTable } from '../../src/report/reconciliation/reconciliation-table.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NOW = Date.UTC(2026, 10, 20);

const call = (id: number, day: number, prompt: number, cached: number, output: number) =>
  JSON.stringify({
    request: { model: 'gpt-4.1', messages: [{ role: 'user', content: `question ${id}` }] },
    response: {
      ...{ id: `chatcmpl-r${id}`, object: 'chat.completion', model: 'gpt-4.1-2025-04-14' },
      created: Date.UTC(2026, 8, day, 12) / 1000,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'answer' } }],
      usage: {
        ...{ prompt_tokens: prompt, completion_tokens: output, total_tokens: prompt + output },
        prompt_tokens_details: { cached_tokens: cached },
      },
    },
  });

async function reconciled(
  log: readonly string[],
  ledgers: Readonly<Record<string, string>>,
  filter?: CallFilter,
) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'log.jsonl'), log.join('\n'));
  for (const [name, text] of Object.entries(ledgers)) writeFileSync(join(folder, name), text);
  return reconcile(
    {
      ...{ paths: ['log.jsonl'], ledgers: Object.keys(ledgers), cwd: folder, keepText: false, prices: [] },
      ...{ read: { map: {}, epoch: NOW }, strategies: [], detectors: [], settings: {}, timezone: 'UTC' },
      ...{ top: 10, workers: 0, maxRecordBytes: 1 << 20 },
      ...(filter !== undefined && { filter }),
    },
    { now: () => NOW, stdin: Readable.from([]), progress: () => {}, notice: () => {} },
  );
}

const usageHeader =
  'start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,batch,input_tokens,output_tokens,input_cached_tokens';
const usageRow = (day: number, requests: number, input: number, output: number, cached: number) => {
  const start = Date.UTC(2026, 8, day) / 1000;
  return `${start},${start + 86400},,,p,${requests}.0,gpt-4.1-2025-04-14,FALSE,${input}.0,${output}.0,${cached}.0`;
};

test('a log with a day too little, beside OpenAI’s usage and costs', async () => {
  const usage = [usageHeader, usageRow(1, 2, 3000, 300, 1000), usageRow(2, 3, 6000, 600, 0)].join('\n');
  const start = (day: number) => Date.UTC(2026, 8, day) / 1000;
  const costs = [
    'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item',
    // 2,000 x $2 + 1,000 x $0.50 + 300 x $8 per 1M; 6,000 x $2 + 600 x $8 per 1M.
    `${start(1)},${start(2)},,,0.0069,usd,"gpt-4.1-2025-04-14, all"`,
    `${start(2)},${start(3)},,,0.0168,usd,"gpt-4.1-2025-04-14, all"`,
  ].join('\n');
  const result = await reconciled(
    [
      call(1, 1, 1000, 0, 100),
      call(2, 1, 2000, 1000, 200),
      call(3, 2, 2000, 0, 200),
      call(3, 2, 2000, 0, 200),
    ],
    { 'usage.csv': usage, 'costs.csv': costs },
  );
  expect(result.ledgers.map(({ ledger, entries, skipped }) => [ledger, entries, skipped])).toEqual([
    ['openai-costs', 2, 0],
    ['openai-usage', 2, 0],
  ]);
  const [first, second, ...rest] = result.rows;
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ day: '2026-09-01', provider: 'openai', model: 'gpt-4.1', status: 'equal' });
  expect(first!.log!.costUsd).toBeCloseTo(0.0069, 12);
  expect(second).toMatchObject({
    status: 'differs',
    log: { requests: 1, costUsd: expect.closeTo(0.0056, 12) },
    ledger: { requests: 3, costUsd: 0.0168 },
    difference: { requests: 2, tokens: 4400, costUsd: expect.closeTo(0.0112, 12) },
    causes: [{ code: 'calls-not-logged', text: '2 of 3 requests are not in the log' }],
  });
  expect(result.totals.log).toMatchObject({ requests: 3, costUsd: expect.closeTo(0.0125, 12) });
  expect(result.inputs[0]).toMatchObject({ records: 4, calls: 3, repeatedRecords: 1 });

  const text = reconciliationTable(result, { width: 120, color: false }, 10);
  expect(text).toContain('The log and the provider differ in 1 of 2 days and models.');
  expect(text).toContain('2 of 3 requests are not in the log');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});

test('an export that is none, or not there, is one line', async () => {
  const log = [call(1, 1, 1000, 0, 100)];
  await expect(reconciled(log, { 'a.csv': 'x,y\n1,2\n' })).rejects.toThrow(
    /^--ledger: a\.csv: no known export/,
  );
  await expect(reconciled(log, {})).rejects.toThrow('--ledger: no export of totals there');
});

test('a filter takes the same days and models of both sides', async () => {
  const log = [
    ...[call(1, 1, 1000, 0, 100), call(2, 2, 2000, 0, 200), call(3, 3, 3000, 0, 300)],
    call(4, 2, 500, 0, 50).replaceAll('gpt-4.1', 'gpt-4.1-mini'),
  ];
  const usage = [
    ...[
      usageHeader,
      usageRow(1, 1, 1000, 100, 0),
      usageRow(2, 1, 2000, 200, 0),
      usageRow(3, 1, 3000, 300, 0),
    ],
    usageRow(2, 1, 500, 50, 0).replace('gpt-4.1', 'gpt-4.1-mini'),
  ].join('\n');
  const result = await reconciled(
    log,
    { 'usage.csv': usage },
    {
      ...{ since: Date.UTC(2026, 8, 1, 23), until: Date.UTC(2026, 8, 3, 23) },
      where: [{ key: 'model', value: 'gpt-4.1', isNegated: false }],
    },
  );
  expect(result.rows.map(({ day, model, status }) => [day, model, status])).toEqual([
    ['2026-09-02', 'gpt-4.1', 'equal'],
  ]);
  // The third day is only part of the span, and so is no bucket of the export.
  expect(result.notCovered.calls).toBe(1);
  expect(result.filter).toMatchObject({ where: ['model=gpt-4.1'], callsLeftOut: 2, callsWithoutTime: 0 });
  expect(result.warnings.map(({ code, count }) => [code, count])).toEqual([['filtered-exports', 3]]);
  expect(reconciliationTable(result, { width: 200, color: false }, 10)).toContain(
    'Only calls since 2026-09-01 23:00 and before 2026-09-03 23:00, with model=gpt-4.1; 2 calls left out.',
  );
});
