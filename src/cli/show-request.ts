import { InputError } from '../contracts/input-error.ts';
import type { AuditHooks, AuditRequest } from '../engine/audit-request.ts';
import type { LastAudit } from '../engine/last-audit.ts';
import { auditRequest } from './audit-request.ts';
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
  return again(last, flags, request, definitions);
}

/** Says first which logs are looked into when none were named. */
export function saysLastAudit(
  hooks: AuditHooks,
  named: readonly string[],
  { paths }: Pick<AuditRequest, 'paths'>,
): AuditHooks {
  if (named.length === 0) hooks.notice(`the last audit: ${paths.join(' ')}`);
  return hooks;
}

/** `said`: what the flags make of a request; only what they name is taken from it. */
function again(
  last: LastAudit,
  flags: Settings,
  said: AuditRequest,
  definitions: readonly Definition[],
): AuditRequest {
  const { model, map, epoch, tz } = flags;
  const { source, keepText, prices, pricesAt, detectors, timezone } = {
    ...last,
    ...(flags.source !== undefined && { source: said.source }),
    ...(flags.keepText !== undefined && { keepText: said.keepText }),
    ...(flags.prices !== undefined && { prices: said.prices }),
    ...(flags.at !== undefined && { pricesAt: said.pricesAt }),
    ...(flags.detectors !== undefined && { detectors: said.detectors }),
    ...(flags.timezone !== undefined && { timezone: said.timezone }),
  };
  const { storeFile, strategies, top, workers, maxRecordBytes, embeddings } = said;
  return {
    ...{ paths: last.paths, cwd: last.cwd, isStdinKept: true, strategies, top, maxRecordBytes },
    ...{ keepText, prices, detectors, timezone },
    ...(embeddings !== undefined && { embeddings }),
    ...(storeFile !== undefined && { storeFile }),
    ...(workers !== undefined && { workers }),
    ...(source !== undefined && { source }),
    ...(pricesAt !== undefined && { pricesAt }),
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
