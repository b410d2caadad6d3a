import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countsOf, readPaths, tokensOf } from '../../support/audited-file.ts';
import { fixtureRecords } from '../../support/read-source.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Their records are understood by those before, in a log of their own; or by no marks at all. */
const ALONE = ['codex', 'gemini-cli', 'stream-events', 'generic'];
const NAMES = readdirSync(join(import.meta.dirname, '../../../fixtures'))
  .filter((it) => it.endsWith('.jsonl') && it !== 'demo.jsonl')
  .map((it) => it.slice(0, -'.jsonl'.length));
const MIXED = NAMES.filter((it) => !ALONE.includes(it));
const folder = tempFolder(false);
const linesOf = (name: string): string[] =>
  fixtureRecords(`${name}.jsonl`)
    .filter((it) => it !== undefined)
    .map((it) => JSON.stringify(it));

async function read(...files: readonly (readonly string[])[]) {
  const names = files.map((lines, i) => {
    writeFileSync(join(folder, `${i}.jsonl`), lines.join('\n'));
    return `${i}.jsonl`;
  });
  const report = await readPaths(folder, names);
  const { calls, failedCalls, costUsd, loggedCostUsd } = report.totals;
  for (const input of report.inputs) countsOf(input);
  const dollars = [costUsd, loggedCostUsd ?? 0].map((it) => it.toFixed(9));
  return { calls, failedCalls, tokens: tokensOf(report), dollars };
}

function inTurns(a: readonly string[], b: readonly string[]): string[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, i) => [a[i], b[i]]).flatMap((pair) =>
    pair.filter((it) => it !== undefined),
  );
}

describe('records of two formats in turns are read as in two files', () => {
  test.each(MIXED)('%s and each other', async (name) => {
    const own = linesOf(name);
    for (const other of MIXED.slice(MIXED.indexOf(name) + 1)) {
      const others = linesOf(other);
      expect(await read(inTurns(own, others)), other).toEqual(await read(own, others));
    }
  });

  test.each(ALONE)('%s takes in the others that stand in its own log', async (name) => {
    const own = linesOf(name).flatMap((it) => Array.from({ length: 4 }, () => it));
    const others = linesOf('anthropic').slice(0, 2);
    const both = await read(own, others);
    expect(await read([...own, ...others])).toEqual(both);
  });
});

describe('a record goes to the source that is surest of it', () => {
  const openai = linesOf('openai').slice(0, 2);

  test('a gateway’s in a log of bodies, with what the gateway says of its cache', async () => {
    const [, cached] = linesOf('litellm');
    const alone = await read([cached!]);
    expect(alone.tokens).toEqual([200, 3000, 400, 600, 50]);
    const few = await read([...openai, ...openai, ...openai, cached!]);
    const without = await read([...openai, ...openai, ...openai]);
    expect(few.tokens).toEqual(without.tokens.map((count, i) => count + alone.tokens[i]!));
  });

  test('a provider’s in a log of records that nobody knows', async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ id: i, model: 'gpt-4.1', input_tokens: 10, output_tokens: 1 }),
    );
    const written = linesOf('anthropic')[1]!;
    const alone = await read([written]);
    const { tokens } = await read([...rows, written]);
    expect(tokens).toEqual(alone.tokens.map((count, i) => count + [600, 0, 0, 0, 60][i]!));
  });

  test('a request that failed without an answer, in a log of another API’s bodies', async () => {
    const failed = JSON.stringify({
      id: 'limited',
      timestamp: '2026-09-01T08:00:00Z',
      status: 429,
      request: { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hello?' }] },
      response: { error: { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached' } },
    });
    const bodies = linesOf('anthropic');
    const without = await read(bodies);
    const { calls, failedCalls } = await read([...bodies, failed]);
    expect([calls, failedCalls]).toEqual([without.calls + 1, without.failedCalls + 1]);
  });

  test('sums over calls are no call, whoever reads the file', async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ id: i, model: 'gpt-4.1', input_tokens: 10, output_tokens: 1 }),
    );
    const sum = {
      model: 'gpt-4.1',
      date: '2026-09-05',
      prompt_tokens: 9000,
      completion_tokens: 9,
      api_requests: 60,
    };
    expect((await read([...rows, JSON.stringify(sum)])).tokens).toEqual([600, 0, 0, 0, 60]);
  });

  test('but the fields that the user has named are taken from every record that has them', async () => {
    const named = JSON.stringify({ ...JSON.parse(openai[0]!), billed: 77 });
    writeFileSync(join(folder, 'named.jsonl'), [named, ...linesOf('anthropic').slice(0, 1)].join('\n'));
    const map = { map: { promptTokens: 'billed' }, epoch: 0 };
    const { inputs, totals } = await readPaths(folder, ['named.jsonl'], { read: map });
    expect(inputs).toMatchObject([{ source: 'generic', calls: 2 }]);
    expect(totals.tokens).toMatchObject({ input: 77 + 25, output: 2 + 6 });
  });

  test('a step of a trace does not keep others from a log of traces', async () => {
    const { calls } = await read([...linesOf('otel'), ...openai]);
    expect(calls).toBe((await read(linesOf('otel'))).calls + 2);
  });
});
