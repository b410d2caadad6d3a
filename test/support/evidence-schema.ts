import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { Evidence } from '../../src/model/evidence.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
ajv.addSchema(read('report-1.json'));
const validate = ajv.compile(read('evidence-1.json'));

/** Where the evidence, as it is written, departs from schema/evidence-1.json; null nowhere. */
export function schemaErrors(evidence: Evidence): readonly ErrorObject[] | null {
  validate(JSON.parse(JSON.stringify(evidence)));
  return validate.errors ?? null;
}
