import { jsonProblem } from '../parsing/json-problem.ts';
import { recordInLine } from '../unwrapping/line-record.ts';
import type { Sample } from './choose-source.ts';

/** What a sample is drawn from: records where they can be read, and why the first of the others cannot. */
export type Drawn = Sample | { readonly problem: string };

/** `<time> stdout F {..}`, as Kubernetes' container runtimes write lines; P marks a part of one (CRI logging format). */
const CRI = /^(\S{1,40}T\S{1,40} (?:stdout|stderr) )([FP])(?::\S*)? (.*)$/;

/** Whether the text's first lines are those of a container runtime. */
export function isCriText(text: string): boolean {
  const [first] = text.trimStart().split('\n', 1);
  return CRI.test((first ?? '').trimEnd());
}

/** The records of complete lines, in order; lines that a container runtime cut are joined. */
export function* lineSamples(text: string, isWhole: boolean, isCri: boolean): Generator<Drawn> {
  for (const line of isCri ? joinedLines(text) : completeLines(text, isWhole)) {
    if (line.trim() !== '') yield lineSample(line, isCri);
  }
}

function lineSample(line: string, isCri: boolean): Drawn {
  try {
    return { record: JSON.parse(line), wrapper: '' };
  } catch (error) {
    const found = recordInLine(line);
    if (found === undefined) return { problem: jsonProblem(error) };
    return { record: found.record, wrapper: isCri ? 'Kubernetes lines' : 'lines with a prefix' };
  }
}

/** Lines that have ended; the only line there is counts although it may go on. */
export function* completeLines(text: string, isWhole: boolean): Generator<string> {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
  if (start < text.length && (isWhole || start === 0)) yield text.slice(start);
}

/** Each stream's parts up to the one that ends the line. */
function* joinedLines(text: string): Generator<string> {
  const open = new Map<string, string>();
  for (const line of completeLines(text, true)) {
    const found = CRI.exec(line.trimEnd());
    if (found === null) continue;
    const [, start = '', mark, payload = ''] = found;
    const stream = start.slice(start.indexOf(' '));
    const before = open.get(stream);
    const joined = before === undefined ? `${start}F ${payload}` : before + payload;
    if (mark === 'P') open.set(stream, joined);
    else {
      open.delete(stream);
      yield joined;
    }
  }
}

/** The values at these places of the bytes. */
export function* spanSamples(bytes: Uint8Array, spans: readonly number[], wrapper: string): Generator<Drawn> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < spans.length; i += 2) {
    try {
      yield { record: JSON.parse(buffer.toString('utf8', spans[i], spans[i + 1])), wrapper };
    } catch (error) {
      yield { problem: jsonProblem(error) };
    }
  }
}
