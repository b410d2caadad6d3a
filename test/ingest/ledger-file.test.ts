import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readExport } from '../support/read-ledger.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function read(name: string, text: string) {
  const file = join(tempFolder(), name);
  writeFileSync(file, text);
  return readExport(file);
}

const HEADER =
  '"Date","Slug","Usage","BYOK Usage","Requests","Prompt Tokens","Completion Tokens","Reasoning Tokens"';
const row = (day: number, requests: number) =>
  `"2026-09-0${day} 00:00:00","openai/gpt-4.1","0.5","0","${requests}","5000","300","0"`;
const bucket = (day: number, requests: number) => ({
  ...{ object: 'bucket', start_time: 1_788_220_800 + day * 86_400, end_time: 1_788_307_200 + day * 86_400 },
  results: [
    {
      object: 'organization.usage.completions.result',
      input_tokens: 9,
      output_tokens: 1,
      num_model_requests: requests,
    },
  ],
});
const page = (...buckets: object[]) => ({ object: 'page', data: buckets, has_more: true });

describe('where one export ends and the next begins', () => {
  test.each([
    ['one table', 'a.csv', [HEADER, row(1, 1), row(2, 2), ''], [[1, 2]]],
    ['a header again', 'a.csv', [HEADER, row(1, 1), HEADER, row(1, 3)], [[1], [3]]],
    [
      'a header with its own mark again',
      'a.csv',
      [HEADER, row(1, 1), `\uFEFF${HEADER}`, row(1, 3)],
      [[1], [3]],
    ],
    [
      'rows again, without a header',
      'a.csv',
      [HEADER, row(1, 1), row(2, 2), row(1, 1), row(2, 2)],
      [
        [1, 2],
        [1, 2],
      ],
    ],
    ['two equal rows of a bucket', 'a.csv', [HEADER, row(1, 1), row(1, 1), row(2, 2)], [[1, 1, 2]]],
    [
      'pages one after the other',
      'a.json',
      [page(bucket(0, 1), bucket(1, 2)), page(bucket(2, 3))],
      [[1, 2], [3]],
    ],
    ['a bucket a line', 'a.jsonl', [bucket(0, 1), bucket(1, 2)], [[1], [2]]],
  ])('%s', async (_, name, lines, requests) => {
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\r\n');
    const { parts, skipped, records } = await read(name, text);
    const told = parts.filter((part) => part.length > 0).map((part) => part.map((entry) => entry.requests));
    expect(told).toEqual(requests);
    expect(skipped).toBe(0);
    expect(records).toBe(lines.filter((line) => typeof line !== 'string' || /^"2026/.test(line)).length);
  });
});

test('what is no export says where a log goes', async () => {
  await expect(read('log.jsonl', '{"model":"gpt-4.1","usage":{}}\n')).rejects.toThrow(
    'no known export of totals (a log of calls goes before --ledger); known are OpenAI usage, ',
  );
});
