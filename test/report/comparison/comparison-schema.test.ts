import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { sampleReport } from '../sample-reports.ts';

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../schema/${name}.json`, import.meta.url), 'utf8'));

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true })
  .addSchema(schema('report-1'))
  .compile(schema('comparison-1'));

const report = sampleReport('what-if');

test('reports beside each other are valid', () => {
  expect(validate({ schemaVersion: 1, scenarios: [report, report] })).toBe(true);
});

test.each([
  ['one report', { schemaVersion: 1, scenarios: [report] }],
  ['a report that is none', { schemaVersion: 1, scenarios: [report, {}] }],
  ['another version', { schemaVersion: 2, scenarios: [report, report] }],
  ['a field that nobody declared', { schemaVersion: 1, scenarios: [report, report], extra: 1 }],
])('%s is refused', (_, value) => {
  expect(validate(value)).toBe(false);
});
