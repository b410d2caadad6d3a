import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';
import { har } from '../../../src/sources/captures/har.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('har.jsonl');
const options = { map: {}, epoch: 0 };
const call = (number: number) => callOf(har, records[number - 1]);

/** An entry with another response. */
function answered(number: number, response: object): unknown {
  const entry = records[number - 1] as { response: object };
  return { ...entry, response: { ...entry.response, ...response } };
}

describe('the fixture', () => {
  // line, usage, status, failed, latency, time to first token, key
  test.each([
    [1, undefined, 429, true, 90, undefined, undefined],
    [2, [11, 0, 0, 0, 4, 0], 200, false, 800, undefined, 'openai:chatcmpl-harfixture1'],
    [3, undefined, 200, false, 800, 350, 'openai:chatcmpl-harfixture2'],
    [4, [12, 900, 0, 0, 7, 0], 200, false, 1500, 420, 'anthropic:msg_01harfixture'],
    [5, undefined, 200, false, 800, 350, undefined],
    [6, [12, 900, 0, 0, 0, 0], 200, false, 800, 350, 'anthropic:msg_01harcut'],
    [7, undefined, undefined, true, undefined, undefined, undefined],
    [10, undefined, 200, false, 800, 350, undefined],
    [11, [6, 0, 0, 0, 3, 0], 200, false, 800, undefined, undefined],
    [13, [11, 0, 0, 0, 4, 0], 200, false, 800, undefined, 'openai:chatcmpl-harazure'],
    [14, [11, 0, 0, 0, 4, 0], 200, false, 800, undefined, 'openai:chatcmpl-harfixture1'],
  ] as const)('line %i', (number, usage, status, failed, latency, first, key) => {
    const { usage: counts, time, ...entry } = call(number);
    expect(usageRow(counts)).toEqual(usage);
    expect([entry.status, entry.failed, entry.latencyMs, entry.timeToFirstTokenMs, entry.key]).toEqual([
      status,
      failed,
      latency,
      first,
      key,
    ]);
    expect(time).toBe(Date.UTC(2026, 8, 17, 12, 0, number, 250));
  });

  test('a retry is a call of its own', () => {
    expect([call(1).error, call(1).prompt]).toEqual(['rate_limit_exceeded', call(2).prompt]);
  });

  test('a stream without usage is left to be estimated from its text', () => {
    expect(call(3)).toMatchObject({
      stream: true,
      prompt: [{ strings: ['Name a tide.'] }],
      response: { text: 'Neap tide.' },
    });
    expect(call(3).usageWarning).toBeUndefined();
  });

  test('a stream in base64', () => {
    expect(call(4)).toMatchObject({ response: { text: 'Mistral' }, finishReason: 'end_turn' });
  });

  test('an answer that the capture dropped leaves nothing to count', () => {
    expect(call(5)).toMatchObject({
      prompt: undefined,
      usageWarning: 'the capture holds no answer: its tokens are unknown',
    });
  });

  test('a stream that was cut keeps its counted prompt; its output is not the first event’s placeholder', () => {
    expect(call(6)).toMatchObject({ response: { text: 'Sirocco and' }, isOutputUncounted: true });
  });

  test('Bedrock: the model from the path; a binary stream is not read', () => {
    expect(call(10)).toMatchObject({
      model: 'claude-haiku-4-5-20251001',
      provider: 'amazon-bedrock',
      stream: true,
      usageWarning: 'the answer is a binary event stream: its tokens are unknown',
    });
    expect(call(11)).toMatchObject({ model: 'amazon.nova-lite-v1:0', response: { text: 'Cirrus.' } });
  });

  test('Azure: the deployment from the path', () => {
    expect(call(13)).toMatchObject({ requestedModel: 'shop-mini', provider: 'azure' });
  });

  test('preflights, images and other posts are other traffic; a broken entry is skipped', () => {
    expect([8, 9, 12, 15].map((number) => readRecord(har, records[number - 1]).kind)).toEqual([
      'other',
      'other',
      'other',
      'skip',
    ]);
  });
});

test('nothing of headers, cookies and queries gets into a call', () => {
  for (const record of records) {
    expect(JSON.stringify(readRecord(har, record))).not.toMatch(/harplanted|sk-|api-key/);
  }
});

describe('an aborted request', () => {
  const aborted = { status: 0, _error: 'net::ERR_ABORTED', content: { size: 0, mimeType: 'x-unknown' } };

  test('without an answer has failed', () => {
    expect(callOf(har, answered(3, aborted))).toMatchObject({
      failed: true,
      status: undefined,
      error: 'net::ERR_ABORTED',
      usage: undefined,
    });
  });

  test('whose text had begun to arrive is counted by that text', () => {
    const { content } = (records[2] as { response: { content: object } }).response;
    const entry = callOf(har, answered(3, { ...aborted, content }));
    expect(entry).toMatchObject({
      failed: false,
      response: { text: 'Neap tide.' },
      usageWarning: 'the stream was cut: counted is the text that had arrived',
    });
  });

  test('a long message is no error code', () => {
    expect(callOf(har, answered(3, { ...aborted, _error: 'the key sk-x was bad' })).error).toBeUndefined();
  });
});

test('calls to a URL that only names an endpoint need a body with a model', () => {
  const entry = structuredClone(records[1]) as { request: { url: string; postData: { text: string } } };
  entry.request.url = 'https://llm.example.org/api/v1/responses';
  expect(readRecord(har, entry).kind).toBe('calls');
  entry.request.postData.text = '{"input":"a"}';
  expect(readRecord(har, entry).kind).toBe('other');
});

test('reading and counting endpoints are no calls', () => {
  for (const path of ['v1/messages/count_tokens', 'v1/responses/resp_1/cancel', 'v1/files', 'v1/models']) {
    const entry = structuredClone(records[1]) as { request: { url: string } };
    entry.request.url = `https://api.openai.com/${path}`;
    expect(readRecord(har, entry).kind).toBe('other');
  }
});

test('every entry is recognised, with certainty above what it holds', () => {
  for (const record of records) {
    const { score } = har.recognize!(record, options);
    expect(score).toBe(0.99);
    expect(score).toBeGreaterThan(openai.recognize!(record, options).score);
  }
  const logged = {
    request: { url: 'https://api.openai.com/v1/chat/completions', method: 'POST' },
    response: {},
  };
  for (const record of [logged, null, [], { log: { entries: [] } }])
    expect(har.recognize!(record, options).score).toBe(0);
});

test('any entry is read without throwing or broken counts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: records.length - 1 }),
      fc.constantFrom('response', 'time', 'timings', 'startedDateTime', 'request'),
      fc.anything({ maxDepth: 2 }),
      fc.dictionary(
        fc.constantFrom('status', 'content', '_error', 'text', 'encoding', 'mimeType'),
        fc.anything({ maxDepth: 2 }),
      ),
      (index, name, value, inner) => {
        const entry = {
          ...(records[index] as object),
          [name]: name === 'response' ? { ...inner, content: inner } : value,
        };
        const result = readRecord(har, entry);
        if (result.kind !== 'calls') return;
        for (const count of usageRow(result.calls[0]!.usage) ?? []) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});
