import { type Call, ENDPOINTS, type Endpoint, SERVICE_TIERS, type ServiceTier } from '../model/call.ts';
import { USAGE_BASES } from '../model/call-batch.ts';
import type { TokenCounts, UsageBasis } from '../model/usage.ts';
import type { StoredBatch } from './batch-codec.ts';

/** What a stored call needs beside its batch. */
export interface CallSurroundings {
  readonly strings: readonly string[];
  /** Factor from o200k_base-based estimates to the model's own tokens. */
  tokenRatio(model: string): number;
}

/** A call read in place from its batch: a field costs something only when it is looked at. */
export class StoredCall implements Call {
  readonly index: number;
  readonly #batch: StoredBatch;
  readonly #row: number;
  readonly #around: CallSurroundings;
  #usage: TokenCounts | undefined;

  constructor(index: number, batch: StoredBatch, row: number, around: CallSurroundings) {
    this.index = index;
    this.#batch = batch;
    this.#row = row;
    this.#around = around;
  }

  get id(): string {
    return this.#batch.id(this.#row);
  }
  get line(): number {
    return this.#batch.column('line').get(this.#row);
  }
  get time(): number {
    return this.#batch.column('time').get(this.#row);
  }
  get model(): string {
    return this.#around.strings[this.#batch.column('model').get(this.#row)]!;
  }
  get requestedModel(): string {
    return this.#around.strings[this.#batch.column('requestedModel').get(this.#row)]!;
  }
  get provider(): string {
    return this.#around.strings[this.#batch.column('provider').get(this.#row)]!;
  }
  get endpoint(): Endpoint {
    return ENDPOINTS[this.#batch.column('endpoint').get(this.#row)]!;
  }
  get status(): number {
    return this.#batch.column('status').get(this.#row);
  }
  get failed(): boolean {
    return this.#batch.column('failed').get(this.#row) === 1;
  }
  get error(): string {
    return this.#around.strings[this.#batch.column('error').get(this.#row)]!;
  }
  get finishReason(): string {
    return this.#around.strings[this.#batch.column('finishReason').get(this.#row)]!;
  }
  get latencyMs(): number {
    return this.#batch.column('latencyMs').get(this.#row);
  }
  get timeToFirstTokenMs(): number {
    return this.#batch.column('timeToFirstTokenMs').get(this.#row);
  }
  get usageBasis(): UsageBasis {
    return USAGE_BASES[this.#batch.column('usageBasis').get(this.#row)]!;
  }
  get usage(): TokenCounts {
    this.#usage ??= this.#readUsage();
    return this.#usage;
  }
  get loggedCostUsd(): number {
    return this.#batch.column('loggedCostUsd').get(this.#row);
  }
  get tier(): ServiceTier {
    return SERVICE_TIERS[this.#batch.column('tier').get(this.#row)]!;
  }
  get maxOutputTokens(): number {
    return this.#batch.column('maxOutputTokens').get(this.#row);
  }
  get temperature(): number {
    return this.#batch.column('temperature').get(this.#row);
  }
  get stream(): boolean {
    return this.#batch.column('stream').get(this.#row) === 1;
  }
  get params(): number {
    return this.#batch.column('params').get(this.#row);
  }
  get user(): string {
    return this.#around.strings[this.#batch.column('user').get(this.#row)]!;
  }
  get feature(): string {
    return this.#around.strings[this.#batch.column('feature').get(this.#row)]!;
  }
  get session(): string {
    return this.#around.strings[this.#batch.column('session').get(this.#row)]!;
  }
  get trace(): string {
    return this.#around.strings[this.#batch.column('trace').get(this.#row)]!;
  }
  get attempt(): number {
    return this.#batch.column('attempt').get(this.#row);
  }
  get tags(): string {
    return this.#around.strings[this.#batch.column('tags').get(this.#row)]!;
  }
  get prompt(): number {
    return this.#batch.column('prompt').get(this.#row);
  }
  get response(): number {
    return this.#batch.column('response').get(this.#row);
  }
  get cacheHit(): boolean {
    return this.#batch.column('cacheHit').get(this.#row) === 1;
  }

  #readUsage(): TokenCounts {
    const read = (
      name: 'input' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output' | 'reasoning',
    ): number => this.#batch.column(name).get(this.#row);
    if (this.usageBasis === 'estimated') {
      const ratio = this.#around.tokenRatio(this.model);
      return {
        input: Math.round(read('input') * ratio),
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: Math.round(read('output') * ratio),
        reasoning: 0,
      };
    }
    return {
      input: read('input'),
      cacheRead: read('cacheRead'),
      cacheWrite5m: read('cacheWrite5m'),
      cacheWrite1h: read('cacheWrite1h'),
      output: read('output'),
      reasoning: read('reasoning'),
    };
  }
}
