import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { baselineText } from '../../../src/gate/baseline/write-baseline.ts';
import { type MadeGroup, madeGroups, madeMeasurement, madeMoney } from '../made-measurement.ts';
import { anyMeasurement } from './any-measurement.ts';
import { sampleMeasurement } from './sample-measurement.ts';

const schema = JSON.parse(readFileSync(new URL('../../../schema/baseline-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
}).compile(schema);

function problems(text: string): string[] {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}

const plain = { name: 'tests', hashKeys: false };
const hashed = { name: 'tests', hashKeys: true };

describe('what a file holds', () => {
  const text = baselineText(sampleMeasurement(), plain);

  test('a line for a group, a condition, a price, a detector and a figure', () => {
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines.slice(0, 8)).toEqual([
      '{',
      '"kind": "llm-cost baseline",',
      '"schemaVersion": 1,',
      '"name": "tests",',
      '"tool": "0.5.0",',
      '"priceBook": {"version":"2026-11-19","overrides":["prices.json: own prices for a/b"]},',
      '"timezone": "UTC",',
      '"window": {"from":"2026-11-19T00:00:00.000Z","to":"2026-11-20T00:00:00.000Z"},',
    ]);
    expect(lines).toContain(
      '{"model":"gpt-4.1","provider":"openai","tier":"standard","above":0,"peak":[],"isReasoning":false},',
    );
    expect(lines).toContain(
      '"duplicates": {"status":"found","reason":null,"options":{"minCalls":2,"window":"24h"}},',
    );
    expect(lines).toContain('"thenUsd": 1.55,');
    expect(lines).toContain('"bill": [[0,900,0,0,0,10],[1,1100,0,0,0,10]]');
    expect(lines).toContain('"duplicates": {"calls":2,"money":{"thenUsd":0.25,"bill":[[0,12.5,0,0,0,10]]}}');
    expect(lines).toContain(
      '{"key":"#1a486c49a76c","calls":10,"failedCalls":0,"unpricedCalls":0,"countedCalls":10,"estimatedCalls":0,"unpricedTokens":0,' +
        '"tokens":{"input":1000,"cacheRead":0,"cacheWrite5m":0,"cacheWrite1h":0,"output":100,"reasoning":0},"quantiles":null,' +
        '"money":{"thenUsd":1.25,"bill":[[0,900,0,0,0,10],[1,1000,0,0,0,10]]},"waste":{},"recoverable":{"thenUsd":0,"bill":[]}}',
    );
    expect(lines.find((line) => line.startsWith('{"key":"prompt:'))).toMatch(
      /"sketch":"AQAAAAABAAD\/\/\/\/\/"}$/,
    );
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('no user, no label, no folder, no message of a failure, no time of writing', () => {
    expect(text).not.toMatch(/ann|Answer|home|secret|cannot open|generatedAt|asOf|nowUsd|label/);
    expect(text).toContain('"feature!=batch"');
    expect(text).toContain('"user=#1a486c49a76c"');
  });

  test('with hashed keys no feature, no tag and no template of a feature either', () => {
    const measurement = sampleMeasurement();
    const tags = madeGroups([{ key: 'payments' }]);
    const all = baselineText({ ...measurement, groups: { ...measurement.groups, 'tag:team': tags } }, hashed);
    expect(all).not.toMatch(/search|batch|payments/);
    expect(all).toContain('"key":"gpt-4.1"');
    expect(all).toContain('"model=gpt-*"');
    expect(all).toContain('"key":"prompt:0123456789abcdef"');
  });

  test.each([
    ['C:\\prices\\own.json: nothing', 'own.json: nothing'],
    ['../up/prices: 2.json: own prices for a/b', 'prices: 2.json: own prices for a/b'],
    ['llm-cost.config.json: own prices for openai/x', 'llm-cost.config.json: own prices for openai/x'],
    ['https://x/y', 'y'],
  ])('own prices from %s', (override, written) => {
    const priceBook = { version: '1', overrides: [override] };
    expect(
      readBaseline(baselineText(madeMeasurement({ priceBook }), plain)).measurement.priceBook.overrides,
    ).toEqual([written]);
  });
});

describe('many groups', () => {
  const users = Array.from(
    { length: 2200 },
    (_, i): MadeGroup => ({ key: `user ${i}`, calls: 1 + (i % 3), money: madeMoney(Math.floor(i / 2)) }),
  );
  const text = baselineText(madeMeasurement({ groups: { feature: users } }), plain);
  const { list, leftOut, named } = readBaseline(text).measurement.groups.feature!;

  test('the dearest 2,000 are listed, of equal ones those with more calls, and the others counted', () => {
    expect([list.length, leftOut, named]).toEqual([2000, 200, 2200]);
    expect(Math.min(...list.map(({ money }) => money.thenUsd))).toBe(100);
    expect(list.map(({ key }) => key)).toEqual(list.map(({ key }) => key).sort());
  });

  test('of equal cost the ones with more calls, then by name', () => {
    const equal = Array.from(
      { length: 2002 },
      (_, i): MadeGroup => ({ key: String(i + 1000), calls: i === 7 ? 1 : 2, money: madeMoney(1) }),
    );
    const cut = readBaseline(baselineText(madeMeasurement({ groups: { feature: equal } }), plain));
    const keys = cut.measurement.groups.feature!.list.map(({ key }) => key);
    expect(equal.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual(['1007', '3001']);
  });

  test('what a baseline left out before is not forgotten', () => {
    const { measurement } = readBaseline(text);
    expect(readBaseline(baselineText(measurement, plain)).measurement.groups.feature!.leftOut).toBe(200);
  });
});

describe('schema/baseline-1.json', () => {
  test('every baseline keeps to it', () => {
    expect(problems(baselineText(sampleMeasurement(), hashed))).toEqual([]);
    fc.assert(
      fc.property(anyMeasurement, fc.boolean(), (measurement, hashKeys) => {
        expect(problems(baselineText(measurement, { name: 'tests', hashKeys }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['another kind', '"llm-cost baseline"', '"report"'],
    ['a newer version', '"schemaVersion": 1', '"schemaVersion": 2'],
    ['a field that nobody declared', '"kind"', '"extra": 1, "kind"'],
    ['an undeclared field of a group', '"key":"gpt-4.1"', '"label":"x","key":"gpt-4.1"'],
    ['negative money', '"thenUsd": 1.55', '"thenUsd": -1.55'],
    ['half a call', '"calls": 12', '"calls": 12.5'],
    ['a row of five', '[0,900,0,0,0,10]', '[0,900,0,0,10]'],
    ['a tier that nobody offers', '"tier":"standard"', '"tier":"cheap"'],
    ['a grouping that is none', '"feature": {', '"colour": {'],
  ])('%s is refused', (_, from, to) => {
    const text = baselineText(sampleMeasurement(), plain);
    expect(text).toContain(from);
    expect(problems(text.replace(from, to))).not.toEqual([]);
  });
});
