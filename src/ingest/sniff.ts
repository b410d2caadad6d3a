import { InputError } from '../contracts/input-error.ts';
import type { Misnamed, ReadOptions, Recognition, Source } from '../contracts/source.ts';
import { ledgers } from '../ledgers/index.ts';
import { sources } from '../sources/index.ts';
import { spanScanner } from './cutting/envelope-spans.ts';
import { JsonSpans } from './cutting/json-spans.ts';
import { firstRows, readRows, type TableHead, tableHead } from './cutting/table-rows.ts';
import type { Container, FileLayout } from './parsing/parsed-chunk.ts';
import {
  type Choice,
  candidates,
  HINT_SCORE,
  LEDGER_ADVICE,
  type Sample,
  SourceVote,
  SURE_SCORE,
} from './sniffing/choose-source.ts';
import {
  hasRecordLines,
  isEventStream,
  isJson,
  isJsonArray,
  isJsonLines,
  isPlainRecord,
} from './sniffing/json-shape.ts';
import { EmptyFileError, NoFormatError } from './sniffing/no-format-error.ts';
import { type Drawn, isCriText, lineSamples, spanSamples } from './sniffing/sample-records.ts';
import { DockerParts, isDockerLine } from './unwrapping/docker-parts.ts';
import { recordInLine } from './unwrapping/line-record.ts';
import { ENVELOPE_PATHS, unwrap } from './unwrapping/unwrap.ts';

/** Records looked at before a source that is sure of one is chosen, and before one is chosen that is not. */
const SAMPLE_RECORDS = 50;
const UNSURE_RECORDS = 1000;

export interface Sniffed {
  readonly layout: FileLayout;
  /** The whole file is one JSON array. */
  readonly isArray: boolean;
  /** Paths of the lists whose elements are the records of a whole document. */
  readonly envelope?: readonly (readonly string[])[];
  /** Lines of a container runtime, which cuts long ones. */
  readonly isCri: boolean;
  /** A table whose lines end with carriage returns alone. */
  readonly isCarriageReturn?: boolean;
  /** Bytes before the first record: a table's header. */
  readonly headerBytes: number;
  /** Nothing but a hint speaks for the source: more of the file may say more. */
  readonly isHint: boolean;
}

/**
 * Chooses how to read a file from its first bytes. `isWhole` says that they are all of it. Throws NoFormatError (without the
 * file's name) when nothing in them is known, InputError when what is known cannot be read, UnmappedColumnsError when
 * `--map` is needed.
 */
export function sniff(
  head: Uint8Array,
  isWhole: boolean,
  options: ReadOptions,
  forced: string | undefined,
): Sniffed {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8');
  const start = text.search(/\S/);
  if (start < 0) throw new EmptyFileError('it is empty');
  const choose = (drawn: Iterable<Drawn>): Choice => chooseAmong(drawn, options, forced);
  if (text[start] === '{') {
    return isJsonLines(head, text, isWhole)
      ? sniffLines(text, isWhole, choose)
      : sniffDocuments(head, choose);
  }
  if (isJsonArray(text)) {
    const { spans } = new JsonSpans(true).scan(head, 0, -1);
    return sniffed('spans', choose(spanSamples(head, spans, '')), { isArray: true });
  }
  if (isEventStream(text)) {
    const stream: Sample = { record: { response: text.slice(start) }, wrapper: 'server-sent events' };
    return sniffed('events', choose([stream]), {});
  }
  const isRecord = (line: string): boolean =>
    line.endsWith('}') && (line.startsWith('{') ? isJson(line) : recordInLine(line) !== undefined);
  const isLines = isCriText(text) || hasRecordLines(text, isRecord);
  if (!isLines) return sniffTable(text, options, forced);
  // A table may hold JSON in its cells, where quotes are doubled; its header says that it is one.
  const mayBeTable = forced === undefined && !isCriText(text) && !hasRecordLines(text, isPlainRecord);
  const header = mayBeTable ? tableSource(text, options, undefined).best : undefined;
  if (header !== undefined && header.recognition.score >= HINT_SCORE)
    return sniffTable(text, options, undefined);
  return sniffLines(text, isWhole, choose);
}

function sniffLines(text: string, isWhole: boolean, choose: (drawn: Iterable<Drawn>) => Choice): Sniffed {
  const isCri = isCriText(text);
  let [isPrefixed, isDocker] = [false, false];
  const parts = new DockerParts();
  function* drawn(): Generator<Drawn> {
    for (const it of lineSamples(text, isWhole, isCri)) {
      if ('record' in it) {
        if (it.wrapper !== '') isPrefixed = true;
        else if (isDockerLine(it.record)) isDocker = true;
        const record = parts.whole(it.record);
        if (record !== undefined) yield { ...it, record };
      } else yield it;
    }
  }
  const choice = choose(drawn());
  // One line that holds a whole export is cut like one that is laid out over lines: it may be longer than any record.
  const isOneLine = isWhole && text.trimEnd().indexOf('\n') < 0;
  if (choice.isEnvelope && isOneLine) return sniffed('spans', choice, { envelope: ENVELOPE_PATHS });
  return sniffed('lines', choice, { isCri, isPrefixed, isDocker });
}

/** Documents one after another: each is a record, or a list somewhere in it holds them; one that does not end here must be the latter. */
function sniffDocuments(head: Uint8Array, choose: (drawn: Iterable<Drawn>) => Choice): Sniffed {
  const { spans } = new JsonSpans(false).scan(head, 0, -1);
  if (spans.length === 0) {
    const elements = spanScanner(false, ENVELOPE_PATHS).scan(head, 0, -1).spans;
    const choice = choose(spanSamples(head, elements, 'records in a list'));
    return sniffed('spans', choice, { envelope: ENVELOPE_PATHS });
  }
  const documents = [...spanSamples(head, spans, '')];
  const choice = choose(documents);
  if (!choice.isEnvelope) return sniffed('spans', choice, {});
  const elements = documents.flatMap((it): Sample[] =>
    'record' in it
      ? (unwrap(it.record)?.records ?? [it.record]).map((record) => ({ record, wrapper: '' }))
      : [],
  );
  const { isWrapped } = choose(elements);
  return sniffed('spans', { ...choice, isWrapped }, { envelope: ENVELOPE_PATHS });
}

function sniffed(
  container: Container,
  { source, why, isWrapped, top }: Choice,
  more: Partial<
    Pick<Sniffed, 'isArray' | 'envelope' | 'isCri'> & Pick<FileLayout, 'isPrefixed' | 'isDocker'>
  >,
): Sniffed {
  const { isArray = false, envelope, isCri = false, isPrefixed = false, isDocker = false } = more;
  return {
    layout: { container, source: source.id, why, isWrapped, isPrefixed, isDocker, header: [], delimiter: '' },
    isArray,
    ...(envelope !== undefined && { envelope }),
    isCri,
    headerBytes: 0,
    isHint: top > 0 && top < HINT_SCORE,
  };
}

/** Looks at more records until a source is sure of one, and then takes the one that knows them best. */
function chooseAmong(drawn: Iterable<Drawn>, options: ReadOptions, forced: string | undefined): Choice {
  const vote = new SourceVote(options, forced);
  let problem: string | undefined;
  let [broken, samples] = [0, 0];
  for (const it of drawn) {
    if ('problem' in it) {
      problem ??= it.problem;
      broken++;
      continue;
    }
    vote.add(it);
    if (++samples % SAMPLE_RECORDS > 0) continue;
    const { top } = vote;
    if (top >= SURE_SCORE || (top >= HINT_SCORE && samples >= UNSURE_RECORDS)) break;
  }
  if (samples > 0) return vote.choice();
  throw new NoFormatError(
    problem === undefined
      ? 'its first record does not end'
      : `none of its first ${broken} records is JSON (record 1: ${problem})`,
  );
}

interface TableChoice {
  readonly head: TableHead;
  readonly header: readonly string[];
  readonly best:
    | { readonly source: Source; readonly recognition: Recognition; readonly misnamed: Misnamed }
    | undefined;
}

/** The source that knows the header best, if any does. */
function tableSource(text: string, options: ReadOptions, forced: string | undefined): TableChoice {
  const head = tableHead(text);
  let header: readonly string[] = [];
  readRows(head.header, head.delimiter, (row) => {
    header = row.map((name) => name.trim());
  });
  let best: TableChoice['best'];
  for (const source of candidates(forced, options)) {
    if (source.recognizeHeader === undefined || source.openTable === undefined) continue;
    const misnamed = source.misnamed?.(header, () => firstRows(text, head)) ?? [];
    const recognition = source.recognizeHeader(header, options, misnamed);
    if (recognition.score > (best?.recognition.score ?? 0)) best = { source, recognition, misnamed };
    else if (forced !== undefined)
      best ??= { source, recognition: { ...recognition, why: `--source ${forced}` }, misnamed };
  }
  return { head, header, best };
}

function sniffTable(text: string, options: ReadOptions, forced: string | undefined): Sniffed {
  const { head, header, best } = tableSource(text, options, forced);
  const ledgerTop = Math.max(0, ...ledgers.map((it) => it.recognizeHeader?.(header).score ?? 0));
  if (forced === undefined && ledgerTop > (best?.recognition.score ?? 0)) throw new InputError(LEDGER_ADVICE);
  if (best === undefined) {
    if (header.length < 2)
      throw new NoFormatError('no known log format: neither JSON nor a table with a header');
    // The source for everything else says which columns there are and what is missing.
    for (const source of sources) if (source.id === 'generic') source.openTable?.(header, options);
    throw new NoFormatError('no known log format: no source reads a table with these columns');
  }
  const { source, recognition, misnamed } = best;
  if (recognition.unusable !== undefined) throw new InputError(recognition.unusable);
  // Opening it now gives the error about missing columns before any row is read.
  source.openTable!(header, options, misnamed);
  return {
    layout: {
      ...{ container: 'table', source: source.id, why: recognition.why },
      ...{ isWrapped: false, isPrefixed: false, isDocker: false },
      ...{ header, delimiter: head.delimiter },
      ...(misnamed.length > 0 && { misnamed }),
    },
    ...{ isArray: false, isCri: false, isHint: false },
    isCarriageReturn: head.isCarriageReturn,
    headerBytes: head.skip + Buffer.byteLength(head.header),
  };
}
