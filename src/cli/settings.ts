import { assignments, choice, ownPrices } from './parse-choices.ts';
import { conditions, groupings, moment } from './parse-filter.ts';
import {
  byteSize,
  flag,
  instant,
  integer,
  type Parse,
  type Placed,
  pairs,
  path,
  target,
  text,
  timezone,
} from './parse-value.ts';
import { growth, replayOrder, sweepValues, volume } from './scenario/scenario-values.ts';

interface Setting<T> {
  /** As commander takes it. */
  readonly flags: string;
  readonly describe: string;
  readonly parse: Parse<T>;
  readonly isRepeatable?: boolean;
}

function setting<T>(flags: string, describe: string, parse: Parse<T>, isRepeatable = false): Setting<T> {
  return { flags, describe, parse, isRepeatable };
}

/** The one list of what can be set: flags, keys of the configuration file and the help are all made from it. */
export const SETTINGS = {
  source: setting('--source <id>', 'read every input as this format (see llm-cost formats)', text),
  agents: setting('--agents', 'also read what coding agents keep below the home folder', flag),
  map: setting(
    '--map <field=column>',
    'name the column or dotted path of a field, or of a tag with tag:NAME; repeatable',
    pairs,
    true,
  ),
  model: setting('--model <name>', 'model of the calls whose log names none', text),
  epoch: setting('--epoch <date>', 'what relative timestamps count from (default: 2026-11-20)', instant),
  tz: setting('--tz <name>', 'IANA timezone of logged times that name none (default: UTC)', timezone),
  prices: setting(
    '--prices <file>',
    'your own prices, before the built-in ones; repeatable',
    ownPrices,
    true,
  ),
  at: setting('--at <date>', 'price every call as of this date instead of its own', instant),
  db: setting('--db <file>', 'keep the store in this file (default: .llm-cost/store.db)', path),
  store: setting('--no-store', 'keep the store in memory', flag),
  keepText: setting('--keep-text', 'keep whole prompt texts in the store, not only previews', flag),
  embeddings: setting(
    '--embeddings <url>',
    'send messages to this OpenAI-compatible endpoint for their vectors, for the semantic cache',
    text,
  ),
  embeddingModel: setting(
    '--embedding-model <name>',
    'compare messages by the vectors of this model: those in the store, and with --embeddings new ones',
    text,
  ),
  yes: setting('--yes', 'send without being asked', flag),
  strategies: setting(
    '--strategies <ids>',
    'what to replay, in this order, or all, or none (default: all but those that only run on request)',
    choice,
  ),
  sweeps: setting('--sweeps', 'replay other option values too, however large the log', flag),
  detectors: setting('--detectors <ids>', 'what to look for, or none (default: all)', choice),
  set: setting(
    '--set <id.option=value>',
    'an option of a detector or a strategy; repeatable',
    assignments,
    true,
  ),
  scenario: setting('--scenario <file>', 'what to simulate: a file as in docs/scenarios.md', path),
  sweep: setting(
    '--sweep <id.option=a,b,c>',
    'values to try beside the chosen one, instead of the usual ones; repeatable',
    sweepValues,
    true,
  ),
  order: setting('--order <how>', 'given, or auto: the order of the strategies that saves most', replayOrder),
  volume: setting('--volume <factor>', 'calls per month as a multiple of the log, such as 2x', volume),
  growth: setting('--growth <percent>', 'growth of the calls from month to month, such as 10%', growth),
  pricesAt: setting('--prices-at <date>', 'prices that the simulated calls would have', instant),
  since: setting(
    '--since <when>',
    'only calls since this day, instant or span back from now, such as 2026-11-01 or 7d',
    moment,
  ),
  until: setting('--until <when>', 'only calls until the end of this day, or before this instant', moment),
  filter: setting(
    '--filter <key=value>',
    'only such calls: model, provider, user, feature, template, session, status, endpoint, tier or tag:NAME; * is any text, != all others; repeatable',
    conditions,
    true,
  ),
  groupBy: setting(
    '--group-by <names>',
    'the totals to show: model, day, user, feature, template, status, tag:NAME',
    groupings,
  ),
  timezone: setting('--timezone <name>', 'IANA timezone in which days are cut (default: UTC)', timezone),
  top: setting('--top <n>', 'length of long lists (default: 10; html 200, csv and focus 100000)', integer(1)),
  workers: setting(
    '--workers <n>',
    'parsing threads beside the main one (default: by the machine and the input)',
    integer(0, 256),
  ),
  maxRecordBytes: setting(
    '--max-record-bytes <size>',
    'skip records longer than this (default: 64MiB)',
    byteSize,
  ),
  tui: setting('--tui', 'explore the result on the terminal instead of printing it', flag),
  format: setting('--format <id>', 'output format', text),
  json: setting('--json', 'print JSON', flag),
  out: setting(
    '--out <path>',
    'write the result to this file; formats of several files, such as csv, to this folder',
    target,
  ),
  billingAccount: setting('--billing-account <id>', 'who is billed, for --format focus', text),
  width: setting(
    '--width <columns>',
    'width of the output (default: the terminal, else 80)',
    integer(40, 1000),
  ),
  quiet: setting('--quiet', 'no progress and no notices', flag),
  color: setting('--no-color', 'no colour', flag),
  debug: setting('--debug', 'show where an error came from', flag),
} as const;

export type SettingKey = keyof typeof SETTINGS;

/** How logs are read and what their calls are priced at; for every command that reads logs. */
export const READING_KEYS = ['source', 'map', 'model', 'epoch', 'tz', 'prices', 'at'] as const;

/** Which calls are looked at and how long the lists are; for every command that reads logs. */
export const LOOKING_KEYS = ['since', 'until', 'filter', 'timezone', 'top'] as const;

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

/** What flags or a configuration file say; absent means unsaid. */
export type Settings = { readonly [K in SettingKey]?: ReturnType<(typeof SETTINGS)[K]['parse']> } & {
  /** The budgets of `llm-cost check`, which only the file can say; they are looked at by that command alone. */
  readonly [CHECK_KEY]?: Placed;
};

export const CHECK_KEY = 'check';

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

/** `--max-record-bytes`, for messages. */
export function flagName(key: SettingKey): string {
  return SETTINGS[key].flags.split(' ')[0]!;
}

/** Flags over the file, except that the file's option blocks stay where a flag only chooses or adds. */
export function mergeSettings(file: Settings, flags: Settings): Settings {
  return {
    ...file,
    ...flags,
    detectors: mergeChoice(file.detectors, flags.detectors),
    strategies: mergeChoice(file.strategies, flags.strategies),
    set: [...(file.set ?? []), ...(flags.set ?? [])],
  };
}

function mergeChoice(file: Settings['detectors'], flags: Settings['detectors']): Settings['detectors'] {
  if (file === undefined || flags === undefined) return flags ?? file;
  return { ...flags, settings: file.settings };
}
