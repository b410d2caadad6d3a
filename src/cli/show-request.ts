import { InputError } from '../contracts/input-error.ts';
import type { AuditHooks, AuditRequest, CallFilter } from '../engine/audit-request.ts';
import type { LastAudit } from '../engine/last-audit.ts';
import { conditionText } from '../engine/log/conditions.ts';
import { limitsText } from '../report/filter-text.ts';
import { auditRequest } from './audit-request.ts';
import { callFilter, filterOf } from './call-filter.ts';
import type { CommandContext } from './command-context.ts';
import { type Definition, definitionSettings, settingsOver } from './definition-settings.ts';
import type { Settings } from './settings.ts';

/**
 * What is to be looked into. With paths, as an audit of them; without, the last audit with this store again, with all that
 * its figures depend on, changed only by what the flags say. Throws InputError.
 */
export async function showRequest(
  paths: readonly string[],
  settings: Settings,
  flags: Settings,
  { io, useCases }: CommandContext,
): Promise<AuditRequest> {
  const request = await auditRequest(paths, settings, io, useCases);
  if (paths.length > 0) return request;
  const { storeFile } = request;
  if (storeFile === undefined) throw new InputError('without a store there is no last audit: name the logs');
  const last = await useCases.lastAudit(storeFile);
  if (last === undefined)
    throw new InputError(`no audit in ${storeFile} yet: name the logs, or run llm-cost audit first`);
  const definitions = [...(await useCases.detectors()), ...(await useCases.strategies())];
  return again(last, flags, request, definitions, io.now());
}

/** Says first which logs are looked into when none were named. */
export function saysLastAudit(
  hooks: AuditHooks,
  named: readonly string[],
  { paths, filter, timezone }: Pick<AuditRequest, 'paths' | 'filter' | 'timezone'>,
): AuditHooks {
  const which = filter === undefined ? '' : `, ${wordsOf(filter, timezone)}`;
  if (named.length === 0) hooks.notice(`the last audit: ${paths.join(' ')}${which}`);
  return hooks;
}

function wordsOf({ since, until, where }: CallFilter, timezone: string): string {
  const limits = { since: since ?? null, until: until ?? null, where: where.map(conditionText) };
  return limitsText(limits, timezone);
}

/** `said`: what the flags make of a request; only what they name is taken from it. */
function again(
  last: LastAudit,
  flags: Settings,
  said: AuditRequest,
  definitions: readonly Definition[],
  now: number,
): AuditRequest {
  const { model, map, epoch, tz } = flags;
  const { source, keepText, prices, pricesAt, detectors, timezone, groupBy } = {
    ...last,
    ...(flags.source !== undefined && { source: said.source }),
    ...(flags.keepText !== undefined && { keepText: said.keepText }),
    ...(flags.prices !== undefined && { prices: said.prices }),
    ...(flags.at !== undefined && { pricesAt: said.pricesAt }),
    ...(flags.detectors !== undefined && { detectors: said.detectors }),
    ...(flags.timezone !== undefined && { timezone: said.timezone }),
    ...(flags.groupBy !== undefined && { groupBy: said.groupBy }),
  };
  const filter = filterAgain(last.filter, flags, callFilter(flags, timezone, now));
  const { storeFile, strategies, top, workers, maxRecordBytes, embeddings } = said;
  return {
    ...{ paths: last.paths, cwd: last.cwd, isStdinKept: true, strategies, top, maxRecordBytes },
    ...{ keepText, prices, detectors, timezone },
    ...(embeddings !== undefined && { embeddings }),
    ...(storeFile !== undefined && { storeFile }),
    ...(workers !== undefined && { workers }),
    ...(source !== undefined && { source }),
    ...(pricesAt !== undefined && { pricesAt }),
    ...(filter !== undefined && { filter }),
    ...(groupBy !== undefined && { groupBy }),
    read: {
      ...last.read,
      ...(embeddings !== undefined && { embeddingModel: embeddings.model }),
      ...(model !== undefined && { model }),
      ...(map !== undefined && { map }),
      ...(epoch !== undefined && { epoch }),
      ...(tz !== undefined && { logZone: tz }),
    },
    settings: settingsOver(definitions, last.settings, definitionSettings(definitions, [], flags.set ?? [])),
  };
}

/** The same span and conditions as the last time, but for what the flags say. */
function filterAgain(
  last: CallFilter | undefined,
  flags: Settings,
  said: CallFilter | undefined,
): CallFilter | undefined {
  const since = (flags.since === undefined ? last : said)?.since;
  const until = (flags.until === undefined ? last : said)?.until;
  return filterOf({
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    where: (flags.filter === undefined ? last : said)?.where ?? [],
  });
}
