import { readdirSync, readFileSync } from 'node:fs';
import type { Report } from '../../src/model/report.ts';

const folder = new URL('../../fixtures/reports/', import.meta.url);

/** Names of the made-up reports in `fixtures/reports`. */
export const sampleNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

export function sampleReport(name: string): Report {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Report;
}
