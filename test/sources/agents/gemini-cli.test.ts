import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geminiCli } from '../../../src/sources/agents/gemini-cli.ts';
import { hostileVariants, isSane } from '../../support/hostile-records.ts';
import { callsOf, fixtureRecords, fixtureText, readInOrder, usageRow } from '../../support/read-source.ts';

const chat = fixtureRecords('gemini-cli.jsonl');
const telemetry = JSON.parse(
  `[${fixtureText('gemini-cli-telemetry.json').replaceAll('\n}\n{', '\n},\n{')}]`,
) as unknown[];
const options = { map: {}, epoch: 0 };
const SESSION = '9f8e7d6c-1111-4222-8333-444455556666';
const ID = '4c1d2e3f-0000-4000-8000-00000000000';

const score = (record: unknown) => geminiCli.recognize!(record, options).score;

describe('a chat', () => {
  const { results } = readInOrder(geminiCli, chat);
  const calls = callsOf(results);

  test('each message is one call by its id; thoughts are output, tools input, the cache inside the input', () => {
    // 5,000 + 40 + 160 = 5,200; 6,000 + 80 + 250 = 6,330; 700 + 30 = 730 shows thoughts inside; 100 + 10 + 5 is not 999.
    expect(calls.map(({ key, usage }) => [key, usageRow(usage)])).toEqual([
      [`gemini-cli:${ID}1`, [5000, 0, 0, 0, 200, 160]],
      [`gemini-cli:${ID}2`, [2154, 4096, 0, 0, 80, 0]],
      [`gemini-cli:${ID}1`, [5000, 0, 0, 0, 200, 160]],
      [`gemini-cli:${ID}3`, [700, 0, 0, 0, 30, 20]],
      [`gemini-cli:${ID}4`, [100, 0, 0, 0, 15, 5]],
      [`gemini-cli:${ID}5`, undefined],
    ]);
    expect(calls.map(({ usageWarning }) => usageWarning).slice(3)).toEqual([
      undefined,
      'total 999 is not input and output 110 plus thoughts 5 and tool tokens 0',
      'usage is all zeros for a call that succeeded',
    ]);
  });

  test('calls say when and where, by the last folder only', () => {
    expect(calls[1]).toMatchObject({
      ...{ session: SESSION, feature: 'atlas', model: 'gemini-2.5-flash', provider: 'google', failed: false },
      time: Date.UTC(2026, 2, 5, 14, 0, 10),
    });
    expect(JSON.stringify(calls)).not.toMatch(/ada|secret-client/);
  });

  test('drafts, users, headers, changes and errors hold no call; broken counts are skipped', () => {
    expect(results.map(({ kind }) => kind)).toEqual([
      ...[
        'other',
        'other',
        'other',
        'calls',
        'calls',
        'other',
        'other',
        'calls',
        'calls',
        'calls',
        'skip',
        'other',
      ],
    ]);
  });

  test('one document is read like its lines', () => {
    const [header, ...rest] = chat as Record<string, unknown>[];
    const document = { ...header, messages: rest.filter(({ type }) => type !== undefined) };
    const [whole] = readInOrder(geminiCli, [document]).results;
    expect(callsOf([whole!]).map(({ key, session }) => [key, session])).toEqual(
      [1, 2, 4, 5].map((n) => [`gemini-cli:${ID}${n}`, SESSION]),
    );
  });

  test('ids that are no UUIDs belong to their session', () => {
    const message = { ...(chat[3] as object), id: '7' };
    expect(callsOf(readInOrder(geminiCli, [message]).results)[0]!.key).toBeUndefined();
    expect(callsOf(readInOrder(geminiCli, [chat[0], message]).results)[0]!.key).toBe(
      `gemini-cli:${SESSION}:7`,
    );
  });
});

describe('telemetry', () => {
  const calls = callsOf(readInOrder(geminiCli, telemetry).results);

  test('a response and an error are a call each; the other events, spans and metrics of them are none', () => {
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({
      ...{ latencyMs: 4100, status: 200, failed: false, finishReason: 'STOP', session: SESSION },
      ...{
        model: 'gemini-2.5-pro',
        user: 'ada@example.com',
        tags: { role: 'main', auth_type: 'gemini-api-key' },
      },
    });
    expect(usageRow(calls[0]!.usage)).toEqual([5000, 0, 0, 0, 200, 160]);
    expect(calls[1]).toMatchObject({ failed: true, status: 429, error: 'ApiError', latencyMs: 300 });
    expect(calls[1]!.usage).toBeUndefined();
    expect(JSON.stringify(calls)).not.toMatch(/AIza|secret prompt/);
  });

  test('calls of one prompt differ by time', () => {
    const [, , response] = telemetry as { attributes: object }[];
    const later = {
      ...response,
      attributes: { ...response!.attributes, 'event.timestamp': '2026-03-05T14:00:06Z' },
    };
    const keys = callsOf(readInOrder(geminiCli, [response, response, later]).results).map(({ key }) => key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});

test('every record is recognised, those of other formats are not', () => {
  for (const record of [...chat, ...telemetry]) expect(score(record)).toBeGreaterThan(0.9);
  const others = [
    ...[null, 'x', [], {}, { $set: { price: 3 } }, { id: '1', type: 'error', timestamp: 't', content: 'x' }],
    { attributes: { 'gen_ai.usage.input_tokens': 3 } },
  ];
  for (const record of others) expect(score(record)).toBe(0);
});

test('hostile records neither throw nor give counts that are none', () => {
  fc.assert(
    fc.property(fc.array(hostileVariants([...chat, ...telemetry]), { maxLength: 6 }), (records) => {
      for (const record of records) score(record);
      expect(callsOf(readInOrder(geminiCli, records).results).every(isSane)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
