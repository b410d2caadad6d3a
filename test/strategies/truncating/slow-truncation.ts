import type { TokenCounts } from '../../../src/model/usage.ts';
import type { FakeSegment } from '../fake-prompts.ts';

/**
 * One call on a model that is asked to cache, alone in its log: every billed token is an entry of a list that says how it was
 * billed and which segment it stands in; units of messages are taken from the front.
 */
export function slowTruncation(
  segments: readonly FakeSegment[],
  usage: TokenCounts,
  limit: number,
  minimum: number,
): TokenCounts {
  const kinds = [
    ...Array<'read'>(usage.cacheRead).fill('read'),
    ...Array<'hour'>(usage.cacheWrite1h).fill('hour'),
    ...Array<'short'>(usage.cacheWrite5m).fill('short'),
    ...Array<'plain'>(usage.input).fill('plain'),
  ];
  const base = segments.reduce((sum, { tokens }) => sum + tokens!, 0);
  // Claude may bill twice the text, half again as much by its vocabulary; beyond that no message is larger than its text.
  const billed = kinds.length / base;
  const scale = billed > 2 ? 1 : Math.min(1.5, billed);
  let above = 0;
  let list: { kind: 'read' | 'hour' | 'short' | 'plain'; owner: number }[] = [];
  segments.forEach((segment, owner) => {
    const from = Math.round(above * scale);
    above += segment.tokens!;
    const to = Math.round(above * scale);
    list.push(...kinds.slice(from, to).map((kind) => ({ kind, owner })));
  });

  const inMessages = list.length;
  list.push(...kinds.slice(inMessages).map((kind) => ({ kind, owner: Number.POSITIVE_INFINITY })));

  const isMessage = (i: number): boolean => (segments[i]!.kind ?? 'message') === 'message';
  const roleOf = (i: number): string => segments[i]?.role ?? '';
  const isCall = (i: number): boolean => roleOf(i) === 'assistant' && (segments[i]!.names ?? []).length > 0;
  const users = segments.map((_, i) => i).filter((i) => isMessage(i) && roleOf(i) === 'user');
  const messages = segments.map((_, i) => i).filter(isMessage);
  let keepFrom = users.at(-1) ?? messages.at(-1) ?? 0;
  while (keepFrom > 0 && isCall(keepFrom - 1)) keepFrom--;

  // Units: a number for each message, the same for what goes together.
  const units: number[] = [];
  for (let i = 0; i < keepFrom; i++) {
    const before = i - 1;
    const followsCalls = i > 0 && isCall(before);
    const isSecondCall = followsCalls && isCall(i);
    const unitHasAnswer = i > 0 && roleOf(units[before]!) === 'assistant';
    const isToolResult =
      roleOf(i) === 'tool' && unitHasAnswer && ['assistant', 'tool'].includes(roleOf(before));
    const isUsersResult = followsCalls && roleOf(i) === 'user';
    units.push(isSecondCall || isToolResult || isUsersResult ? units[before]! : i);
  }
  let cutAt = Number.POSITIVE_INFINITY;
  for (const unit of new Set(units)) {
    if (list.length <= limit) break;
    const gone = units.map((of, i) => (of === unit && isMessage(i) ? i : -1));
    const first = list.findIndex(({ owner }) => gone.includes(owner));
    if (gone.some((i) => i >= 0))
      cutAt = Math.min(cutAt, first < 0 ? positionOf(gone.find((i) => i >= 0)!) : first);
    list = list.filter(({ owner }) => !gone.includes(owner));
  }
  if (cutAt === Number.POSITIVE_INFINITY) return usage;

  const count = (kind: string): number => list.filter((it) => it.kind === kind).length;
  const logged = usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const least = logged < minimum ? 0 : minimum;
  const stillRead = list.slice(0, cutAt).filter(({ kind }) => kind === 'read').length;
  const isSame = stillRead === usage.cacheRead;
  const cacheRead = isSame || stillRead >= least ? stillRead : 0;
  const rewritten = count('read') - cacheRead;
  const cacheWrite5m = count('short') + rewritten;
  const rest = { output: usage.output, reasoning: usage.reasoning, cacheWrite1h: count('hour') };
  if (cacheWrite5m > 0 && cacheRead + cacheWrite5m + rest.cacheWrite1h < least)
    return { ...rest, input: list.length, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  return { ...rest, input: count('plain'), cacheRead, cacheWrite5m };

  function positionOf(owner: number): number {
    const at = list.findIndex((it) => it.owner >= owner);
    return at < 0 ? list.length : at;
  }
}
