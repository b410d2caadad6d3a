import type { Prompts } from '../contracts/prompts.ts';
import type { Call } from '../model/call.ts';

/** Prompts that a semantic cache may compare: in one group, only the last message differs. */
export interface ComparablePrompts {
  readonly nodes: Int32Array;
  /** By place in `nodes`: number of the group, dense from 0. */
  readonly groups: Int32Array;
  /** Distinct segments that the prompts end in. */
  readonly segments: readonly number[];
}

/** Who says what a cache is asked: research logs write human for user. */
const ASKING = new Set(['user', 'human']);

/**
 * The prompts of calls that end in a message of the user, where some other prompt differs in that message alone. Everything
 * before it must be byte-equal: an answer depends on all of it. What answers a tool call is data, not a question, and the
 * input of an embedding has no answer that another text could be given. A prompt without such a partner needs no vector.
 */
export function comparablePrompts(prompts: Prompts, calls: Iterable<Call>): ComparablePrompts {
  const seen = new Set<number>();
  for (const { prompt, endpoint } of calls) if (prompt >= 0 && endpoint !== 'embedding') seen.add(prompt);
  const byParent = new Map<number, number[]>();
  for (const node of seen) {
    if (!endsInQuestion(prompts, node)) continue;
    const parent = prompts.parent(node);
    const siblings = byParent.get(parent);
    if (siblings === undefined) byParent.set(parent, [node]);
    else siblings.push(node);
  }
  const groups = [...byParent.values()].filter((siblings) => siblings.length > 1);
  const nodes = Int32Array.from(groups.flat());
  return {
    nodes,
    groups: Int32Array.from(groups.flatMap((siblings, group) => siblings.map(() => group))),
    segments: [...new Set(Array.from(nodes, (node) => prompts.segment(node)))],
  };
}

function endsInQuestion(prompts: Prompts, node: number): boolean {
  const { kind, role, bytes } = prompts.facts(prompts.segment(node));
  if (kind !== 'message' || !ASKING.has(role.toLowerCase()) || bytes === 0) return false;
  const parent = prompts.parent(node);
  if (parent < 0) return true;
  const { names } = prompts.facts(prompts.segment(parent));
  return names.length === 0 || !callsTool(prompts, parent, names);
}

/** A short answer looks like a tool's name too; only the names of tools that were offered are calls. */
function callsTool(prompts: Prompts, node: number, names: readonly string[]): boolean {
  return prompts.path(node).some((segment) => {
    const facts = prompts.facts(segment);
    return facts.kind === 'tool' && facts.names.some((name) => names.includes(name));
  });
}
