import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../contracts/input-error.ts';
import type { AuditRequest } from '../engine/audit-request.ts';
import { callFilter } from './call-filter.ts';
import { chosenIds, definitionSettings } from './definition-settings.ts';
import { embeddingsAsked } from './embeddings-asked.ts';
import type { Io } from './io.ts';
import { checkKept, filesOf } from './output-place.ts';
import type { OwnPrices } from './parse-choices.ts';
import type { Settings } from './settings.ts';
import { unknownName } from './unknown-name.ts';
import type { UseCases } from './use-cases.ts';

/** Relative timestamps count from the date of the built-in price book unless `--epoch` says otherwise. */
const DEFAULT_EPOCH = Date.UTC(2026, 10, 20);
const DEFAULT_TOP = 10;
const DEFAULT_MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** Everything an audit depends on, defaults filled in. Throws `InputError` for what does not exist or cannot be read. */
export async function auditRequest(
  paths: readonly string[],
  settings: Settings,
  io: Io,
  useCases: UseCases,
): Promise<AuditRequest> {
  const [detectors, strategies] = await Promise.all([useCases.detectors(), useCases.strategies()]);
  const { source, workers, at, store = true, db, groupBy, timezone = 'UTC', out } = settings;
  const storeFile = store ? (db ?? join(io.cwd, '.llm-cost', 'store.db')) : undefined;
  if (out !== undefined) await checkKept(out, namedFiles(paths, settings, io.cwd, storeFile));
  if (source !== undefined) {
    const ids = (await useCases.sources()).map(({ id }) => id);
    if (!ids.includes(source)) throw new InputError(`--source: ${unknownName('format', source, ids)}`);
  }
  const embeddings = embeddingsAsked(settings, io.env);
  const filter = callFilter(settings, timezone, io.now());
  return {
    paths,
    cwd: io.cwd,
    ...(source === undefined ? {} : { source }),
    read: {
      ...(settings.model === undefined ? {} : { model: settings.model }),
      map: settings.map ?? {},
      epoch: settings.epoch ?? DEFAULT_EPOCH,
      ...(embeddings === undefined ? {} : { embeddingModel: embeddings.model }),
      ...(settings.tz === undefined ? {} : { logZone: settings.tz }),
    },
    ...(storeFile === undefined ? {} : { storeFile }),
    ...(embeddings === undefined ? {} : { embeddings }),
    keepText: settings.keepText === true,
    prices: await readPrices(settings.prices ?? []),
    ...(at === undefined ? {} : { pricesAt: at }),
    strategies: chosenIds('strategy', strategies, settings.strategies),
    ...(settings.sweeps === undefined ? {} : { sweeps: settings.sweeps }),
    detectors: chosenIds('detector', detectors, settings.detectors),
    settings: definitionSettings(
      [...detectors, ...strategies],
      [settings.detectors, settings.strategies],
      settings.set ?? [],
    ),
    timezone,
    ...(filter === undefined ? {} : { filter }),
    ...(groupBy === undefined ? {} : { groupBy }),
    top: settings.top ?? DEFAULT_TOP,
    ...(workers === undefined ? {} : { workers }),
    maxRecordBytes: settings.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES,
  };
}

/** The files that an audit reads and somebody named, and its store. */
function namedFiles(
  paths: readonly string[],
  settings: Settings,
  cwd: string,
  storeFile: string | undefined,
): string[] {
  const store = storeFile === undefined ? [] : [storeFile];
  return [...paths.map((path) => resolve(cwd, path)), ...filesOf(settings), ...store];
}

/** The user's price files, parsed. Throws `InputError` when one is missing or not JSON. */
export async function readPrices(own: readonly OwnPrices[]): Promise<AuditRequest['prices']> {
  return Promise.all(
    own.map(async (entry) => {
      if (!('file' in entry)) return entry;
      const text = await readFile(entry.file, 'utf8').catch((error: Error) => {
        throw new InputError(`prices: ${entry.origin} cannot be read: ${error.message}`);
      });
      try {
        return { origin: entry.origin, value: JSON.parse(text) satisfies unknown };
      } catch (error) {
        throw new InputError(`prices: ${entry.origin} is not JSON: ${String(error)}`);
      }
    }),
  );
}
