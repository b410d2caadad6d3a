import type { Prompts } from '../../contracts/prompts.ts';
import type { SegmentFacts } from '../../model/segment.ts';

/** What goes of one prompt. Positions are places in the path of its nodes. */
export interface Cut {
  /** Positions of the messages that go, in order. */
  readonly removed: readonly number[];
  /** Tokens of what stays. */
  readonly left: number;
}

/**
 * Which messages go so that at most `limit` tokens stay: the oldest first. System prompts, tool schemas, the last message of the
 * user and all that follows it never go; a message that calls tools and the messages with their results go together.
 * `tokens[i]` are those of `path[i]`, `whole` those of the prompt with what is in no message. Undefined when the prompt is known by hashes only.
 */
export function cutOf(
  prompts: Prompts,
  path: readonly number[],
  tokens: readonly number[],
  whole: number,
  limit: number,
): Cut | undefined {
  const facts = path.map((node) => prompts.facts(prompts.segment(node)));
  if (facts.some(({ kind }) => kind === 'block')) return undefined;
  let left = whole;
  const removed: number[] = [];
  const end = protectedFrom(facts);
  for (let from = 0; from < end && left > limit; ) {
    const to = unitEnd(facts, from, end);
    for (; from < to; from++) {
      if (facts[from]!.kind !== 'message') continue;
      removed.push(from);
      left -= tokens[from]!;
    }
  }
  return { removed, left };
}

/** The last message of the user; with it the tool calls that it answers (Anthropic sends results as the user's). */
function protectedFrom(facts: readonly SegmentFacts[]): number {
  let last = facts.findLastIndex(({ kind, role }) => kind === 'message' && role === 'user');
  if (last < 0) last = facts.findLastIndex(({ kind }) => kind === 'message');
  if (last < 0) return 0;
  while (last > 0 && callsTools(facts[last - 1]!)) last--;
  return last;
}

/** What goes together with the message at `from`: calls made at once, and their results. */
function unitEnd(facts: readonly SegmentFacts[], from: number, end: number): number {
  let to = from + 1;
  if (!isAnswer(facts[from]!)) return to;
  const isCalling = callsTools(facts[from]!);
  while (isCalling && to < end && callsTools(facts[to]!)) to++;
  const results = to;
  while (to < end && isResult(facts[to]!)) to++;
  if (isCalling && to === results && to < end && facts[to]!.role === 'user') to++;
  return to;
}

function isAnswer({ kind, role }: SegmentFacts): boolean {
  return kind === 'message' && (role === 'assistant' || role === 'model');
}

function callsTools(facts: SegmentFacts): boolean {
  return isAnswer(facts) && facts.names.length > 0;
}

function isResult({ kind, role }: SegmentFacts): boolean {
  return kind === 'message' && (role === 'tool' || role === 'function');
}
