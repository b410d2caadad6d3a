import { SERVICE_TIERS } from '../../model/call.ts';
import type { Baseline, MeasuredDetector, MeasuredStrategy, Measurement } from '../../model/measurement.ts';
import type { RateTerms } from '../../model/price.ts';
import type { Outcome } from '../../model/report.ts';
import { BaselineError } from './baseline-error.ts';
import { BASELINE_KIND, BASELINE_VERSION, LONGEST_BASELINE, READ_COUNTS } from './baseline-format.ts';
import { Place } from './place.ts';
import { isId, named, readFigures } from './read-figures.ts';
import { readGroups } from './read-groups.ts';

const OUTCOMES = ['found', 'clean', 'notApplicable', 'failed'] as const satisfies readonly Outcome[];

/**
 * Reads the text of a baseline file and holds every part of it to what a baseline is. Its money has no price of today yet
 * (`nowUsd` and `asOf` are NaN), its groups have no labels. Throws `BaselineError`.
 */
export function readBaseline(text: string): Baseline {
  const file = new Place(parsed(text), '');
  checkKind(file);
  return {
    name: file.at('name').text(),
    hasHashedKeys: file.at('hasHashedKeys').flag(),
    measurement: readMeasurement(file),
  };
}

function parsed(text: string): unknown {
  if (text.length > LONGEST_BASELINE) throw new BaselineError('it is too large for a baseline');
  if (text.trim() === '') throw new BaselineError('it is empty');
  const conflict = /^<{7}( |$)/m.exec(text);
  if (conflict !== null) {
    throw new BaselineError(
      `it has an unresolved merge conflict (${lineAt(text, conflict.index)}); write it anew with --write-baseline`,
    );
  }
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    // The message itself would repeat what the file says.
    const at = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    throw new BaselineError(
      at === undefined ? 'it is not JSON' : `it is not JSON (${lineAt(text, Number(at))})`,
    );
  }
}

function lineAt(text: string, position: number): string {
  return `line ${text.slice(0, position).split('\n').length}`;
}

function checkKind(file: Place): void {
  if (!file.has('kind') || !file.at('kind').is(BASELINE_KIND)) {
    throw new BaselineError('it is no baseline; llm-cost check --write-baseline FILE writes one');
  }
  const version = file.at('schemaVersion').count();
  if (version > BASELINE_VERSION) {
    throw new BaselineError(
      `it was written by a newer llm-cost: schemaVersion is ${version}, this one reads ${BASELINE_VERSION}; update llm-cost, or write it anew with --write-baseline`,
    );
  }
  if (version < BASELINE_VERSION) file.at('schemaVersion').fail(String(BASELINE_VERSION));
}

function readMeasurement(file: Place): Measurement {
  const terms = file.at('terms').items().map(readTerms);
  if (new Set(terms.map((row) => JSON.stringify(row))).size < terms.length) {
    throw new BaselineError('terms holds the same row twice');
  }
  return {
    tool: file.at('tool').text(),
    priceBook: {
      version: file.at('priceBook').at('version').text(),
      overrides: texts(file.at('priceBook').at('overrides')),
    },
    timezone: file.at('timezone').text(),
    window: { from: textOrNull(file.at('window').at('from')), to: textOrNull(file.at('window').at('to')) },
    where: texts(file.at('where')),
    read: named(READ_COUNTS, (name) => file.at('read').at(name).count()),
    asOf: Number.NaN,
    terms,
    detectors: byId(file.at('detectors'), readDetector),
    strategies: byId(file.at('strategies'), readStrategy),
    total: readFigures(file.at('total'), terms.length),
    groups: readGroups(file.at('groups'), terms.length),
  };
}

function readTerms(place: Place): RateTerms {
  return {
    model: place.at('model').text(),
    provider: place.at('provider').text(),
    tier: place.at('tier').oneOf(SERVICE_TIERS),
    above: place.at('above').amount(),
    peak: texts(place.at('peak')),
    isReasoning: place.at('isReasoning').flag(),
  };
}

function readDetector(place: Place): MeasuredDetector {
  return {
    status: place.at('status').oneOf(OUTCOMES),
    reason: textOrNull(place.at('reason')),
    options: byId(place.at('options'), (option) => option.scalar()),
  };
}

function readStrategy(place: Place): MeasuredStrategy {
  return { ...readDetector(place), savedUsd: place.at('savedUsd').number() };
}

function byId<T>(place: Place, read: (value: Place) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(place.entries(isId).map(([id, value]) => [id, read(value)]));
}

function texts(place: Place): string[] {
  return place.items().map((item) => item.text());
}

function textOrNull(place: Place): string | null {
  return place.is(null) ? null : place.text();
}
