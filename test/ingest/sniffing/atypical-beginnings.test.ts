import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFile } from '../../support/audited-file.ts';
import { fixtureRecords } from '../../support/read-source.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const FIXTURES = readdirSync(join(import.meta.dirname, '../../../fixtures')).filter(
  (it) => it.endsWith('.jsonl') && it !== 'demo.jsonl',
);
const folder = tempFolder(false);
const json = JSON.stringify;
const AT = '2026-09-01T08:00:00Z';

/** What programs write into the same file before they call a model. */
const BEGINNINGS: Readonly<Record<string, (i: number) => string>> = {
  'records of a logger': (i) => json({ level: 30, time: Date.parse(AT) + i, pid: 7, msg: `ready ${i}` }),
  'requests to other services': (i) =>
    json({ time: AT, method: 'POST', status: 200, request: { url: '/x', headers: {} }, response: { id: i } }),
  events: (i) =>
    json({ type: 'event', id: `e${i}`, data: [{ a: 1 }], messages: ['a', 'b'], user: { id: i } }),
  banners: (i) =>
    ['========', '  web v1.2.3', 'Listening on http://0.0.0.0:80 (Ctrl+C to quit)', '> node .'][i % 4]!,
  'a header that is none': (i) =>
    i === 0 ? 'time, model, prompt tokens, output tokens: none yet' : `tick, ${i}`,
  'lines of a web server': (i) => `127.0.0.1 - - [01/Sep/2026:08:00:00 +0000] "POST /chat HTTP/1.1" 200 ${i}`,
  'a stack trace': (i) => ['Traceback (most recent call last):', '  File "a.py", line 3', '{', '}'][i % 4]!,
  'cut records': (i) => `{"level":"info","msg":"cut ${i}`,
  'bare values': (i) => ['1', 'null', '"text"', '[]', '[1,2]', '{}'][i % 6]!,
  'blank lines': () => '',
};

/** Beginnings told by each way of looking at a file: records, lines that are none, and what may be a table. */
const LONG = ['records of a logger', 'banners', 'a header that is none'];

test.each(FIXTURES)('%s is known after whatever came before', async (name) => {
  const records = fixtureRecords(name).filter((it) => it !== undefined);
  const text = records.map((it) => json(it)).join('\n');
  writeFileSync(join(folder, 'log.jsonl'), text);
  const { skipped: _, ...bare } = await readFile(folder, 'log.jsonl');
  for (const [beginning, line] of Object.entries(BEGINNINGS)) {
    // The own source reads tokens or prompts of any name, which some of these may have.
    if (name === 'generic.jsonl' && beginning === 'events') continue;
    for (const count of LONG.includes(beginning) ? [20, 100, 1000] : [20, 100]) {
      const before = Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');
      writeFileSync(join(folder, 'log.jsonl'), before + text);
      const { skipped: _, ...read } = await readFile(folder, 'log.jsonl');
      expect(read, `${count} ${beginning}`).toEqual(bare);
    }
  }
});

describe('beginnings of one record', () => {
  const call = json(fixtureRecords('anthropic.jsonl')[0]);
  const calls = async (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    const { source, calls: count, skipped } = await readFile(folder, name);
    return [source, count, skipped];
  };

  test('parts of its line, which look like a table’s rows', async () => {
    const parts = [call.slice(0, 61), call.slice(61, 150), call.slice(150)];
    const lines = parts.map((it, i) => `${AT} stdout ${i < 2 ? 'P' : 'F'} ${it}`);
    expect(await calls('a.log', lines.join('\n'))).toEqual(['anthropic', 1, 0]);
  });

  test('blank lines before a stream', async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
    const chunk = json({ id: 'x', object: 'chat.completion.chunk', model: 'gpt-4.1', choices: [], usage });
    expect(await calls('a.sse', `${'\n'.repeat(500)}data: ${chunk}\n\ndata: [DONE]\n`)).toEqual([
      'openai',
      1,
      0,
    ]);
  });

  test('a record that does not end is said to be one', async () => {
    writeFileSync(join(folder, 'cut.json'), call.slice(0, 200));
    await expect(readFile(folder, 'cut.json')).rejects.toThrow(/cut\.json: its first record does not end/);
  });

  test('a table’s cells may hold records, also at the ends of lines', async () => {
    const rows = `model\tprompt_tokens\toutput_tokens\tmeta\ngpt-4.1\t100\t10\t{"a": 1}\ngpt-4.1\t100\t10\t{"a": 2}\n`;
    expect(await calls('a.tsv', rows)).toEqual(['generic', 2, 0]);
  });
});
