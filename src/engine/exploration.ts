import type {
  CallTable,
  ModelCost,
  Opened,
  Reading,
  StrategyInfo,
  WhatIfAnswer,
  WhatIfWish,
} from '../contracts/explorer.ts';
import { InputError } from '../contracts/input-error.ts';
import type { Strategy } from '../contracts/strategy.ts';
import type { Evidence } from '../model/evidence.ts';
import { strategies } from '../strategies/index.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { assembleEvidence } from './evidence/assemble-evidence.ts';
import { type LookedLog, Looking, lookedLog, openReadLog } from './evidence/looked-log.ts';
import { evidenceOn } from './evidence/opened-evidence.ts';
import { callTable } from './exploration/call-table.ts';
import { modelCosts } from './exploration/model-costs.ts';
import { watchedHooks } from './exploration/watched-hooks.ts';
import { WhatIfs } from './exploration/what-ifs.ts';
import type { DetectorPass } from './findings/detector-pass.ts';
import { rememberAudit } from './last-audit.ts';
import { openLogs, type ReadLogs } from './log/read-logs.ts';
import type { OpenedLog } from './opened-log.ts';
import { reportOn } from './report-on.ts';

/** Rows of every list of the report. */
const TOP = 100_000;

/** Calls that one call's evidence lists; it is the only one. */
const CALLS_SHOWN = 1;

/** Of the log's calls that are kept decoded, so that a what-if need not read them again: those of about two million. */
const BYTES_AT_HAND = 600 << 20;

/** Calls that are looked at ahead before anything else may be done: some hundredth of a second. */
const LOOKED_AT_ONCE = 1 << 10;

type Hooks = Pick<AuditHooks, 'now' | 'stdin'>;

/** One audit that stays open: its logs are read once, and what is asked about them afterwards is answered from memory. */
export class Exploration {
  readonly #request: AuditRequest;
  readonly #hooks: Hooks;
  #logs: ReadLogs | undefined;
  #opened: OpenedLog | undefined;
  #looked: LookedLog | undefined;
  #looking: Looking | undefined;
  #whatIfs: WhatIfs | undefined;

  /** Nothing is ever sent: vectors are those that the store has. */
  constructor(request: AuditRequest, hooks: Hooks) {
    const { embeddings, ...others } = request;
    this.#request = {
      ...others,
      top: TOP,
      ...(embeddings !== undefined && { embeddings: { model: embeddings.model } }),
    };
    this.#hooks = hooks;
  }

  /** Reads and analyses the logs. Throws InputError when nothing can be shown. */
  async open(watch: (reading: Reading) => void): Promise<Opened> {
    const watched = watchedHooks(this.#hooks, watch);
    const logs = await openLogs(this.#request, watched);
    this.#logs = logs;
    rememberAudit(logs.store, this.#request);
    let pass: DetectorPass | undefined;
    const report = await reportOn(logs, this.#request, watched, undefined, {
      opened: async () => this.#open(await logs.book()),
      keep: (done) => {
        pass = done;
      },
    });
    // What the analysis has looked through need not be looked through again.
    if (pass !== undefined) this.#looked = lookedLog(logs, this.#opened!, pass, report.totals.costUsd);
    const { strategies: ids, settings } = this.#request;
    return { report, strategies: strategies.map(strategyInfo), wish: { strategies: ids, settings } };
  }

  /** Opens what the next question needs. */
  async warm(): Promise<void> {
    this.#open(await this.#read().book());
  }

  /** See `WhatIfs.answer`. */
  async whatIf(wish: WhatIfWish, isStale: () => boolean, isAhead = false): Promise<WhatIfAnswer | undefined> {
    await this.warm();
    this.#whatIfs ??= new WhatIfs(this.#opened!);
    return this.#whatIfs.answer(wish, isStale, isAhead);
  }

  /** See `modelCosts`. */
  async models(watch: (costs: readonly ModelCost[]) => void, pause: () => Promise<void>): Promise<void> {
    await this.warm();
    await modelCosts(this.#opened!, watch, pause);
  }

  /**
   * Looks through a piece of the log, so that the first question about calls need not wait for all of it; false when nothing is
   * left to look through.
   */
  async lookAhead(): Promise<boolean> {
    if (this.#looked !== undefined) return false;
    await this.warm();
    if (this.#look().next(LOOKED_AT_ONCE)) return true;
    this.#lookedAll();
    return false;
  }

  /** See `callTable`. */
  async calls(what: string): Promise<CallTable> {
    await this.warm();
    return callTable(this.#lookedAll(), what);
  }

  /** One call as `show` shows it. Throws InputError when there is no such call. */
  async call(index: number): Promise<Evidence> {
    await this.warm();
    const looked = this.#lookedAll();
    const { size } = looked.opened.log;
    if (!(Number.isInteger(index) && index >= 0 && index < size))
      throw new InputError(`there is no call ${index}`);
    const evidence = evidenceOn(looked, { kind: 'call', index });
    return assembleEvidence(evidence, this.#read(), { ...this.#request, top: CALLS_SHOWN }, this.#hooks);
  }

  close(): void {
    this.#logs?.store.close();
    this.#logs = undefined;
  }

  #read(): ReadLogs {
    if (this.#logs === undefined) throw new Error('the logs are not open');
    return this.#logs;
  }

  #open(book: Awaited<ReturnType<ReadLogs['book']>>): OpenedLog {
    if (this.#opened === undefined) {
      this.#opened = openReadLog(this.#read(), this.#request, book);
      this.#opened.log.keepAtHand(BYTES_AT_HAND);
    }
    return this.#opened;
  }

  #look(): Looking {
    this.#looking ??= new Looking(this.#read(), this.#request, this.#opened!);
    return this.#looking;
  }

  #lookedAll(): LookedLog {
    if (this.#looked === undefined) {
      const looking = this.#look();
      looking.next(Number.POSITIVE_INFINITY);
      this.#looked = looking.finish();
      this.#looking = undefined;
    }
    return this.#looked;
  }
}

function strategyInfo({
  id,
  title,
  describe,
  isOnRequest,
  options,
  sweeps,
  presets,
}: Strategy): StrategyInfo {
  return {
    ...{ id, title, describe, isOnRequest: isOnRequest === true, options, sweeps },
    presets: presets ?? {},
  };
}
