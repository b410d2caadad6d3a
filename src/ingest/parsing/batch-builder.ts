import type { TraceStep } from '../../contracts/source.ts';
import { CACHE_TTLS, ENDPOINTS, SERVICE_TIERS } from '../../model/call.ts';
import {
  BATCH_COLUMNS,
  BATCH_ROWS,
  type BatchColumn,
  type CallBatch,
  USAGE_BASES,
} from '../../model/call-batch.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hash52 } from '../../model/hash.ts';
import type { UsageBasis } from '../../model/usage.ts';
import { toolsCalled } from '../facts/tool-names.ts';
import { demandsJson, jsonLength } from './answer-form.ts';
import { canonicalJson } from './canonical-json.ts';

/** What the parser adds to a source's record. */
export interface Derived {
  /** No call and no part of one, but a step of a trace. */
  readonly isStep?: boolean;
  readonly usageBasis: UsageBasis;
  /** Base tokens where the usage is estimated. */
  readonly estimatedInput: number;
  readonly estimatedOutput: number;
  /** Local trie node, -1 for none. */
  readonly prompt: number;
  readonly response: number;
  /** Natural key as text, undefined for none. */
  readonly key: string | undefined;
  readonly line: number;
}

const KEY_SEED = 0x5bd1e995;

const STEP = {
  isStep: true,
  usageBasis: 'none',
  estimatedInput: 0,
  estimatedOutput: 0,
  prompt: -1,
  response: 0,
  key: undefined,
} as const;

/** Collects calls column by column; text goes through `intern`, which numbers it. */
export class BatchBuilder {
  readonly #intern: (text: string) => number;
  #columns = emptyColumns(512);
  #capacity = 512;
  #length = 0;
  #ids: string[] = [];
  #done: CallBatch[] = [];

  constructor(intern: (text: string) => number) {
    this.#intern = intern;
  }

  add(record: CallRecord, derived: Derived): void {
    if (this.#length === this.#capacity) this.#grow();
    const c = this.#columns;
    const i = this.#length++;
    const { usage } = record;
    c.time[i] = timeOf(record);
    c.model[i] = this.#text(record.model);
    c.requestedModel[i] = this.#text(record.requestedModel ?? record.model);
    c.provider[i] = this.#text(record.provider);
    c.endpoint[i] = record.endpoint === undefined ? 0 : ENDPOINTS.indexOf(record.endpoint);
    c.status[i] = record.status ?? 0;
    c.failed[i] = record.failed ? 1 : 0;
    c.error[i] = this.#text(record.error);
    c.finishReason[i] = this.#text(record.finishReason);
    c.latencyMs[i] = record.latencyMs ?? Number.NaN;
    c.timeToFirstTokenMs[i] = record.timeToFirstTokenMs ?? Number.NaN;
    if (usage !== undefined) {
      c.input[i] = usage.input;
      c.cacheRead[i] = usage.cacheRead;
      c.cacheWrite5m[i] = usage.cacheWrite5m;
      c.cacheWrite1h[i] = usage.cacheWrite1h;
      c.output[i] = usage.output;
      c.reasoning[i] = usage.reasoning;
    } else {
      c.input[i] = derived.estimatedInput;
      c.output[i] = derived.estimatedOutput;
      c.cacheRead[i] = c.cacheWrite5m[i] = c.cacheWrite1h[i] = c.reasoning[i] = 0;
    }
    c.usageBasis[i] = USAGE_BASES.indexOf(derived.usageBasis);
    c.loggedCostUsd[i] = record.loggedCostUsd ?? Number.NaN;
    c.tier[i] = record.tier === undefined ? 0 : SERVICE_TIERS.indexOf(record.tier);
    c.maxOutputTokens[i] = record.maxOutputTokens ?? 0;
    c.temperature[i] = record.temperature ?? Number.NaN;
    c.stream[i] = record.stream ? 1 : 0;
    c.params[i] = record.params === undefined ? 0 : hash52(canonicalJson(record.params));
    c.user[i] = this.#text(record.user);
    c.feature[i] = this.#text(record.feature);
    c.session[i] = this.#text(record.session);
    c.trace[i] = this.#text(record.trace);
    c.attempt[i] = record.attempt ?? 0;
    c.tags[i] = record.tags === undefined ? 0 : this.#text(canonicalJson(record.tags));
    c.prompt[i] = derived.prompt;
    c.response[i] = derived.response;
    c.cacheHit[i] = record.cacheHit ? 1 : 0;
    c.key[i] = derived.key === undefined ? 0 : hash52(derived.key);
    c.keyCheck[i] = derived.key === undefined ? 0 : hash52(derived.key, KEY_SEED) % 0x100000000;
    c.line[i] = derived.line;
    c.join[i] = hashOf(record.join);
    c.isPart[i] = derived.isStep ? 2 : record.isPart ? 1 : 0;
    c.span[i] = hashOf(record.span);
    c.parentSpan[i] = hashOf(record.parentSpan);
    c.toolsCalled[i] = this.#text(toolsCalled(record.response));
    c.asksJson[i] = demandsJson(record.params) ? 1 : 0;
    c.answerLength[i] = record.response === undefined ? Number.NaN : record.response.text.length;
    c.answerJsonLength[i] = record.response === undefined ? Number.NaN : jsonLength(record.response.text);
    c.cacheTtl[i] = record.cacheTtl === undefined ? 0 : CACHE_TTLS.indexOf(record.cacheTtl);
    this.#ids.push(record.id ?? '');
    if (this.#length === BATCH_ROWS) this.#close();
  }

  /** A step of a trace that is no call: its row says only where it stands. */
  addStep({ span, parentSpan }: TraceStep, line: number): void {
    this.add({ span, parentSpan }, { ...STEP, line });
  }

  /** Everything added since the last call. */
  take(): CallBatch[] {
    this.#close();
    const done = this.#done;
    this.#done = [];
    return done;
  }

  #text(text: string | undefined): number {
    return text === undefined || text === '' ? 0 : this.#intern(text);
  }

  #close(): void {
    if (this.#length === 0) return;
    const length = this.#length;
    const columns = {} as Record<BatchColumn, Float64Array>;
    for (const name of BATCH_COLUMNS) columns[name] = this.#columns[name].slice(0, length);
    this.#done.push({ length, columns, ids: this.#ids });
    this.#length = 0;
    this.#ids = [];
  }

  #grow(): void {
    this.#capacity *= 2;
    const columns = emptyColumns(this.#capacity);
    for (const name of BATCH_COLUMNS) columns[name].set(this.#columns[name]);
    this.#columns = columns;
  }
}

function hashOf(text: string | undefined): number {
  return text === undefined ? 0 : hash52(text);
}

/** ECMAScript's own bound, "Time Values and Time Range": beyond it there is no date. */
const LAST_TIME = 8.64e15;

function timeOf({ time }: CallRecord): number {
  return time !== undefined && Math.abs(time) <= LAST_TIME ? time : Number.NaN;
}

function emptyColumns(capacity: number): Record<BatchColumn, Float64Array> {
  return Object.fromEntries(BATCH_COLUMNS.map((name) => [name, new Float64Array(capacity)])) as Record<
    BatchColumn,
    Float64Array
  >;
}
