import { describe, expect, test } from 'vitest';
import {
  azureFields,
  azureFlag,
  azureLatency,
  azureTime,
  ticksTime,
} from '../../../src/sources/azure-api/azure-fields.ts';
import { httpStatusOf } from '../../../src/sources/record/record-access.ts';

test('the spellings of diagnostics, tables and exports are one', () => {
  const spellings = [
    { correlationId: 'a', properties: { modelName: 'm', promptTokens: 1 } },
    { correlationId: 'a', properties: '{"modelName":"m","promptTokens":1}' },
    { CorrelationId: 'a', ModelName: 'm', PromptTokens: 1 },
    { CorrelationId: 'a', modelName_s: 'm', promptTokens_d: 1 },
    { CorrelationId: 'a', properties_s: '{"modelName":"m","promptTokens":1}' },
  ];
  for (const record of spellings) {
    expect(azureFields(record).fields).toMatchObject({ correlationId: 'a', modelName: 'm', promptTokens: 1 });
  }
});

test('the top goes before properties, and a prototype is a field like others', () => {
  const record = JSON.parse(
    '{"url":"top","properties":{"url":"inner","__proto__":{"polluted":1}}}',
  ) as Record<string, unknown>;
  const { fields } = azureFields(record);
  expect(fields.url).toBe('top');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('.NET ticks', () => {
  // 2026-09-15T09:01:01.123456Z; the number is beyond 2^53, and the parser rounds it to 128 ticks.
  const ticks = 621_355_968_000_000_000n + BigInt(Date.UTC(2026, 8, 15, 9, 1, 1, 123)) * 10_000n + 4560n;

  test('as text and as a number are the same millisecond', () => {
    expect(ticksTime(String(ticks))).toBe(Date.UTC(2026, 8, 15, 9, 1, 1, 123));
    expect(ticksTime(JSON.parse(String(ticks)))).toBe(Date.UTC(2026, 8, 15, 9, 1, 1, 123));
  });

  test('rounding is far below a millisecond', () => {
    expect(Math.abs(Number(BigInt(Number(ticks)) - ticks))).toBeLessThanOrEqual(64);
  });

  test.each([0, -1, 1_789_462_861_123, 'soon', null, 1e300])('%s is no time', (value) => {
    expect(ticksTime(value)).toBeUndefined();
  });
});

describe('times', () => {
  const at = (record: Record<string, unknown>, zone?: string) => azureTime(azureFields(record), zone);

  test('of JSON and of both exports', () => {
    const expected = Date.UTC(2026, 6, 2, 18, 31, 31, 446);
    expect(at({ time: '2026-07-02T18:31:31.4465902Z' })).toBe(expected);
    expect(at({ 'TimeGenerated [UTC]': '7/2/2026, 6:31:31.446 PM' })).toBe(expected);
    expect(at({ TimeGenerated: '2026-07-02 18:31:31.446' })).toBe(expected);
  });

  test('midnight and noon', () => {
    expect(at({ 'TimeGenerated [UTC]': '12/1/2026, 12:00:00.000 AM' })).toBe(Date.UTC(2026, 11, 1));
    expect(at({ 'TimeGenerated [UTC]': '12/1/2026, 12:00:00.000 PM' })).toBe(Date.UTC(2026, 11, 1, 12));
  });

  test('a column in UTC is not moved by the zone of the log; one without is', () => {
    const naive = '2026-07-02 18:00:00';
    expect(at({ 'TimeGenerated [UTC]': naive }, 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 2, 18));
    expect(at({ 'TimeGenerated [Local Time]': naive }, 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 2, 16));
  });

  test('a day before the month cannot be told from a month before the day: unknown', () => {
    expect(at({ 'TimeGenerated [UTC]': '15/9/2026, 18:31:31.446' })).toBeUndefined();
  });
});

test('numbers and flags as tables write them', () => {
  expect([-5, '840', 12.4, 'x', null].map(azureLatency)).toEqual([undefined, 840, 12, undefined, undefined]);
  expect(['200', 429, 'Succeeded', 0].map(httpStatusOf)).toEqual([200, 429, undefined, undefined]);
  expect([true, 'False', 'true', 1].map(azureFlag)).toEqual([true, false, true, undefined]);
});
