import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { chatLine, START } from '../../support/chat-lines.ts';
import { type AuditChanges, runAudit, withoutPlace } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { ENVELOPES, OBJECT_WRAPPERS, TEXT_WRAPPERS } from './wrapped-lines.ts';

const CALLS = [1, 2, 3].map((i) =>
  chatLine({
    ...{ id: `call-${i}`, responseId: `chatcmpl-${i}`, at: START + i * 60_000, user: 'ann', feature: 'chat' },
    prompt: [{ role: 'user', content: `Wie heißt Fluss ${i}? {"a": "}"}` }],
    ...(i < 3 ? { usage: { input: 100 * i, output: 10, cached: 40 } } : { status: 500 }),
  }),
);
const folder = tempFolder(false);
const PLAIN = `${CALLS.join('\n')}\n`;

async function read(text: string | Buffer, name = 'log.jsonl', changes: AuditChanges = {}): Promise<Report> {
  writeFileSync(join(folder, name), text);
  return runAudit(folder, [name], changes);
}

/** The report without why the source was chosen, which names the wrapper. */
function told(report: Report) {
  const { inputs, ...rest } = withoutPlace(report);
  return { ...rest, inputs: inputs.map(({ why: _why, ...input }) => input) };
}

const bare = read(PLAIN).then(told);

test('the bare calls are what they are', async () => {
  expect(await bare).toMatchObject({
    totals: { calls: 3, failedCalls: 1, tokens: { input: 220, cacheRead: 80, output: 20 } },
    inputs: [{ source: 'openai', records: 3, calls: 3, skipped: 0, otherRecords: 0 }],
  });
});

const lineWrappers = Object.entries({ ...TEXT_WRAPPERS, ...OBJECT_WRAPPERS });

describe('lines around the calls change nothing', () => {
  test.each(lineWrappers)('%s', async (_name, wrap) => {
    const text = `${CALLS.map(wrap).join('\n')}\n`;
    expect(told(await read(text))).toEqual(await bare);
    expect(told(await read(gzipSync(text), 'log.jsonl.gz'))).toEqual(await bare);
    expect(told(await read(text, 'x.log', { source: 'openai' }))).toEqual(await bare);
  });

  test.each(lineWrappers)('%s inside every other one', async (_name, inner) => {
    for (const [name, outer] of lineWrappers) {
      const isObject =
        outer(inner('{}', 0), 0).endsWith('{}}') || Object.values(OBJECT_WRAPPERS).includes(outer);
      if (isObject && !inner('{}', 0).startsWith('{')) continue;
      const text = `${CALLS.map((call, i) => outer(inner(call, i), i)).join('\r\n')}\r\n`;
      expect(told(await read(text)), `in ${name}`).toEqual(await bare);
    }
  });
});

describe('documents around the calls change nothing', () => {
  const records = CALLS.map((call) => JSON.parse(call) as unknown);

  test.each(Object.entries(ENVELOPES))('%s', async (_name, wrap) => {
    const compact = JSON.stringify(wrap(records));
    const pretty = JSON.stringify(wrap(records), undefined, 2);
    const pages = records.map((it) => JSON.stringify(wrap([it]), undefined, 2)).join('\n');
    const lines = records.map((it) => JSON.stringify(wrap([it]))).join('\n');
    for (const text of [compact, pretty, pages, lines]) {
      expect(told(await read(text, 'export.json')), text.slice(0, 60)).toEqual(await bare);
    }
    expect(told(await read(gzipSync(pretty), 'export.json.gz'))).toEqual(await bare);
    expect(told(await read(pretty, 'export.json', { source: 'openai' }))).toEqual(await bare);
  });

  test.each(Object.entries(ENVELOPES))('%s around wrapped records', async (_name, wrap) => {
    for (const [name, line] of lineWrappers) {
      if (!line('{}', 0).startsWith('{')) continue;
      const inner = CALLS.map((call, i) => JSON.parse(line(call, i)) as unknown);
      expect(told(await read(JSON.stringify(wrap(inner)), 'a.json')), name).toEqual(await bare);
    }
  });
});

describe('what the wrapper says', () => {
  const untimed = (text: string) => {
    const { timestamp: _, ...record } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify(record);
  };

  test.each(Object.entries(TEXT_WRAPPERS))(
    '%s lends its time to a call that has none',
    async (name, wrap) => {
      const report = await read(`${CALLS.map((call, i) => wrap(untimed(call), i)).join('\n')}\n`);
      const hasTime = !['compose', 'syslog', 'python'].includes(name);
      expect(report.window.from).toBe(hasTime ? '2026-09-03T08:15:00.123Z' : null);
    },
  );

  test('the inner of two wrappers lends its time', async () => {
    const inner = JSON.stringify({ message: untimed(CALLS[0]!), timestamp: '2026-09-01T00:00:00Z' });
    const outer = JSON.stringify({ log: inner, stream: 'stdout', time: '2026-09-02T00:00:00Z' });
    expect((await read(outer)).window.from).toBe('2026-09-01T00:00:00.000Z');
  });

  test('a naive time is in the zone of the log', async () => {
    const line = JSON.stringify({ message: untimed(CALLS[0]!), time: '2026-09-01 12:00:00' });
    const report = await read(line, 'a.log', { read: { map: {}, epoch: 0, logZone: 'America/New_York' } });
    expect(report.window.from).toBe('2026-09-01T16:00:00.000Z');
  });

  test('the time of an export is not that of its calls', async () => {
    const report = await read(`{"timestamp":"2026-09-02T00:00:00Z","data":[${untimed(CALLS[0]!)}]}`);
    expect(report.window.from).toBe(null);
  });

  test('nothing but the time gets into the calls', async () => {
    const wrap = (text: string) =>
      JSON.stringify({
        user: 'root',
        id: 'w1',
        status: 'error',
        token: 'sk-abcdefgh12345678',
        message: text,
      });
    const report = await read(CALLS.map(wrap).join('\n'));
    expect(told(report)).toEqual(await bare);
    expect(JSON.stringify(report)).not.toContain('sk-abc');
  });

  test('the same text in two wrappers of different times is two calls, of the same time one', async () => {
    const call = JSON.stringify({
      request: { model: 'gpt-4.1', messages: [{ role: 'user', content: 'x' }] },
      response: {
        choices: [{ message: { content: 'y' } }],
        usage: { prompt_tokens: 5, completion_tokens: 1 },
      },
    });
    const at = (time: string) => JSON.stringify({ time, log: call });
    const lines = [at('2026-09-01T00:00:01Z'), at('2026-09-01T00:00:02Z'), at('2026-09-01T00:00:02Z')];
    const [input] = (await read(lines.join('\n'))).inputs;
    expect(input).toMatchObject({ records: 3, calls: 2, repeatedRecords: 1 });
  });

  test('the user is told what was unwrapped', async () => {
    const [docker] = (await read(CALLS.map(TEXT_WRAPPERS.docker!).join('\n'))).inputs;
    expect(docker!.why).toMatch(/^docker lines: /);
    const [prefixed] = (await read(CALLS.map(TEXT_WRAPPERS.compose!).join('\n'))).inputs;
    expect(prefixed!.why).toMatch(/^lines with a prefix: /);
    const [hits] = (await read(JSON.stringify(ENVELOPES.hits!(CALLS.map((it) => JSON.parse(it)))))).inputs;
    expect(hits!.why).toMatch(/^records in hits\.hits, a record in _source: /);
  });
});
