import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countsOf, readPaths, tokensOf } from '../support/audited-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

/**
 * By file, read alone: source; records, calls, repeated, skipped, others; input, cache read, writes for 5 minutes and for an
 * hour, output. Added up by hand from the counts that the fixtures state, by the formats' own rules.
 */
const TABLE = `
anthropic-batch.jsonl                | anthropic-batch      | 9 6 0 1 2    | 41 0 200 500 13
anthropic.jsonl                      | anthropic            | 10 9 0 1 0   | 481 1000 2300 1200 94
azure-api-management-diagnostics.csv | azure-api-management | 4 2 1 0 1    | 50 0 0 0 9
azure-api-management.csv             | azure-api-management | 4 1 0 0 3    | 50 0 0 0 9
azure-api-management.jsonl           | azure-api-management | 15 6 2 0 7   | 652 6524 0 0 103
azure-diagnostics.csv                | azure-diagnostics    | 3 2 0 0 1    | 0 0 0 0 0
azure-diagnostics.jsonl              | azure-diagnostics    | 8 5 0 1 2    | 120 0 0 0 30
bedrock-batch.jsonl                  | bedrock-batch        | 7 4 0 1 2    | 65 0 0 0 9
bedrock.jsonl                        | bedrock              | 11 10 0 1 0  | 41081 2048 1200 600 966
claude-code.jsonl                    | claude-code          | 16 7 2 2 5   | 570 41507 1800 20000 945
cloudflare.jsonl                     | cloudflare           | 8 6 0 2 0    | 3120 60 0 0 201
codex.jsonl                          | codex                | 19 5 0 2 12  | 17000 27000 3000 0 990
conversations.json                   | conversations        | 6 4 0 0 2    | 98 0 0 0 19
cursor.csv                           | cursor               | 8 6 0 2 0    | 1170 60030 3910 0 1290
gemini-batch.jsonl                   | gemini-batch         | 5 4 0 0 1    | 16 0 0 0 10
gemini-cli-telemetry.json            | gemini-cli           | 7 2 0 0 5    | 5000 0 0 0 200
gemini-cli.jsonl                     | gemini-cli           | 13 5 1 1 6   | 7954 4096 0 0 325
gemini.jsonl                         | gemini               | 9 7 0 1 1    | 605 4600 0 0 119
generic.csv                          | generic              | 5 4 0 1 0    | 356 1024 0 0 322
generic.jsonl                        | generic              | 4 3 0 0 1    | 30 5000 200 0 42
har.jsonl                            | har                  | 15 10 1 1 3  | 63 1800 0 0 26
helicone.csv                         | helicone             | 2 2 0 0 0    | 412 0 0 0 62
helicone.jsonl                       | helicone             | 10 9 0 1 0   | 2180 1762 100 0 480
kong.jsonl                           | kong                 | 9 6 0 1 2    | 359 64 0 0 115
langfuse.csv                         | langfuse             | 6 4 0 0 2    | 1650 1924 200 250 990
langfuse.jsonl                       | langfuse             | 10 8 0 0 2   | 1874 2724 200 250 1042
langsmith.jsonl                      | langsmith            | 12 8 0 0 4   | 2167 3400 100 250 854
litellm.csv                          | litellm              | 2 2 0 0 0    | 488 512 0 0 100
litellm.jsonl                        | litellm              | 13 8 1 2 2   | 9784 3064 400 1853 607
llm.jsonl                            | llm                  | 7 6 0 1 0    | 238 3120 0 1200 439
openai-batch.jsonl                   | openai-batch         | 11 6 0 1 4   | 1001 1024 0 0 10
openai.jsonl                         | openai               | 18 17 0 1 0  | 1172 2560 512 0 793
opencode.jsonl                       | opencode             | 10 5 0 1 4   | 1020 3400 2100 0 289
openrouter.csv                       | openrouter           | 4 4 0 0 0    | 3589 8000 0 0 257
openrouter.jsonl                     | openrouter           | 8 8 0 0 0    | 6500 1500 0 0 1000
otel.jsonl                           | otel                 | 14 12 0 0 2  | 3398 6392 1100 200 401
portkey.jsonl                        | portkey              | 10 10 0 0 0  | 630 920 200 0 89
stream-events.jsonl                  | stream-events        | 11 3 0 1 7   | 188 4024 0 0 16
trace-azure-2023.csv                 | trace                | 3 3 0 0 0    | 2480 0 0 0 104
trace-azure-2025.csv                 | trace                | 2 2 0 0 0    | 2011 0 0 0 52
trace-burstgpt-v1.csv                | trace                | 3 3 0 0 0    | 1125 0 0 0 42
trace-burstgpt-v3.csv                | trace                | 2 2 0 0 0    | 150 0 0 0 25
trace-mooncake.jsonl                 | trace                | 2 2 0 0 0    | 2124 0 0 0 35
vercel-gateway.jsonl                 | vercel-gateway       | 6 6 0 0 0    | 290 130 70 0 210
vertex.csv                           | vertex               | 3 3 0 0 0    | 22 300 0 0 6
vertex.jsonl                         | vertex               | 5 4 0 1 0    | 29 300 0 0 11
`;

const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [file = '', source = '', counts = '', tokens = ''] = line.split('|').map((cell) => cell.trim());
    return { file, source, counts: counts.split(' ').map(Number), tokens: tokens.split(' ').map(Number) };
  });
/** A generated log of its own, told by the demo's tests. */
const NOT_HERE = 'demo.jsonl';

describe('every fixture', () => {
  test('is in the table', () => {
    const files = readdirSync(FIXTURES, { withFileTypes: true }).filter((it) => it.isFile());
    const names = files.map(({ name }) => name).filter((name) => name !== NOT_HERE);
    expect(ROWS.map(({ file }) => file)).toEqual(names.sort());
  });

  test.each(ROWS)('$file', async ({ file, source, counts, tokens }) => {
    const report = await readPaths(FIXTURES, [file]);
    expect(report.inputs.map((input) => [input.source, countsOf(input)])).toEqual([[source, counts]]);
    expect(tokensOf(report)).toEqual(tokens);
  });
});

test('all of them in one folder: each by its own source, every record accounted for, each call once', async () => {
  const folder = tempFolder();
  for (const { file } of ROWS) cpSync(join(FIXTURES, file), join(folder, file));
  const { inputs, totals } = await readPaths(folder, ['.']);
  expect(inputs.map(({ path, source }) => [path, source])).toEqual(
    ROWS.map(({ file, source }) => [file, source]),
  );
  let gone = 0;
  for (const [i, input] of inputs.entries()) {
    const [records, calls, repeated, skipped] = ROWS[i]!.counts;
    const counted = countsOf(input);
    expect([counted[0], counted[3]], input.path).toEqual([records, skipped]);
    // Alone or not, a record is a call or repeats one: other files can only know calls before, or tell what a record is.
    expect(counted[2], input.path).toBeGreaterThanOrEqual(repeated!);
    gone += calls! - counted[1]!;
  }
  // The CSV and JSONL exports of Azure, Helicone, Langfuse and Vertex tell of the same calls.
  const both = inputs.filter(({ path, calls }) => calls < ROWS.find(({ file }) => file === path)!.counts[1]!);
  expect(both.map(({ path }) => path)).toEqual([
    'azure-api-management.csv',
    'azure-api-management.jsonl',
    'azure-diagnostics.jsonl',
    'helicone.jsonl',
    'langfuse.jsonl',
    'vertex.jsonl',
  ]);
  const alone = ROWS.reduce((sum, { counts }) => sum + counts[1]!, 0);
  expect(totals.calls).toBe(alone - gone);
});
