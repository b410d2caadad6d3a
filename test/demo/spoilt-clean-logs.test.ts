import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { detectors } from '../../src/detectors/index.ts';
import { loadCounter } from '../../src/tokens/counter.ts';
import { conversationLogs } from '../support/clean/conversations.ts';
import { otherLogs } from '../support/clean/other-shapes.ts';
import { singleRequestLogs } from '../support/clean/single-requests.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const LOGS = [...conversationLogs, ...singleRequestLogs, ...otherLogs];
const replacing = (pattern: RegExp, by: string) => (line: string) => line.replace(pattern, by);

/** One thing of a clean log made wasteful, and who must see it: what is clean there is clean for a reason. */
const SPOILT: readonly (readonly [log: string, what: string, spoil: (line: string) => string, by: string])[] =
  [
    [
      'nightly-batch',
      'at the standard rate',
      replacing(/"service_tier":"batch"/g, '"service_tier":"default"'),
      'batchable',
    ],
    ['classification', 'on a large model', replacing(/"gpt-6-luna"/g, '"gpt-5.4"'), 'overpowered-model'],
    [
      'extraction',
      'with talk around the JSON',
      replacing(
        /"content":"\{(.*?)\}"/,
        '"content":"Of course! I have read the whole letter with care, and these are all of the fields that I could find in it for you: {$1} Do let me know whether you would like anything else to be taken from it."',
      ),
      'verbose-output',
    ],
    [
      'agent-openai',
      'with a cache that never hits',
      replacing(/"cached_tokens":\d+/, '"cached_tokens":0'),
      'history-resent',
    ],
    [
      'agent-openai',
      'with a tool that nobody calls',
      replacing(/("name":)"run_tests"(,"description")/, '$1"book_flight"$2'),
      'unused-tools',
    ],
    [
      'rag',
      'cut at the limit',
      replacing(/"finish_reason":"stop"/, '"finish_reason":"length"'),
      'truncated-output',
    ],
    ['code-assistant', 'with failures', replacing(/"status":200/, '"status":500'), 'failed-calls'],
    [
      'chat-many-users',
      'on a model that retires',
      replacing(/"gpt-5\.4-mini"/g, '"gpt-4.1"'),
      'retired-models',
    ],
  ];

test.each(SPOILT)(
  '%s %s',
  async (name, _, spoil, by) => {
    const { count } = await loadCounter('o200k_base');
    const log = LOGS.find((one) => one.name === name)!;
    const lines = log.lines(new Random(1), count);
    const spoilt = lines.map(spoil);
    expect(spoilt).not.toEqual(lines);
    const folder = tempFolder(false);
    writeFileSync(join(folder, 'log.jsonl'), spoilt.join('\n'));
    const choice = { detectors: detectors.map(({ id }) => id), strategies: [] };
    const { findings } = await runAudit(folder, ['log.jsonl'], choice);
    expect(findings.find(({ detector }) => detector === by)!.status).toBe('found');
  },
  30_000,
);

test('every call twice, of every kind that has text', async () => {
  const { count } = await loadCounter('o200k_base');
  for (const log of LOGS.filter(({ ending }) => ending === 'jsonl')) {
    const lines = log.lines(new Random(1), count);
    const again = lines.map((line) =>
      line.replace(/"id":"/, '"id":"again-').replace(/"id":"(chatcmpl-|msg_)/, '"id":"$1again-'),
    );
    const folder = tempFolder(false);
    writeFileSync(join(folder, 'log.jsonl'), [...lines, ...again].join('\n'));
    const { findings } = await runAudit(folder, ['log.jsonl'], { detectors: ['duplicates'], strategies: [] });
    expect(findings[0]!.calls, log.name).toBe(lines.length);
  }
}, 60_000);
