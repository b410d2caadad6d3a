import {
  CACHE_TTLS,
  type CacheTtl,
  type Call,
  ENDPOINTS,
  type Endpoint,
  SERVICE_TIERS,
  type ServiceTier,
} from '../model/call.ts';
import { USAGE_BASES } from '../model/call-batch.ts';
import { NO_TOKENS, type TokenCounts, type UsageBasis } from '../model/usage.ts';
import { COLUMN_NUMBER } from './batch-codec.ts';

/** What a stored call needs beside its batch. */
export interface CallSurroundings {
  readonly strings: readonly string[];
  /** Factor from o200k_base-based estimates to the model's own tokens. */
  tokenRatio(model: string): number;
}

/** Where the columns of a call are read from: a batch, or what several rows tell of it together. */
export interface CallFields {
  at(column: number, row: number): number;
  id(row: number): string;
}

const AT = COLUMN_NUMBER;

/** Stands for no batch before the window is first moved. */
const NOWHERE: CallFields = { at: () => Number.NaN, id: () => '' };

/**
 * A window that is moved over the calls: `move` reads what nearly everyone looks at, the other fields read their column when
 * they are asked for (so a spread of a window lacks them). Visiting millions of calls makes no objects but their usage, and
 * whoever looks at a call only while it is visited never sees the window move.
 */
export class CallWindow implements Call {
  index = 0;
  time = Number.NaN;
  model = '';
  provider = '';
  failed = false;
  usage: TokenCounts = NO_TOKENS;
  usageBasis: UsageBasis = 'none';
  tier: ServiceTier = 'standard';
  prompt = -1;
  cacheHit = false;
  readonly #around: CallSurroundings;
  #batch = NOWHERE;
  #row = 0;

  constructor(around: CallSurroundings) {
    this.#around = around;
  }

  /** What a person would search the log for; '' when the log has none. */
  get id(): string {
    return this.#batch.id(this.#row);
  }

  get line(): number {
    return this.#batch.at(AT.line, this.#row);
  }

  get requestedModel(): string {
    return this.#text(AT.requestedModel);
  }

  get endpoint(): Endpoint {
    return ENDPOINTS[this.#batch.at(AT.endpoint, this.#row)]!;
  }

  get status(): number {
    return this.#batch.at(AT.status, this.#row);
  }

  get error(): string {
    return this.#text(AT.error);
  }

  get finishReason(): string {
    return this.#text(AT.finishReason);
  }

  get latencyMs(): number {
    return this.#batch.at(AT.latencyMs, this.#row);
  }

  get timeToFirstTokenMs(): number {
    return this.#batch.at(AT.timeToFirstTokenMs, this.#row);
  }

  get loggedCostUsd(): number {
    return this.#batch.at(AT.loggedCostUsd, this.#row);
  }

  get maxOutputTokens(): number {
    return this.#batch.at(AT.maxOutputTokens, this.#row);
  }

  get temperature(): number {
    return this.#batch.at(AT.temperature, this.#row);
  }

  get stream(): boolean {
    return this.#batch.at(AT.stream, this.#row) === 1;
  }

  get params(): number {
    return this.#batch.at(AT.params, this.#row);
  }

  get user(): string {
    return this.#text(AT.user);
  }

  get feature(): string {
    return this.#text(AT.feature);
  }

  get session(): string {
    return this.#text(AT.session);
  }

  get trace(): string {
    return this.#text(AT.trace);
  }

  get attempt(): number {
    return this.#batch.at(AT.attempt, this.#row);
  }

  get tags(): string {
    return this.#text(AT.tags);
  }

  get response(): number {
    return this.#batch.at(AT.response, this.#row);
  }

  get toolsCalled(): string {
    return this.#text(AT.toolsCalled);
  }

  get asksJson(): boolean {
    return this.#batch.at(AT.asksJson, this.#row) === 1;
  }

  get answerLength(): number {
    return this.#batch.at(AT.answerLength, this.#row);
  }

  get answerJsonLength(): number {
    return this.#batch.at(AT.answerJsonLength, this.#row);
  }

  get cacheTtl(): CacheTtl {
    return CACHE_TTLS[this.#batch.at(AT.cacheTtl, this.#row)] ?? '';
  }

  move(index: number, batch: CallFields, row: number): this {
    const { strings } = this.#around;
    this.index = index;
    this.#batch = batch;
    this.#row = row;
    this.time = batch.at(AT.time, row);
    this.model = strings[batch.at(AT.model, row)]!;
    this.provider = strings[batch.at(AT.provider, row)]!;
    this.failed = batch.at(AT.failed, row) === 1;
    this.usageBasis = USAGE_BASES[batch.at(AT.usageBasis, row)]!;
    this.tier = SERVICE_TIERS[batch.at(AT.tier, row)]!;
    this.prompt = batch.at(AT.prompt, row);
    this.cacheHit = batch.at(AT.cacheHit, row) === 1;
    const input = batch.at(AT.input, row);
    const output = batch.at(AT.output, row);
    this.usage =
      this.usageBasis === 'estimated'
        ? this.#estimate(input, output)
        : {
            input,
            cacheRead: batch.at(AT.cacheRead, row),
            cacheWrite5m: batch.at(AT.cacheWrite5m, row),
            cacheWrite1h: batch.at(AT.cacheWrite1h, row),
            output,
            reasoning: batch.at(AT.reasoning, row),
          };
    return this;
  }

  /** Columns that an older version did not write are unknown, and an unknown text is ''. */
  #text(column: number): string {
    return this.#around.strings[this.#batch.at(column, this.#row)] ?? '';
  }

  #estimate(input: number, output: number): TokenCounts {
    const ratio = this.#around.tokenRatio(this.model);
    return {
      input: Math.round(input * ratio),
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: Math.round(output * ratio),
      reasoning: 0,
    };
  }
}
