import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Input, Report } from '../../src/model/report.ts';
import { chatLine, START } from '../support/chat-lines.ts';
import { type AuditChanges, runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const call = (i: number) =>
  chatLine({ id: `call-${i}`, at: START + i * 1000, usage: { input: 100, output: 10 }, answer: `${i}` });
const CALLS = [1, 2, 3].map(call);
const folder = tempFolder(false);

async function read(text: string | Buffer, name = 'log.jsonl', changes: AuditChanges = {}): Promise<Report> {
  writeFileSync(join(folder, name), text);
  return runAudit(folder, [name], { maxRecordBytes: 64 << 20, ...changes });
}

async function inputOf(text: string | Buffer, name?: string, changes?: AuditChanges): Promise<Input> {
  const { inputs, totals } = await read(text, name, changes);
  const [input] = inputs;
  const { records, calls, repeatedRecords, skipped, otherRecords } = input!;
  expect(calls + repeatedRecords + skipped + otherRecords).toBe(records);
  expect(totals.calls).toBe(calls);
  return input!;
}

const noise: Readonly<Record<string, (i: number) => string>> = {
  banners: (i) => `Starting worker ${i} of the gateway, version 1.2.3`,
  'other records': (i) => JSON.stringify({ level: 'info', event: 'startup', step: i, at: START }),
  'records with a model': (i) => JSON.stringify({ event: 'loaded', model: `gpt-${i}`, size: 7 }),
  'records with messages': (i) => JSON.stringify({ message: `{"step": ${i}}`, level: 'info' }),
  'broken records': (i) => `{"request": {"model": "gpt-4.1", "n": ${i}`,
  lists: (i) => JSON.stringify({ items: [{ name: `a${i}` }, { name: 'b' }], kind: 'catalogue' }),
};

describe('a log that does not begin with calls', () => {
  test.each(Object.entries(noise))('%s', async (name, line) => {
    for (const count of [20, 100, 1000]) {
      const before = Array.from({ length: count }, (_, i) => line(i));
      const input = await inputOf([...before, ...CALLS].join('\n'));
      expect(input, `${count}`).toMatchObject({ source: 'openai', records: count + 3, calls: 3 });
      expect(input.skipped).toBe(name === 'banners' || name === 'broken records' ? count : 0);
    }
  });

  test('other lines of a log with prefixes are no broken records', async () => {
    const banners = Array.from({ length: 300 }, (_, i) => `2026-09-01T10:00:00Z INFO ready ${i}`);
    const lines = [...banners, ...CALLS.map((text) => `2026-09-01T10:00:00Z INFO ${text}`), '2026-09-01 {"a'];
    const input = await inputOf(lines.join('\n'), 'web.log');
    expect(input).toMatchObject({ source: 'openai', records: 304, calls: 3, otherRecords: 300, skipped: 1 });
  });

  test('the first calls may stand beyond everything that is looked at at once', async () => {
    const filler = JSON.stringify({ event: 'tick', text: 'x'.repeat(5000) });
    const text = `${`${filler}\n`.repeat(1100)}${CALLS.join('\n')}`;
    expect(await inputOf(gzipSync(text), 'a.jsonl.gz')).toMatchObject({ calls: 3, otherRecords: 1100 });
    expect(await inputOf(text)).toMatchObject({ calls: 3, otherRecords: 1100 });
  });

  test('nothing known at all is an error that names the fields', async () => {
    const text = Array.from({ length: 300 }, (_, i) => noise['other records']!(i)).join('\n');
    await expect(read(text)).rejects.toThrow(
      /no known log format; its records have the fields "level", "event"/,
    );
  });
});

describe('documents', () => {
  const records = CALLS.map((text) => JSON.parse(text) as unknown);

  test('one record laid out over lines is a record', async () => {
    expect(await inputOf(JSON.stringify(records[0], undefined, 2), 'a.json')).toMatchObject({
      records: 1,
      calls: 1,
    });
    const two = records
      .slice(0, 2)
      .map((it) => JSON.stringify(it, undefined, 2))
      .join('\n');
    expect(await inputOf(two, 'b.json')).toMatchObject({ records: 2, calls: 2 });
  });

  test('elements on a line each do not make a document JSON Lines', async () => {
    const text = `{"data": [\n${CALLS.join(',\n')}\n], "has_more": false}\n`;
    expect(await inputOf(text, 'a.json')).toMatchObject({ records: 3, calls: 3, skipped: 0 });
    expect(await inputOf(`[\n${CALLS.join(',\n')}\n]\n`, 'a.json')).toMatchObject({ records: 3, calls: 3 });
  });

  test('a broken first line does not make JSON Lines a document', async () => {
    const input = await inputOf(['{"request": {"model": "gpt', ...CALLS].join('\n'));
    expect(input).toMatchObject({ records: 4, calls: 3, skipped: 1 });
  });

  test('a document longer than any record is cut into its elements', async () => {
    const many = Array.from({ length: 4000 }, (_, i) => JSON.parse(call(i)) as unknown);
    for (const space of [undefined, 1]) {
      const text = JSON.stringify({ meta: { data: [1] }, data: many, next: null }, undefined, space);
      expect(text.length).toBeGreaterThan(1 << 20);
      const input = await inputOf(text, 'a.json', { maxRecordBytes: 4096 });
      expect(input).toMatchObject({ records: 4000, calls: 4000, skipped: 0 });
    }
  });

  test('a document whose only list has one long element is a record', async () => {
    const attributes = [
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '100' } },
      { key: 'gen_ai.usage.output_tokens', value: { intValue: '10' } },
      { key: 'app.page', value: { stringValue: '#'.repeat(1 << 24) } },
    ];
    const span = { traceId: 'ab'.repeat(16), spanId: 'ab'.repeat(8), name: 'chat', attributes };
    const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    expect(await inputOf(text, 'a.json')).toMatchObject({ source: 'otel', records: 1, calls: 1 });
  });

  test.each([
    [
      'embeddings',
      {
        object: 'list',
        data: [{ object: 'embedding', embedding: [1], index: 0 }],
        model: 'text-embedding-3-small',
        usage: { prompt_tokens: 8, total_tokens: 8 },
      },
    ],
    [
      'a message',
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        model: 'claude-sonnet-4-5',
        content: [{ type: 'text', text: 'x' }],
        usage: { input_tokens: 8, output_tokens: 1 },
      },
    ],
  ])('the answer of a provider is a record, not an envelope: %s', async (_name, body) => {
    for (const space of [undefined, 2]) {
      const input = await inputOf(JSON.stringify(body, undefined, space), 'a.json');
      expect(input).toMatchObject({ records: 1, calls: 1 });
    }
  });
});

describe('streams', () => {
  const chunk = (id: string, more: object) =>
    JSON.stringify({ id, object: 'chat.completion.chunk', created: 1789000000, model: 'gpt-4.1', ...more });
  const stream = (id: string, text: string, usage?: object) => [
    chunk(id, { choices: [{ index: 0, delta: { role: 'assistant', content: text } }] }),
    chunk(id, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    ...(usage === undefined ? [] : [chunk(id, { choices: [], usage })]),
  ];
  const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };
  const sent = (events: readonly string[]) =>
    `${events.map((it) => `data: ${it}\n\n`).join('')}data: [DONE]\n\n`;

  test('a file of server-sent events is a call for each stream', async () => {
    const text = `: PROCESSING\n\n${sent(stream('a', 'Hi', usage))}${sent(stream('b', 'Ho', usage))}`;
    const report = await read(text, 'a.sse');
    expect(report.inputs[0]).toMatchObject({ source: 'openai', records: 2, calls: 2 });
    expect(report.inputs[0]!.why).toMatch(/^server-sent events: /);
    expect(report.totals.tokens).toMatchObject({ input: 18, output: 8 });
  });

  test('chunks on a line each, also of streams at the same time, are a call for each stream', async () => {
    const [a, b, c] = [stream('a', 'Hi', usage), stream('b', 'Ho', usage), stream('c', 'Hello')];
    const lines = [a[0], b[0], c[0], a[1], b[1], a[2], b[2], c[1]];
    const report = await read(lines.join('\n'));
    expect(report.inputs[0]).toMatchObject({
      source: 'stream-events',
      records: 8,
      calls: 3,
      otherRecords: 5,
    });
    expect(report.totals).toMatchObject({ calls: 3, estimatedCalls: 1, tokens: { input: 18 } });
  });

  test('complete answers among the chunks are calls of their own', async () => {
    const input = await inputOf(
      [...stream('a', 'Hi', usage), ...CALLS.slice(2), ...stream('b', 'Ho')].join('\n'),
    );
    expect(input).toMatchObject({ records: 6, calls: 3 });
  });
});

describe('what cannot be used says why', () => {
  const usagePage = {
    ...{ object: 'page', has_more: false, next_page: null },
    data: [
      {
        ...{ object: 'bucket', start_time: 1756684800, end_time: 1756771200 },
        results: [
          {
            object: 'organization.usage.completions.result',
            input_tokens: 10,
            output_tokens: 2,
            num_model_requests: 1,
            model: 'gpt-4.1',
          },
        ],
      },
    ],
  };

  test('totals are for another command', async () => {
    for (const space of [undefined, 2])
      await expect(read(JSON.stringify(usagePage, undefined, space), 'u.json')).rejects.toThrow(
        /it holds totals, not calls; .*llm-cost reconcile/,
      );
  });

  test('totals among calls are no calls', async () => {
    const input = await inputOf([...CALLS, JSON.stringify(usagePage)].join('\n'));
    expect(input).toMatchObject({ records: 4, calls: 3, otherRecords: 1 });
  });
});

describe('fields named by hand', () => {
  const flat = '{"a":5,"b":7,"m":"gpt-4.1"}';
  const mapped = (map: Record<string, string>) => ({ read: { map, epoch: 0 } });

  test('are read also inside a wrapper', async () => {
    const map = mapped({ promptTokens: 'a', output: 'b', model: 'm' });
    for (const text of [flat, JSON.stringify({ message: flat }), `x {"data":[${flat}]}`]) {
      const { totals } = await read(text, 'a.log', map);
      expect(totals).toMatchObject({ calls: 1, tokens: { input: 5, output: 7 } });
    }
  });

  test('that no record has are an error, not nothing', async () => {
    const map = mapped({ promptTokens: 'a', output: 'bb', model: 'm' });
    await expect(read(`${flat}\n${flat}`, 'a.jsonl', map)).rejects.toThrow(/bb/);
    await expect(read(JSON.stringify({ message: flat }), 'a.jsonl', map)).rejects.toThrow(/bb/);
  });
});

describe('a folder', () => {
  test('what is no log is left out and counted once; a named file is an error', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'logs'));
    const put = (name: string, text: string) => writeFileSync(join(root, 'logs', name), text);
    put('a.jsonl', CALLS.join('\n'));
    put(
      'package.json',
      JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { a: '1' } }, undefined, 2),
    );
    put('README.txt', 'How to read these logs, and why.\nAsk ann, bob or carl.\n');
    put('empty.log', '');
    put('settings.json', '{"model":"opus","theme":"dark"}');
    const { warnings, inputs } = await runAudit(root, ['logs']);
    expect(inputs).toHaveLength(1);
    const files = warnings.filter(({ code }) => code.endsWith('file') || code.endsWith('files'));
    expect(files).toMatchObject([{ code: 'left-out-files', count: 4 }]);
    expect(files[0]!.text).toContain('logs/README.txt');
    const named = await runAudit(root, ['logs/a.jsonl', 'logs/package.json']);
    expect(named.warnings.map(({ code }) => code)).toContain('unread-file');
    await expect(runAudit(root, ['logs/settings.json'])).rejects.toThrow(
      /settings\.json: no known log format/,
    );
  });
});
