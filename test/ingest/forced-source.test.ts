import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const TRACE = '{"timestamp": 0, "input_length": 700, "output_length": 5, "hash_ids": [1, 2]}';
const CHAT = JSON.stringify({
  object: 'chat.completion',
  id: 'chatcmpl-1',
  model: 'gpt-4.1',
  choices: [],
  usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
});

test('a record of another format is read by its own source, unless one is forced', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'mixed.jsonl'), `${TRACE}\n${TRACE.replace('700', '800')}\n${CHAT}\n`);
  const both = await runAudit(folder, ['mixed.jsonl']);
  expect(both.inputs[0]).toMatchObject({ source: 'trace', calls: 3, otherRecords: 0 });
  const forced = await runAudit(folder, ['mixed.jsonl'], { source: 'trace' });
  expect(forced.inputs[0]).toMatchObject({ source: 'trace', calls: 2, otherRecords: 1 });
});
