import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

function folderOf(files: Readonly<Record<string, readonly unknown[]>>): string {
  const folder = tempFolder();
  for (const [name, records] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }
  return folder;
}

function question(id: string, content: string): unknown {
  const body = { model: 'gpt-4.1', messages: [{ role: 'user', content }], temperature: 0, max_tokens: 9 };
  return { custom_id: id, method: 'POST', url: '/v1/chat/completions', body };
}

/** 100 tokens in and 10 out, as a batch answers. */
function answer(id: string, batch: string): unknown {
  const body = {
    id: `chatcmpl-${batch}-${id}`,
    object: 'chat.completion',
    created: 1_788_220_800,
    model: 'gpt-4.1-2025-04-14',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  };
  return {
    id: `batch_req_${batch}_${id}`,
    custom_id: id,
    response: { status_code: 200, request_id: `r${id}`, body },
    error: null,
  };
}

function expectIdentity({ inputs, totals }: Report): void {
  for (const { records, calls, repeatedRecords, skipped, otherRecords } of inputs)
    expect(calls + repeatedRecords + skipped + otherRecords).toBe(records);
  expect(inputs.reduce((sum, { calls }) => sum + calls, 0)).toBe(totals.calls);
}

const warned = ({ warnings }: Report): Record<string, number> =>
  Object.fromEntries(warnings.map(({ code, count }) => [code, count]));

test('a batch’s answers are its calls, with the prompts of its requests', async () => {
  const folder = folderOf({
    'one/in.jsonl': [question('1', 'Is it?'), question('2', 'Is it?'), question('3', 'Was it?')],
    'one/out.jsonl': [answer('2', 'a'), answer('1', 'a')],
    'two/in.jsonl': [question('1', 'Will it?'), question('2', 'Is it?')],
    'two/out.jsonl': [answer('1', 'b'), answer('2', 'b')],
  });
  const report = await runAudit(folder, ['.']);
  expectIdentity(report);
  expect(report.inputs.map(({ calls, otherRecords }) => [calls, otherRecords])).toEqual([
    [0, 3],
    [2, 0],
    [0, 2],
    [2, 0],
  ]);
  // 400 x $2 and 40 x $8 per 1M, halved.
  expect(report.totals.costUsd).toBeCloseTo((400 * 2 + 40 * 8) / 2 / 1e6, 12);
  expect(warned(report)).toMatchObject({ 'unanswered-requests': 1 });
  // Three calls asked the same: two of them were asked before.
  expect(report.findings.find(({ detector }) => detector === 'duplicates')?.calls).toBe(2);
});

/** A span of the file exporter with these attributes. */
function span(id: string, parent: string, attributes: Readonly<Record<string, string | number>>): unknown {
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: id,
    parentSpanId: parent,
    name: 'chat',
    startTimeUnixNano: '1788220800000000000',
    endTimeUnixNano: '1788220801000000000',
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: `${value}` } : { stringValue: value },
    })),
  };
}

function exported(...spans: readonly unknown[]): unknown {
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 's' }, spans }] }] };
}

test('an agent’s span with the sum of its calls is not counted beside them, also across files', async () => {
  const called = (input: number) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': 10,
  });
  const sum = { ...called(300), 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.output_tokens': 20 };
  const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 't' };
  const folder = folderOf({
    'a.jsonl': [exported(span('eee19b7ec3c1b171', '', sum))],
    'b.jsonl': [
      exported(
        span('eee19b7ec3c1b172', 'eee19b7ec3c1b171', tool),
        span('eee19b7ec3c1b173', 'eee19b7ec3c1b172', called(100)),
        span('eee19b7ec3c1b174', 'eee19b7ec3c1b171', called(200)),
      ),
    ],
  });
  const report = await runAudit(folder, ['.']);
  expectIdentity(report);
  expect(report.totals).toMatchObject({ calls: 2, tokens: { input: 300, output: 20 } });
  expect(report.inputs.map(({ calls, otherRecords }) => [calls, otherRecords])).toEqual([
    [0, 1],
    [2, 0],
  ]);
  expect(warned(report)).toMatchObject({ 'nested-calls': 1 });
});
