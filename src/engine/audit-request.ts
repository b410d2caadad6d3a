import type { Readable } from 'node:stream';
import type { AnyOptionValues } from '../contracts/option.ts';
import type { ReadOptions } from '../contracts/source.ts';
import type { EmbeddingEndpoint, Wire } from '../embeddings/embedding-endpoint.ts';
import type { CallBatch } from '../model/call-batch.ts';
import type { Grouping } from '../model/report.ts';

/** All that an audit depends on. The same request over the same logs gives the same report. */
export interface AuditRequest {
  /** Files, folders and globs; `-` is standard input. Relative ones start at `cwd`. */
  readonly paths: readonly string[];
  /** Standard input is what the store has of it from the last time: nothing is read from it. */
  readonly isStdinKept?: boolean;
  readonly cwd: string;
  /** Forces a source by id; undefined detects it. */
  readonly source?: string;
  readonly read: ReadOptions;
  /** The store's file; undefined keeps everything in memory. */
  readonly storeFile?: string;
  /** Whose vectors prompts are compared by, and what gives those that the store has not; undefined compares none. */
  readonly embeddings?: {
    readonly model: string;
    readonly endpoint?: Pick<EmbeddingEndpoint, 'url' | 'key'>;
  };
  /** Keep whole segment texts in the store, not only previews; they are kept for an endpoint too that vectors are wanted of. */
  readonly keepText: boolean;
  /** The user's own prices, as read from `--prices` or the configuration; each has its origin for messages. */
  readonly prices: readonly { readonly origin: string; readonly value: unknown }[];
  /** UTC milliseconds to price every call at; undefined prices each call at its own time. */
  readonly pricesAt?: number;
  /** Ids in the order they are replayed. */
  readonly strategies: readonly string[];
  /** Also replay each strategy at other values of its main options; undefined does so for logs of a moderate size. */
  readonly sweeps?: boolean;
  /** Ids of the detectors to run. */
  readonly detectors: readonly string[];
  /** Settings by detector or strategy id, over the defaults. */
  readonly settings: Readonly<Record<string, AnyOptionValues>>;
  /** IANA name; days are cut in it. */
  readonly timezone: string;
  /** Which calls of the logs it is about; undefined: all. */
  readonly filter?: CallFilter;
  /** Groupings to show, in this order; undefined leaves it to the renderer. */
  readonly groupBy?: readonly Grouping[];
  /** Also list what was billed row by row. */
  readonly charges?: boolean;
  /** Length of long lists. */
  readonly top: number;
  /** Parsing threads; undefined chooses. */
  readonly workers?: number;
  /** Longest record in bytes; a longer one is skipped and counted. */
  readonly maxRecordBytes: number;
}

/** Which calls of the logs are looked at. A call without a time is in no span of time. */
export interface CallFilter {
  /** UTC milliseconds, inclusive. */
  readonly since?: number;
  /** UTC milliseconds, exclusive. */
  readonly until?: number;
  readonly where: readonly Condition[];
}

/** `*` in the value stands for any text. Conditions with one key that are not negated are alternatives; all others must hold. */
export interface Condition {
  /** What a call is told by: model, provider, user, feature, template, session, status, endpoint, tier, or `tag:NAME`. */
  readonly key: string;
  readonly value: string;
  readonly isNegated: boolean;
}

/** Where an audit is while it reads. */
export interface Progress {
  readonly bytesDone: number;
  /** 0 when unknown (standard input). Of the phase `embed` both are texts. */
  readonly bytesTotal: number;
  readonly calls: number;
  readonly phase: 'read' | 'embed' | 'analyse';
}

/** What is about to be sent over the network. */
export interface EmbeddingPlan {
  readonly model: string;
  /** With its port, where it has one. */
  readonly host: string;
  readonly texts: number;
  /** Texts that have their vectors already. */
  readonly kept: number;
  /** About how many. */
  readonly tokens: number;
  /** US dollars at the book's price; NaN when the model has none. */
  readonly costUsd: number;
}

/** The outside world as an audit may touch it. */
export interface AuditHooks {
  now(): number;
  readonly stdin: Readable;
  progress(progress: Progress): void;
  /** Told of each piece of the calls that are read, as it is stored; `texts` are the store's strings. */
  stored?(batch: CallBatch, texts: readonly string[]): void;
  /** One line for the person watching: a source chosen, a column guessed, a file unchanged. */
  notice(text: string): void;
  /** The network; without it nothing is sent. */
  readonly wire?: Wire;
  /** Whether the user agrees. Throws InputError when nobody can be asked. */
  confirm?(plan: EmbeddingPlan): Promise<boolean>;
}
