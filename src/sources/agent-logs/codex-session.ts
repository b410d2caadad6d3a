import type { ReadOptions, ReadResult, RecordReader } from '../../contracts/source.ts';
import type { ServiceTier } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { scanFields } from '../logger/logged-fields.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { firstText, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { loggedProvider, makerOf } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';
import { lastFolder, tagsOf, timeOf } from './agent-fields.ts';
import {
  codexTier,
  codexUsage,
  difference,
  isNoCall,
  totalOf,
  usageOfVector,
  type Vector,
  vectorOf,
} from './codex-usage.ts';

const OTHER: ReadResult = { kind: 'other' };

/** Most calls held back; a file that never names its model or session hands the oldest on without them. */
const MOST_HELD = 10_000;

/** A call that waits for what later lines may say: the model, the session, or that a better record of it follows. */
interface Held {
  readonly counted: LoggedUsage;
  readonly vector: Vector;
  readonly time: number | undefined;
  readonly model: string | undefined;
  readonly tier: ServiceTier | undefined;
  /** From a `token_usage_record`. */
  readonly responseId: string | undefined;
  readonly turn: string | undefined;
  readonly total: Vector | undefined;
}

/** What `session_meta` says of the session that the file is of. */
interface Session {
  readonly id: string | undefined;
  readonly isFork: boolean;
  readonly provider: string | undefined;
  readonly folder: string | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads one rollout file. A `token_count` event tells of a call by `last_token_usage`, or by what the cumulative `total_token_usage`
 * grew. Where the total did not grow, an event is repeated. Files with a `token_usage_record` per response are read by those,
 * and their `token_count` events are not counted beside them.
 *
 * A fork's or a subagent's file begins with its parent's lines, copied with their turn ids and counts and often with new
 * times. So a call's key is the turn it is in, the cumulative counts and its own: the copy and the original have one key, whichever
 * file is read first. Where turns have no id it is the oldest session that the file names, which is the parent's own. Counts that a
 * fork holds before any turn began are its parent's and are not read. (FORMATS 15b; openai/codex writes them so; getagentseal/codeburn#458, junhoyeo/tokscale#679 and #895 tell what else was tried.)
 */
export class CodexSession implements RecordReader {
  readonly #options: ReadOptions;
  #session: Session | undefined;
  /** The session that keys are of: the last that the file names, which in a fork is the first parent of all. */
  #root: string | undefined;
  #turn: string | undefined;
  #hasTurn = false;
  #model: string | undefined;
  #folder: string | undefined;
  #threadTier: ServiceTier | undefined;
  #turnTier: ServiceTier | undefined;
  #total: Vector | undefined;
  #hasRecords = false;
  #held: Held[] = [];

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  read(record: unknown): ReadResult {
    const payload = isObject(record) ? objectOf(record.payload) : undefined;
    if (!isObject(record) || payload === undefined) return OTHER;
    const time = timeOf(record.timestamp, this.#options.logZone);
    switch (record.type) {
      case 'session_meta':
        return this.#startSession(payload);
      case 'turn_context':
        this.#startTurn(payload);
        this.#model = safeText(textOf(payload.model)) ?? this.#model;
        this.#folder = lastFolder(payload.cwd) ?? this.#folder;
        this.#turnTier = codexTier(payload.service_tier);
        return this.#release();
      case 'token_usage_record':
        return this.#takeRecord(payload, time);
      case 'event_msg':
        return this.#takeEvent(payload, time);
      default:
        return OTHER;
    }
  }

  end(): readonly CallRecord[] {
    const calls = this.#held.map((held) => this.#call(held));
    this.#held = [];
    return calls;
  }

  #startSession(meta: JsonObject): ReadResult {
    const id = safeText(firstText(meta, ['id', 'session_id']));
    // A fork names its parents at its beginning; another session after counts is a file that was appended to this one.
    const hasCounts = this.#total !== undefined || this.#hasRecords;
    const ended =
      this.#session !== undefined && this.#session.id !== id && hasCounts ? this.#startOver() : [];
    this.#root = id ?? this.#root;
    if (this.#session === undefined) this.#takeMeta(id, meta);
    return ended.length > 0 ? { kind: 'calls', calls: ended } : this.#release();
  }

  /** Forgets the session, and hands on what was held of it. */
  #startOver(): readonly CallRecord[] {
    const calls = this.end();
    this.#session = this.#root = this.#turn = this.#model = this.#folder = undefined;
    this.#threadTier = this.#turnTier = this.#total = undefined;
    this.#hasTurn = this.#hasRecords = false;
    return calls;
  }

  #takeMeta(id: string | undefined, meta: JsonObject): void {
    const parent = firstText(meta, ['forked_from_id']);
    const subagent = objectOf(meta.source)?.subagent;
    this.#root = safeText(parent) ?? this.#root;
    this.#session = {
      id,
      isFork: parent !== undefined || subagent !== undefined,
      provider: loggedProvider(scanFields({ model_provider: meta.model_provider })),
      folder: lastFolder(meta.cwd),
      tags: tagsOf({
        git_branch: objectOf(meta.git)?.branch,
        version: meta.cli_version,
        originator: meta.originator,
        subagent: subagent !== undefined,
      }),
    };
  }

  #startTurn(payload: JsonObject): void {
    const turn = textOf(payload.turn_id);
    // Older versions count turns from 0 in every session; only what is unique beyond it can stand for the session.
    this.#turn = turn !== undefined && turn.length >= 16 ? safeText(turn) : undefined;
    this.#hasTurn = true;
  }

  #takeEvent(payload: JsonObject, time: number | undefined): ReadResult {
    if (payload.type === 'thread_settings_applied') {
      this.#threadTier = codexTier(objectOf(payload.thread_settings)?.service_tier);
    }
    if (payload.type === 'task_started') this.#startTurn(payload);
    const info = payload.type === 'token_count' ? objectOf(payload.info) : undefined;
    if (info === undefined) return OTHER;
    const cumulative = objectOf(info.total_token_usage);
    const before = this.#total;
    const total = cumulative === undefined ? undefined : vectorOf(cumulative);
    this.#total = total ?? before;
    if (this.#hasRecords || this.#isInherited()) return OTHER;
    if (total !== undefined && before !== undefined && totalOf(total) === totalOf(before)) return OTHER;
    const last = objectOf(info.last_token_usage) ?? this.#growth(total, before);
    if (last === undefined) return OTHER;
    const vector = vectorOf(last);
    const counted = codexUsage(last);
    if (counted.usage === undefined) return unreadable(counted);
    if (isNoCall(vector)) return OTHER;
    const model = safeText(textOf(info.model) ?? textOf(info.model_name));
    const tier = codexTier(info.service_tier);
    return this.#hold({ counted, vector, time, model, tier, total, turn: this.#turn, responseId: undefined });
  }

  /** The parent's counts in a fork's file: before any turn. */
  #isInherited(): boolean {
    return this.#session?.isFork === true && !this.#hasTurn;
  }

  /** In a fork the first total is mostly the parent's, so alone it tells of no call. A total that fell began anew. */
  #growth(total: Vector | undefined, before: Vector | undefined): JsonObject | undefined {
    if (total === undefined || (before === undefined && this.#session?.isFork === true)) return undefined;
    return usageOfVector(before === undefined ? total : (difference(total, before) ?? total));
  }

  #takeRecord(payload: JsonObject, time: number | undefined): ReadResult {
    const usage = objectOf(payload.usage);
    if (usage === undefined) return { kind: 'skip', reason: 'a token_usage_record without usage' };
    const vector = vectorOf(usage);
    // The event of the same response may have come first.
    const last = this.#held.at(-1);
    if (last !== undefined && last.responseId === undefined && isSame(last.vector, vector)) this.#held.pop();
    this.#hasRecords = true;
    const counted = codexUsage(usage);
    if (counted.usage === undefined) return unreadable(counted);
    if (isNoCall(vector)) return OTHER;
    return this.#hold({
      counted,
      vector,
      time,
      model: safeText(textOf(payload.model)),
      tier: codexTier(payload.service_tier),
      responseId: safeText(firstText(payload, ['response_id'])),
      turn: this.#turn,
      total: undefined,
    });
  }

  #hold(held: Held): ReadResult {
    const released = this.#release();
    this.#held.push({
      ...held,
      model: held.model ?? this.#model,
      tier: held.tier ?? this.#turnTier ?? this.#threadTier,
    });
    return released;
  }

  /** Hands on what is held, once model and session are known. */
  #release(): ReadResult {
    const isKnown = this.#session !== undefined && this.#model !== undefined;
    const ready = this.#held.splice(
      0,
      isKnown ? this.#held.length : Math.max(0, this.#held.length - MOST_HELD),
    );
    return ready.length === 0 ? OTHER : { kind: 'calls', calls: ready.map((held) => this.#call(held)) };
  }

  #call({ counted, vector, time, tier, responseId, turn, total, ...held }: Held): CallRecord {
    const session = this.#session;
    const model = held.model ?? this.#model ?? this.#options.model;
    const space = turn ?? this.#root;
    const content =
      space === undefined || total === undefined ? undefined : `codex:${space}:${total}:${vector}`;
    return {
      id: responseId ?? session?.id,
      key: responseId === undefined ? content : `openai:${responseId}`,
      time,
      model,
      provider: session?.provider ?? makerOf(model),
      endpoint: 'responses',
      failed: false,
      usage: counted.usage,
      usageWarning: counted.warning,
      tier,
      session: session?.id,
      feature: this.#folder ?? session?.folder,
      trace: turn,
      tags: session?.tags,
    };
  }
}

function unreadable({ warning }: LoggedUsage): ReadResult {
  return { kind: 'skip', reason: warning ?? 'no token counts' };
}

function isSame(a: Vector, b: Vector): boolean {
  return a.every((count, i) => count === b[i]);
}
