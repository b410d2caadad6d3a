import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { anthropicBatch } from '../../../src/sources/apis/anthropic-batch.ts';
import { gemini } from '../../../src/sources/apis/gemini.ts';
import { geminiBatch } from '../../../src/sources/apis/gemini-batch.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { openaiBatch } from '../../../src/sources/apis/openai-batch.ts';
import { vertex } from '../../../src/sources/apis/vertex.ts';
import { fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const options = { map: {}, epoch: 0 };
const usage = { input_tokens: 5, output_tokens: 1 };
const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage };
const chunk = { id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'x' } }] };
const tool = { tool_calls: [{ index: 0, id: 't', function: { name: 'f', arguments: '{' } }] };
const whole = { id: 'resp_1', object: 'response', output: [], usage };
const streams: unknown[] = [
  [chunk, { ...chunk, choices: [{ index: 0, delta: tool }] }, { ...chunk, choices: [], usage }],
  [
    { type: 'message_start', message },
    { type: 'message_delta', delta: {}, usage },
  ],
  [
    { type: 'response.created', response: whole },
    { type: 'response.output_text.delta', delta: 'x' },
  ],
  [{ candidates: [{ content: { parts: [{ text: 'x' }] } }], usageMetadata: { promptTokenCount: 4 } }],
].map((response) => ({ response }));

/** Every object and list in a record, itself included. */
function holders(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(holders)];
}

test.each([
  ['vertex', [vertex], fixtureRecords('vertex.jsonl')],
  ['openai-batch', [openaiBatch], fixtureRecords('openai-batch.jsonl')],
  ['anthropic-batch', [anthropicBatch], fixtureRecords('anthropic-batch.jsonl')],
  ['gemini-batch', [geminiBatch], fixtureRecords('gemini-batch.jsonl')],
  ['streams', [openai, anthropic, gemini], streams],
] as const)(
  '%s: whatever is done to a record, reading it neither throws nor makes up numbers',
  (_, readers, records) => {
    const change = fc.record({
      line: fc.nat(records.length - 1),
      at: fc.nat(),
      field: fc.nat(),
      value: fc.oneof(fc.anything({ maxDepth: 2 }), fc.constantFrom(-1, 0.5, 1e300, '9', '', null)),
    });
    fc.assert(
      fc.property(change, ({ line, at, field, value }) => {
        const record = structuredClone(records[line]);
        const all = holders(record);
        const holder = all[at % all.length]!;
        const names = [...Object.keys(holder), '__proto__'];
        const name = names[field % names.length]!;
        Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
        for (const source of readers) {
          source.recognize!(record, options);
          const result = readRecord(source, record);
          if (result.kind !== 'calls') continue;
          for (const call of result.calls) {
            for (const count of usageRow(call.usage) ?? [])
              expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
            for (const figure of [call.time, call.latencyMs, call.status]) expect(figure ?? 0).not.toBeNaN();
            if (call.failed && source !== anthropic && call.tier === 'batch')
              expect(call.usage).toBeUndefined();
          }
        }
      }),
      { numRuns: 300 },
    );
  },
);
