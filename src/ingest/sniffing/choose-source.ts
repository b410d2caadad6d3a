import { InputError } from '../../contracts/input-error.ts';
import type { ReadOptions, Recognition, Source } from '../../contracts/source.ts';
import { ledgers } from '../../ledgers/index.ts';
import { sources } from '../../sources/index.ts';
import { isObject } from '../../sources/record/record-access.ts';
import { unwrap, WRAPPER_DEPTH } from '../unwrapping/unwrap.ts';
import { NoFormatError } from './no-format-error.ts';

/** A record of the sample, and in words what the bytes were taken out of to get it: '' for a plain line or value. */
export interface Sample {
  readonly record: unknown;
  readonly wrapper: string;
}

export interface Choice {
  readonly source: Source;
  /** With the wrapper in words, where most records came out of one. */
  readonly why: string;
  /** Most records that the source knows stood inside the sampled ones. */
  readonly isWrapped: boolean;
  /** The outermost thing that they stood in was a list. */
  readonly isEnvelope: boolean;
  /** The best score of one record. */
  readonly top: number;
}

/** A source this sure of a record takes it from every other, and out of its wrapper too. */
export const SURE_SCORE = 0.6;
/** Scores below this are hints: they may claim a log that nothing else does, but do not add up against real ones. */
export const HINT_SCORE = 0.2;
/** Names of fields that the user is shown of records that nobody knows. */
const SHOWN_FIELDS = 12;
const CHECKED_RECORDS = 1000;
/** A list says what it holds with its first elements. */
const LIST_SAMPLE = 20;

/** What the sources make of one record, the one that was logged or one that stood in it. */
interface Opinion {
  readonly record: unknown;
  readonly recognitions: readonly Recognition[];
  readonly top: number;
  readonly wrappers: readonly string[];
  readonly isUnwrapped: boolean;
  readonly isEnvelope: boolean;
}

interface Tally {
  readonly source: Source;
  total: number;
  top: number;
  why: string;
  matched: number;
  unusable: number;
  advice: string | undefined;
  readonly wrappers: Map<string, number>;
  unwrapped: number;
  envelopes: number;
}

const NOT_MINE: Recognition = { score: 0, why: '' };

/** Collects what the sources make of one record after another, and then says which of them knows the records best. */
export class SourceVote {
  readonly #tallies: readonly Tally[];
  readonly #options: ReadOptions;
  readonly #forced: string | undefined;
  readonly #fields = new Set<string>();
  /** Kept where the user has named columns, for the source to say whether they are there. */
  readonly #records: unknown[] = [];
  #ledgerTotal = 0;
  #samples = 0;

  constructor(options: ReadOptions, forced: string | undefined) {
    this.#options = options;
    this.#forced = forced;
    this.#tallies = candidates(forced, options)
      .filter((it) => it.recognize !== undefined && (it.read ?? it.open) !== undefined)
      .map(startTally);
  }

  /** The best score that a source has given one record. */
  get top(): number {
    return Math.max(0, ...this.#tallies.map(({ top }) => top));
  }

  add({ record, wrapper }: Sample): void {
    this.#samples++;
    if (this.#forced === undefined) this.#ledgerTotal += ledgerScore(record);
    if (isObject(record) && this.#fields.size < SHOWN_FIELDS) {
      for (const key of Object.keys(record).slice(0, SHOWN_FIELDS)) this.#fields.add(key);
    }
    const recognize = (it: unknown): Recognition[] =>
      this.#tallies.map(({ source }) => recognition(source, it, this.#options));
    for (const opinion of opinionsOn(record, recognize, [])) {
      if (isMapped(this.#options) && this.#records.length < CHECKED_RECORDS)
        this.#records.push(opinion.record);
      const wrappers = wrapper === '' ? opinion.wrappers : [wrapper, ...opinion.wrappers];
      for (const [i, tally] of this.#tallies.entries()) {
        // In a log of several vendors none may lead, but what one of them is sure of is not just any record.
        const isOther = tally.source.id === 'generic' && this.#tallies.length > 1;
        const isTaken = isOther && opinion.top >= SURE_SCORE;
        if (!isTaken) note(tally, opinion.recognitions[i]!, { ...opinion, wrappers });
      }
    }
  }

  /**
   * Throws NoFormatError when no source knows any of the records, InputError when what is best known cannot be used,
   * UnmappedColumnsError when the records have no such fields as the user named.
   */
  choice(): Choice {
    const best = bestOf(this.#tallies, this.#forced !== undefined);
    if (this.#ledgerTotal > (best?.total ?? 0)) throw new InputError(LEDGER_ADVICE);
    if (best === undefined) {
      const shown = [...this.#fields].slice(0, SHOWN_FIELDS).map((key) => JSON.stringify(key.slice(0, 40)));
      throw new NoFormatError(
        `no known log format; its records have the fields ${shown.join(', ') || '(none)'}. Say which is which, e.g. --map promptTokens=FIELD --map output=FIELD --map model=FIELD`,
      );
    }
    if (best.unusable * 2 > best.matched && best.advice !== undefined) throw new InputError(best.advice);
    if (isMapped(this.#options)) best.source.checkSample?.(this.#records, this.#options);
    return choiceOf(best, this.#samples, this.#forced);
  }
}

/** What to do with a file that a ledger knows better than any source. */
export const LEDGER_ADVICE =
  'it holds totals, not calls; compare a log with it: llm-cost reconcile <logs...> --ledger <file>';

/** Naming columns by hand (`--map`) is a choice of the source that is read by them. */
export function candidates(forced: string | undefined, options: ReadOptions): readonly Source[] {
  const chosen = forced ?? (isMapped(options) ? 'generic' : undefined);
  return chosen === undefined ? sources : sources.filter(({ id }) => id === chosen);
}

/** The user has said which fields are which (`--map`). */
export function isMapped({ map }: ReadOptions): boolean {
  return Object.keys(map).length > 0;
}

/** How sure the ledgers are that a record is a page or a row of totals. */
export function ledgerScore(record: unknown): number {
  let top = 0;
  for (const ledger of ledgers) top = Math.max(top, ledger.recognize?.(record).score ?? 0);
  return top;
}

/** Scores of a source for a record; a record that a source cannot even look at is not its own. */
export function recognition(source: Source, record: unknown, options: ReadOptions): Recognition {
  try {
    return source.recognize?.(record, options) ?? NOT_MINE;
  } catch {
    return NOT_MINE;
  }
}

function opinionsOn(
  record: unknown,
  recognize: (record: unknown) => Recognition[],
  wrappers: readonly string[],
  isEnvelope = false,
): Opinion[] {
  const recognitions = recognize(record);
  const top = Math.max(0, ...recognitions.map(({ score }) => score));
  const own: Opinion = { record, recognitions, top, wrappers, isUnwrapped: wrappers.length > 0, isEnvelope };
  if (top >= SURE_SCORE || wrappers.length >= WRAPPER_DEPTH || ledgerScore(record) >= SURE_SCORE)
    return [own];
  const inner = unwrap(record);
  if (inner === undefined) return [own];
  const opinions = inner.records
    .slice(0, LIST_SAMPLE)
    .flatMap((it) =>
      opinionsOn(
        it,
        recognize,
        [...wrappers, inner.wrapper],
        wrappers.length === 0 ? inner.isList : isEnvelope,
      ),
    );
  const innerTop = Math.max(0, ...opinions.map((opinion) => opinion.top));
  // What looks through objects finds the inner record too, but not all of it.
  const isInner = innerTop > top || (innerTop === top && top > 0 && !inner.isList);
  return isInner ? opinions : [own];
}

function startTally(source: Source): Tally {
  return {
    ...{ source, total: 0, top: 0, why: '', matched: 0, unusable: 0, advice: undefined },
    ...{ wrappers: new Map(), unwrapped: 0, envelopes: 0 },
  };
}

function note(
  tally: Tally,
  { score, why, unusable }: Recognition,
  { wrappers, isUnwrapped, isEnvelope }: Opinion,
): void {
  if (score <= 0) return;
  tally.matched++;
  if (score >= HINT_SCORE) tally.total += score;
  if (score > tally.top) {
    tally.top = score;
    tally.why = why;
  }
  if (unusable !== undefined) {
    tally.unusable++;
    tally.advice ??= unusable;
  }
  if (wrappers.length > 0) {
    const words = wrappers.join(', ');
    tally.wrappers.set(words, (tally.wrappers.get(words) ?? 0) + 1);
  }
  if (isUnwrapped) tally.unwrapped++;
  if (isEnvelope) tally.envelopes++;
}

function bestOf(tallies: readonly Tally[], isForced: boolean): Tally | undefined {
  let best: Tally | undefined = isForced ? tallies[0] : undefined;
  for (const tally of tallies) {
    if (tally.top === 0) continue;
    const isBetter =
      best === undefined || tally.total > best.total || (tally.total === best.total && tally.top > best.top);
    if (isBetter) best = tally;
  }
  return best;
}

function choiceOf(best: Tally, samples: number, forced: string | undefined): Choice {
  const { source, why, matched, top, wrappers, unwrapped, envelopes } = best;
  const wrapped = [...wrappers.values()].reduce((sum, count) => sum + count, 0);
  const [words] = [...wrappers].sort(([, a], [, b]) => b - a)[0] ?? [''];
  const share = matched < samples ? ` (${matched} of the first ${samples} records)` : '';
  const reason = top === 0 ? `--source ${forced}` : `${why}${share}`;
  return {
    source,
    why: wrapped * 2 > matched ? `${words}: ${reason}` : reason,
    isWrapped: unwrapped * 2 > matched,
    isEnvelope: envelopes * 2 > matched,
    top,
  };
}
