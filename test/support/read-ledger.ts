import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { LedgerEntry } from '../../src/contracts/ledger.ts';
import { expandInputs } from '../../src/ingest/input-files.ts';
import { type LedgerReading, readLedger } from '../../src/ingest/ledger-file.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/ledgers');

/** Reads an export of totals: a fixture by its name, or any file by its absolute path. */
export async function readExport(
  name: string,
): Promise<LedgerReading & { readonly entries: readonly LedgerEntry[] }> {
  const { files } = await expandInputs([name], FIXTURES);
  const reading = await readLedger(files[0]!, { map: {}, epoch: 0 }, Readable.from([]));
  return { ...reading, entries: reading.parts.flat() };
}

/** Day, model, requests, input, cache read, writes for 5 minutes and an hour, output, dollars. */
export function entryRow({ from, model, requests, tokens, costUsd }: LedgerEntry) {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = tokens ?? {};
  const day = new Date(from).toISOString().slice(0, 10);
  return [day, model, requests, input, cacheRead, cacheWrite5m, cacheWrite1h, output, costUsd];
}
