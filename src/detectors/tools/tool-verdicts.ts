import { combine52 } from '../../model/hash.ts';
import type { Span } from '../../model/prompt-zones.ts';
import { Names } from '../../patterns/columns/names.ts';
import { joined } from './joined-scopes.ts';
import type { Evidence, ToolScopes } from './tool-scopes.ts';
import type { OfferedTool, ToolSets } from './tool-sets.ts';
import type { Proof } from './unused-group.ts';

/** Own choice: the calls of one or two conversations are about the same thing, so that what they do not need may be needed in the next. */
const CONVERSATIONS = 3;

/** Tools of one set that are never called in calls of a feature and template, all for the same reason. */
export interface Verdict {
  readonly proof: Proof;
  /** A scope that stands for all that were joined. */
  readonly scope: number;
  readonly unused: readonly OfferedTool[];
  /** The most answers that could have called one of them. */
  readonly answers: number;
  /** Where the tools stand in the prompt, in tokens of o200k_base. */
  readonly spans: readonly Span[];
}

type Sums = { -readonly [K in keyof Evidence]: number };

const KINDS = ['certain', 'silent', 'hidden', 'unseen', 'history'] as const satisfies (keyof Evidence)[];
const nothing = (): Sums => ({ certain: 0, silent: 0, hidden: 0, unseen: 0, history: 0 });

/** What was seen of one group of joined scopes. */
class Joint {
  readonly scope: number;
  readonly called = new Set<string>();
  conversations = 0;
  readonly sets = new Map<number, Sums>();

  constructor(scope: number) {
    this.scope = scope;
  }
}

export interface Judgement {
  /** By the scope of a call. */
  of(scope: number): readonly Verdict[];
}

/** Says at the end of the log which tools were never called. `showsCalls`: some answer of the log calls some tool. */
export function judge(scopes: ToolScopes, sets: ToolSets, showsCalls: boolean, minCalls: number): Judgement {
  const features = new Names();
  const root = joined(scopes.count, (scope) => [scopes.template(scope), scopes.head(scope)]);
  const joints = new Map<number, Joint>();
  const jointOf = (scope: number): Joint => {
    const first = root(scope);
    const key = combine52(first, features.id(scopes.feature(scope)));
    let joint = joints.get(key);
    if (joint === undefined) {
      joint = new Joint(scope);
      joints.set(key, joint);
    }
    return joint;
  };
  for (let scope = 0; scope < scopes.count; scope++) {
    const joint = jointOf(scope);
    joint.conversations += scopes.conversations(scope);
    const sums = joint.sets.get(scopes.set(scope)) ?? nothing();
    joint.sets.set(scopes.set(scope), sums);
    for (const kind of KINDS) sums[kind] += scopes.evidence(scope, kind);
  }
  for (const [scope, name] of scopes.calls()) jointOf(scope).called.add(name);
  const verdicts = new Map<Joint, Map<number, readonly Verdict[]>>();
  for (const joint of joints.values()) verdicts.set(joint, judgeSets(joint, sets, showsCalls, minCalls));
  return { of: (scope) => verdicts.get(jointOf(scope))!.get(scopes.set(scope)) ?? [] };
}

function judgeSets(
  joint: Joint,
  sets: ToolSets,
  showsCalls: boolean,
  minCalls: number,
): Map<number, readonly Verdict[]> {
  const byName = new Map<string, Sums>();
  for (const [set, evidence] of joint.sets) {
    for (const name of new Set(sets.tools(set).flatMap(({ names }) => names))) {
      const sums = byName.get(name) ?? nothing();
      byName.set(name, sums);
      for (const kind of KINDS) sums[kind] += evidence[kind];
    }
  }
  const judged = new Map<string, NameVerdict>();
  for (const [name, sums] of byName) {
    if (joint.called.has(name)) continue;
    const verdict = verdictOn(sums, joint.conversations, showsCalls, minCalls);
    if (verdict !== undefined) judged.set(name, verdict);
  }
  return new Map([...joint.sets.keys()].map((set) => [set, verdictsOn(set, joint, sets, judged)]));
}

interface NameVerdict {
  readonly proof: Proof;
  readonly answers: number;
}

function verdictOn(
  { certain, silent, hidden, unseen, history }: Sums,
  conversations: number,
  showsCalls: boolean,
  minCalls: number,
): NameVerdict | undefined {
  // Where answers are not logged, a later prompt of the conversation tells what they called.
  const recovered = Math.min(history, hidden + unseen);
  const answers = certain + silent + recovered;
  // One call that is not shown may be of this very tool.
  if (hidden > recovered || answers < minCalls) {
    const all = certain + silent + hidden + unseen;
    const isHidden = hidden > recovered || unseen > recovered;
    return isHidden && all >= minCalls ? { proof: 'answers not logged', answers } : undefined;
  }
  if (!showsCalls && certain < minCalls) return { proof: 'no call in the log', answers };
  return { proof: conversations < CONVERSATIONS ? 'few conversations' : 'calls are logged', answers };
}

function verdictsOn(
  set: number,
  { scope }: Joint,
  sets: ToolSets,
  judged: ReadonlyMap<string, NameVerdict>,
): readonly Verdict[] {
  const byProof = new Map<Proof, OfferedTool[]>();
  for (const tool of sets.tools(set)) {
    // A tool that holds several functions is needed when one of them is.
    const proof = judged.get(tool.names[0] ?? '')?.proof;
    if (proof === undefined || tool.names.some((name) => judged.get(name)?.proof !== proof)) continue;
    const unused = byProof.get(proof);
    if (unused === undefined) byProof.set(proof, [tool]);
    else unused.push(tool);
  }
  return [...byProof].map(([proof, unused]) => ({
    proof,
    scope,
    unused,
    answers: unused.reduce((most, { names }) => Math.max(most, judged.get(names[0]!)!.answers), 0),
    spans: spansOf(unused),
  }));
}

/** Neighbours are one span, so that their ends are rounded once. */
function spansOf(tools: readonly OfferedTool[]): readonly Span[] {
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of tools) {
    const last = spans.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}
