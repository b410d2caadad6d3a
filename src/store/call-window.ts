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

/**
 * A window that is moved over the calls: `move` fills its fields from a row. Visiting millions of calls makes no objects
 * but their usage, and whoever looks at a call only while it is visited never sees the window move.
 */
export class CallWindow implements Call {
  index = 0;
  line = 0;
  time = Number.NaN;
  model = '';
  requestedModel = '';
  provider = '';
  endpoint: Endpoint = 'unknown';
  status = 0;
  failed = false;
  error = '';
  finishReason = '';
  latencyMs = Number.NaN;
  timeToFirstTokenMs = Number.NaN;
  usage: TokenCounts = NO_TOKENS;
  usageBasis: UsageBasis = 'none';
  loggedCostUsd = Number.NaN;
  tier: ServiceTier = 'standard';
  maxOutputTokens = 0;
  temperature = Number.NaN;
  stream = false;
  params = 0;
  user = '';
  feature = '';
  session = '';
  trace = '';
  attempt = 0;
  tags = '';
  prompt = -1;
  response = 0;
  cacheHit = false;
  toolsCalled = '';
  asksJson = false;
  answerLength = Number.NaN;
  answerJsonLength = Number.NaN;
  cacheTtl: CacheTtl = '';
  readonly #around: CallSurroundings;
  #batch: CallFields | undefined;
  #row = 0;

  constructor(around: CallSurroundings) {
    this.#around = around;
  }

  /** What a person would search the log for; '' when the log has none. */
  get id(): string {
    return this.#batch?.id(this.#row) ?? '';
  }

  move(index: number, batch: CallFields, row: number): this {
    const { strings } = this.#around;
    this.index = index;
    this.#batch = batch;
    this.#row = row;
    this.line = batch.at(AT.line, row);
    this.time = batch.at(AT.time, row);
    this.model = strings[batch.at(AT.model, row)]!;
    this.requestedModel = strings[batch.at(AT.requestedModel, row)]!;
    this.provider = strings[batch.at(AT.provider, row)]!;
    this.endpoint = ENDPOINTS[batch.at(AT.endpoint, row)]!;
    this.status = batch.at(AT.status, row);
    this.failed = batch.at(AT.failed, row) === 1;
    this.error = strings[batch.at(AT.error, row)]!;
    this.finishReason = strings[batch.at(AT.finishReason, row)]!;
    this.latencyMs = batch.at(AT.latencyMs, row);
    this.timeToFirstTokenMs = batch.at(AT.timeToFirstTokenMs, row);
    this.usageBasis = USAGE_BASES[batch.at(AT.usageBasis, row)]!;
    this.loggedCostUsd = batch.at(AT.loggedCostUsd, row);
    this.tier = SERVICE_TIERS[batch.at(AT.tier, row)]!;
    this.maxOutputTokens = batch.at(AT.maxOutputTokens, row);
    this.temperature = batch.at(AT.temperature, row);
    this.stream = batch.at(AT.stream, row) === 1;
    this.params = batch.at(AT.params, row);
    this.user = strings[batch.at(AT.user, row)]!;
    this.feature = strings[batch.at(AT.feature, row)]!;
    this.session = strings[batch.at(AT.session, row)]!;
    this.trace = strings[batch.at(AT.trace, row)]!;
    this.attempt = batch.at(AT.attempt, row);
    this.tags = strings[batch.at(AT.tags, row)]!;
    this.prompt = batch.at(AT.prompt, row);
    this.response = batch.at(AT.response, row);
    this.cacheHit = batch.at(AT.cacheHit, row) === 1;
    this.toolsCalled = strings[batch.at(AT.toolsCalled, row)] ?? '';
    this.asksJson = batch.at(AT.asksJson, row) === 1;
    this.answerLength = batch.at(AT.answerLength, row);
    this.answerJsonLength = batch.at(AT.answerJsonLength, row);
    this.cacheTtl = CACHE_TTLS[batch.at(AT.cacheTtl, row)] ?? '';
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
