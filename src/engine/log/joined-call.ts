import { BATCH_COLUMNS, type BatchColumn, USAGE_BASES } from '../../model/call-batch.ts';
import { COLUMN_NUMBER as AT } from '../../store/batch-codec.ts';
import type { CallFields } from '../../store/call-window.ts';

/** One row of a batch. */
export interface RowOfBatch {
  readonly batch: CallFields;
  readonly row: number;
}

/** What parts lend when the call has the value that says "unknown". Usage is borrowed as a whole. */
const UNKNOWN: Partial<Record<BatchColumn, number>> = {
  time: Number.NaN,
  model: 0,
  provider: 0,
  endpoint: 0,
  status: 0,
  failed: 0,
  error: 0,
  finishReason: 0,
  latencyMs: Number.NaN,
  timeToFirstTokenMs: Number.NaN,
  loggedCostUsd: Number.NaN,
  tier: 0,
  maxOutputTokens: 0,
  temperature: Number.NaN,
  stream: 0,
  params: 0,
  user: 0,
  feature: 0,
  session: 0,
  trace: 0,
  attempt: 0,
  tags: 0,
  prompt: -1,
  response: 0,
  cacheHit: 0,
  toolsCalled: 0,
  asksJson: 0,
  answerLength: Number.NaN,
  answerJsonLength: Number.NaN,
  cacheTtl: 0,
};

const LENT = BATCH_COLUMNS.filter((name) => UNKNOWN[name] !== undefined).map((name) => ({
  column: AT[name],
  unknown: UNKNOWN[name]!,
}));

const COUNTS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning'] as const;
const NONE = USAGE_BASES.indexOf('none');
const ESTIMATED = USAGE_BASES.indexOf('estimated');
const LOGGED = USAGE_BASES.indexOf('logged');

/** A call with what its parts lend it; one serves all calls. Reads like a batch, whatever row is asked for. */
export class JoinedCall implements CallFields {
  readonly #values = new Float64Array(BATCH_COLUMNS.length);
  #rows: readonly RowOfBatch[] = [];

  /** `rows`: the call's own, then those of its parts, the first to be asked first. */
  show(rows: readonly RowOfBatch[]): this {
    this.#rows = rows;
    const { batch, row } = rows[0]!;
    for (let column = 0; column < this.#values.length; column++) this.#values[column] = batch.at(column, row);
    for (const { column, unknown } of LENT) this.#values[column] = firstKnown(rows, column, unknown);
    this.#borrowRequestedModel();
    this.#borrowUsage();
    return this;
  }

  at(column: number): number {
    return this.#values[column]!;
  }

  id(): string {
    for (const { batch, row } of this.#rows) {
      const id = batch.id(row);
      if (id !== '') return id;
    }
    return '';
  }

  /** Reading fills it with the model that answered where a record names one model only; a part may tell what was asked. */
  #borrowRequestedModel(): void {
    const [own, ...parts] = this.#rows;
    const isOwn = own!.batch.at(AT.requestedModel, own!.row) !== own!.batch.at(AT.model, own!.row);
    const asked = isOwn ? 0 : firstKnown(parts, AT.requestedModel, 0);
    if (asked > 0) this.#values[AT.requestedModel] = asked;
  }

  #borrowUsage(): void {
    const rows = this.#rows;
    const logged = rows.find(({ batch, row }) => batch.at(AT.usageBasis, row) === LOGGED);
    if (logged !== undefined) {
      for (const name of COUNTS) this.#values[AT[name]] = logged.batch.at(AT[name], logged.row);
      this.#values[AT.usageBasis] = LOGGED;
      return;
    }
    for (const name of COUNTS) this.#values[AT[name]] = 0;
    // As in reading: what failed or came from a cache is not estimated.
    const isFree = this.#values[AT.failed] === 1 || this.#values[AT.cacheHit] === 1;
    const isEstimated = !isFree && rows.some(({ batch, row }) => batch.at(AT.usageBasis, row) === ESTIMATED);
    this.#values[AT.usageBasis] = isEstimated ? ESTIMATED : NONE;
    if (!isEstimated) return;
    // The tokens of a text were counted in the row that has the text.
    const asked = rows.find(({ batch, row }) => batch.at(AT.prompt, row) >= 0);
    const answered = rows.find(({ batch, row }) => batch.at(AT.response, row) > 0);
    if (asked !== undefined) this.#values[AT.input] = asked.batch.at(AT.input, asked.row);
    if (answered !== undefined) this.#values[AT.output] = answered.batch.at(AT.output, answered.row);
  }
}

/** `unknown` where no row knows. NaN is unknown in every column: older batches lack some. */
function firstKnown(rows: readonly RowOfBatch[], column: number, unknown: number): number {
  for (const { batch, row } of rows) {
    const value = batch.at(column, row);
    if (!Number.isNaN(value) && value !== unknown) return value;
  }
  return unknown;
}
