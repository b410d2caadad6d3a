/** A row of one `join`. `file` and `folder` are equal for equal places. */
export interface PlacedRow {
  readonly row: number;
  readonly file: number;
  readonly folder: number;
}

export interface PartRow extends PlacedRow {
  /** Identity of the request that the part tells; 0 when it tells no prompt. */
  readonly request: number;
}

export interface Lending {
  /** Rows of the parts that lend to a call's row, the first to be asked first. */
  readonly lenders: ReadonlyMap<number, readonly number[]>;
  /** Parts that may belong to one of several calls. */
  readonly ambiguous: number;
  /** Requests that no call answers. */
  readonly unanswered: number;
}

/**
 * Which of the parts with one `join` lend to which of its calls. A batch's custom ids are unique within the batch only,
 * so where parts or calls differ the file decides, then the folder; what stays open is not joined, since a wrong prompt
 * is worse than none. All are in the order of their rows; `parts` is not empty.
 */
export function lendParts(calls: readonly PlacedRow[], parts: readonly PartRow[]): Lending {
  const lenders = new Map<number, readonly number[]>();
  if (calls.length === 0) return { lenders, ambiguous: 0, unanswered: countRequests(parts) };
  const requests = new Set(parts.map(({ request }) => request));
  const isOneRequest = requests.size - (requests.has(0) ? 1 : 0) <= 1;
  const areCopies = requests.size === 1 && !requests.has(0);
  if ((calls.length === 1 && isOneRequest) || areCopies) {
    // Of copies one is enough, however many calls there are.
    const rows = parts.slice(0, calls.length === 1 ? parts.length : 1).map(({ row }) => row);
    for (const { row } of calls) lenders.set(row, rows);
    return { lenders, ambiguous: 0, unanswered: 0 };
  }
  const { near, open } = byPlace(calls, parts);
  const left: Left = { ambiguous: open, unanswered: [] };
  for (const [call, levels] of near) {
    const rows = fitting(levels, left);
    if (rows.length > 0) lenders.set(call, rows);
  }
  return { lenders, ...countLeft(left, parts, lenders) };
}

/** Parts that lend to no call, so far. */
interface Left {
  readonly ambiguous: PartRow[];
  readonly unanswered: PartRow[];
}

/** Of the parts near a call those that tell the nearest one's request; none where equally near ones tell several. */
function fitting(levels: readonly PartRow[][], left: Left): number[] {
  const isTelling = ({ request }: PartRow): boolean => request !== 0;
  const nearest = levels.find((level) => level.some(isTelling))?.filter(isTelling) ?? [];
  const request = nearest[0]?.request ?? 0;
  const isOpen = nearest.some((part) => part.request !== request);
  const rows: number[] = [];
  for (const part of levels.flat()) {
    if (isOpen) left.ambiguous.push(part);
    else if (part.request === 0 || part.request === request) rows.push(part.row);
    else left.unanswered.push(part);
  }
  return rows;
}

/** A copy of a part that did lend is not left over. */
function countLeft(
  { ambiguous, unanswered }: Left,
  parts: readonly PartRow[],
  lenders: Lending['lenders'],
): Omit<Lending, 'lenders'> {
  const lent = new Set([...lenders.values()].flat());
  const told = new Set(parts.filter(({ row }) => lent.has(row)).map(({ request }) => request));
  const isNew = ({ request }: PartRow): boolean => request === 0 || !told.has(request);
  return {
    ambiguous: ambiguous.filter(isNew).length,
    unanswered: new Set(unanswered.filter(isNew).map(({ request }) => request)).size,
  };
}

/** Copies of one request are one; halves that tell no prompt belong to the one request there is. */
function countRequests(parts: readonly PartRow[]): number {
  const known = new Set(parts.map(({ request }) => request));
  known.delete(0);
  return Math.max(1, known.size);
}

/** Parts by the row of the call they belong to: those of its file, of its folder, of elsewhere. */
type Near = Map<number, [PartRow[], PartRow[], PartRow[]]>;

function byPlace(calls: readonly PlacedRow[], parts: readonly PartRow[]): { near: Near; open: PartRow[] } {
  const near: Near = new Map();
  const open: PartRow[] = [];
  const lend = (call: PlacedRow | undefined, level: number, part: PartRow): void => {
    if (call === undefined) {
      open.push(part);
      return;
    }
    if (!near.has(call.row)) near.set(call.row, [[], [], []]);
    near.get(call.row)![level]!.push(part);
  };
  const inFile = grouped(calls, ({ file }) => file);
  const elsewhere: PartRow[] = [];
  for (const part of parts) {
    const here = inFile.get(part.file);
    if (here === undefined) elsewhere.push(part);
    else lend(onlyOf(here), 0, part);
  }
  const servedInFile = new Set(near.keys());
  const inFolder = new Map(
    [...grouped(calls, ({ folder }) => folder)].map(([folder, here]) => [
      folder,
      onlyOf(here) ?? onlyOf(here.filter(({ row }) => !servedInFile.has(row))),
    ]),
  );
  for (const part of elsewhere) {
    if (inFolder.has(part.folder)) lend(inFolder.get(part.folder), 1, part);
    else lend(onlyOf(calls), 2, part);
  }
  return { near, open };
}

function onlyOf<T>(rows: readonly T[]): T | undefined {
  return rows.length === 1 ? rows[0] : undefined;
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
