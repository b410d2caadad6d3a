import { HeldBytes } from './held-bytes.ts';
import { LineCutter } from './line-cutter.ts';

const NEWLINE = 10;
const LINE_END = Uint8Array.of(NEWLINE);
/** Time, stream and tags stand before a line's text; what is longer is something else. */
const LONGEST_PREFIX = 100;
const PREFIX = /^(\S+ (stdout|stderr)) ([PF])(?::\S*)? /;

/**
 * Lines of Kubernetes' container runtimes with the long ones put together again. A runtime writes
 * `<time> <stdout|stderr> <P|F> <text>` and cuts a long line into several: P for a part, F for the last one (Kubernetes
 * design proposal "CRI: log management for container stdout/stderr streams"). What comes out is `<time> <stream> F <text>`
 * with the time of the first part; other lines stay as they are. A line that becomes longer than `limit` bytes comes out
 * cut, yet longer than that, so that it is passed over as such.
 */
export async function* joinCriLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const cutter = new LineCutter(limit);
  const open = new Map<string, HeldBytes>();
  const joined = (line: Uint8Array): readonly Uint8Array[] => {
    const text = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, LONGEST_PREFIX));
    const [prefix, start, stream = '', mark] = PREFIX.exec(text.toString('latin1')) ?? [];
    if (prefix === undefined) return ended(line);
    const parts = open.get(stream) ?? new HeldBytes(limit);
    if (parts.isEmpty) parts.add(Buffer.from(`${start} F `));
    open.set(stream, parts);
    parts.add(line.subarray(prefix.length, mark === 'P' && line.at(-1) === NEWLINE ? -1 : line.length));
    return mark === 'P' ? [] : ended(parts.take());
  };
  for await (const chunk of chunks) {
    const lines: Uint8Array[] = [];
    for (const line of cutter.lines(chunk)) lines.push(...joined(line));
    yield Buffer.concat(lines);
  }
  const last = cutter.last();
  const lines = last.length === 0 ? [] : [...joined(last)];
  // The end of these lines was never written.
  for (const parts of open.values()) if (!parts.isEmpty) lines.push(...ended(parts.take()));
  yield Buffer.concat(lines);
}

function ended(line: Uint8Array): readonly Uint8Array[] {
  return line.at(-1) === NEWLINE ? [line] : [line, LINE_END];
}
