import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { parseTime } from '../record/timestamps.ts';
import {
  INVALID,
  parseAmount,
  parseCount,
  parseName,
  parseStatus,
  STATUS_FAILED,
  STATUS_UNKNOWN,
  type StatusKind,
} from './field-values.ts';
import { costScale, type Field, latencyScale, plainName } from './fields.ts';
import type { Plan } from './plan.ts';
import { promptOf, responseOf } from './prompt.ts';
import { tagReader } from './tags.ts';
import { readTier } from './tier.ts';
import { type LoggedTokens, readUsage, type TokenNames } from './usage.ts';

const TOKEN_FIELDS = [
  ...(['promptTokens', 'input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const),
  ...(['reasoning', 'totalTokens'] as const),
];

/**
 * Reads rows by a plan, everything that depends on the columns being settled beforehand. `width` is the number of fields a row
 * must have, 0 when any will do: in a table, a row with others has lost its end or has a stray delimiter, and its cells cannot be trusted.
 */
export function rowReader(
  plan: Plan,
  options: ReadOptions,
  width: number,
): (row: readonly unknown[]) => ReadResult {
  const { at } = plan;
  const plain = (field: Field) => (at[field] < 0 ? '' : plainName(plan.columns[at[field]]!.name));
  const names = tokenNames(plan, plain);
  const { id, time, model, provider, status, attempt, cost, latencyMs, user, feature, session, trace } = at;
  const { promptTokens, input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, totalTokens } = at;
  const { prompt, response, finishReason, maxTokens, tier } = at;
  const tagsOf = tagReader(plan.tags);
  const kind = statusKind(plain('status'));
  const toUsd = costScale(plain('cost'));
  const toMs = latencyScale(plain('latencyMs'), plan.mapped.has('latencyMs'));
  const hasDetail = names.hasCache || input >= 0 || reasoning >= 0 || totalTokens >= 0;
  const writesAreTotal =
    cacheWrite1h >= 0 && !/5m/.test(plain('cacheWrite5m')) && !plan.mapped.has('cacheWrite5m');
  const keyNeedsTime = !plan.mapped.has('id') && /request|correlation/.test(plain('id'));
  const count = (row: readonly unknown[], index: number) => (index < 0 ? Number.NaN : parseCount(row[index]));

  const loggedTokens = (row: readonly unknown[]): LoggedTokens | undefined => {
    const oneHour = count(row, cacheWrite1h);
    const written = count(row, cacheWrite5m);
    const logged = {
      prompt: count(row, promptTokens),
      input: count(row, input),
      output: count(row, output),
      cacheRead: count(row, cacheRead),
      cacheWrite5m: writesAreTotal && written >= oneHour ? written - oneHour : written,
      cacheWrite1h: oneHour,
      reasoning: count(row, reasoning),
      total: count(row, totalTokens),
    };
    return oneHour === INVALID || Object.values(logged).includes(INVALID) ? undefined : logged;
  };

  return (row) => {
    if (width > 0 && row.length !== width && !onlyBlanksBeyond(row, width)) {
      return { kind: 'skip', reason: `${row.length} fields where the header has ${width}` };
    }
    const inTokens = count(row, promptTokens);
    const outTokens = count(row, output);
    if (inTokens === INVALID || outTokens === INVALID) return { kind: 'skip', reason: notTokens(plan, row) };
    const code = status < 0 ? STATUS_UNKNOWN : parseStatus(row[status], kind);
    const failed = code === STATUS_FAILED || code >= 400;
    const modelName = (model < 0 ? undefined : parseName(row[model])) ?? options.model;
    const vendor = provider < 0 ? undefined : parseName(row[provider]);
    const segments = prompt < 0 ? undefined : promptOf(row[prompt]);
    const answer = response < 0 ? undefined : responseOf(row[response]);
    let usage: CallRecord['usage'];
    let usageWarning: string | undefined;
    if (!hasDetail && inTokens >= 0 && outTokens >= 0) {
      usage = {
        input: inTokens,
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: outTokens,
        reasoning: 0,
      };
    } else {
      const logged = loggedTokens(row);
      if (logged === undefined) return { kind: 'skip', reason: notTokens(plan, row) };
      // With both texts at hand an estimate of the whole beats half a count.
      const estimable = segments !== undefined && answer !== undefined && !(outTokens >= 0) && !failed;
      const read = estimable ? {} : readUsage(logged, names, `${vendor ?? ''} ${modelName ?? ''}`, failed);
      usage = read.usage;
      usageWarning = read.warning;
    }
    const when = time < 0 ? Number.NaN : parseTime(row[time], options.logZone);
    const ms = latencyMs < 0 ? Number.NaN : parseAmount(row[latencyMs]) * toMs;
    const usd = cost < 0 ? Number.NaN : parseAmount(row[cost]) * toUsd;
    const callId = id < 0 ? undefined : parseName(row[id]);
    const tries = attempt < 0 ? Number.NaN : parseCount(row[attempt]);
    const limit = count(row, maxTokens);
    const served = tier < 0 ? undefined : readTier(row[tier]);
    const call: CallRecord = {
      id: callId,
      key: callId === undefined ? undefined : naturalKey(callId, failed, code, when, tries, keyNeedsTime),
      time: known(when),
      model: modelName,
      provider: vendor,
      status: code >= 100 ? code : undefined,
      failed: code === STATUS_UNKNOWN ? undefined : failed,
      error: code === STATUS_FAILED ? errorWord(row[status]) : undefined,
      latencyMs: known(ms),
      finishReason: finishReason < 0 ? undefined : parseName(row[finishReason]),
      maxOutputTokens: limit > 0 ? limit : undefined,
      usage,
      usageWarning: usageWarning ?? served?.warning,
      loggedCostUsd: known(usd),
      tier: served?.tier,
      user: user < 0 ? undefined : parseName(row[user]),
      feature: feature < 0 ? undefined : parseName(row[feature]),
      session: session < 0 ? undefined : parseName(row[session]),
      trace: trace < 0 ? undefined : parseName(row[trace]),
      attempt: tries > 0 ? tries : undefined,
      tags: tagsOf?.(row),
      prompt: segments,
      response: answer,
    };
    return { kind: 'calls', calls: [call] };
  };
}

const known = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

function tokenNames(plan: Plan, plain: (field: Field) => string): TokenNames {
  const { at } = plan;
  return {
    promptMapped: plan.mapped.has('promptTokens'),
    inputNamed: /input|tokensin|intokens/.test(plain('promptTokens')),
    hasCache: at.cacheRead >= 0 || at.cacheWrite5m >= 0 || at.cacheWrite1h >= 0,
    openRouter: /^(?:native)?tokenscompletion$/.test(plain('output')),
  };
}

function statusKind(plain: string): StatusKind {
  if (/^(?:is)?(?:success|succeeded|successful|ok)$/.test(plain)) return 'success';
  return /^(?:is|has)?(?:error|errored|failed|errormessage|errorcode|errortype)$/.test(plain)
    ? 'failure'
    : 'code';
}

function onlyBlanksBeyond(row: readonly unknown[], width: number): boolean {
  return row.length > width && row.slice(width).every((cell) => cell === '');
}

function notTokens(plan: Plan, row: readonly unknown[]): string {
  const field = TOKEN_FIELDS.find((name) => plan.at[name] >= 0 && parseCount(row[plan.at[name]]) === INVALID);
  const column = field === undefined ? '' : plan.columns[plan.at[field]]!.name;
  return `${column.slice(0, 60)} is no number of tokens`;
}

/**
 * A call that succeeded is its id. One id may name several failed attempts before it, which differ by status and time.
 * Ids that are not certain to name one LLM call get the time as well, which a repeated line repeats: a counter restarts in each file,
 * and a web request's id may cover several calls. Without a time they are no identity.
 */
function naturalKey(
  id: string,
  failed: boolean,
  code: number,
  time: number,
  attempt: number,
  needsTime: boolean,
): string | undefined {
  const dated = !Number.isNaN(time);
  if (failed) {
    return dated || attempt > 0
      ? `generic:${id}:${code}:${dated ? time : ''}:${attempt > 0 ? attempt : ''}`
      : undefined;
  }
  if (!needsTime && !/^\d+$/.test(id)) return `generic:${id}`;
  return dated ? `generic:${id}@${time}` : undefined;
}

/** The word of a failure, when it is one: messages are not machine-readable. */
function errorWord(value: unknown): string | undefined {
  const word = parseName(value)?.toLowerCase();
  return word !== undefined && /^(?!(?:true|false|yes|no|t|f)$)[a-z][a-z0-9_.-]{2,63}$/.test(word)
    ? word
    : undefined;
}
