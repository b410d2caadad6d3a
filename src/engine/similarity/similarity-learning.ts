import type { Prompts } from '../../contracts/prompts.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { HashTable } from '../../model/hash-table.ts';
import type { SegmentFacts } from '../../model/segment.ts';
import { type HashSet, WHOLE } from './similarity-set.ts';
import { type Clustered, findTemplates, TEMPLATE_MEMBERS, type Template } from './similarity-templates.ts';

/** Blocks are known by their hashes alone: nothing can be said about their likeness. */
export function hasText(prompts: Prompts, node: number): boolean {
  return node >= 0 && prompts.facts(prompts.segment(node)).kind !== 'block';
}

export function setOf(facts: SegmentFacts): HashSet {
  const members = facts.shingles;
  const isCut = facts.shingleCount > members.length;
  return { members, limit: isCut ? (members.at(-1) ?? 0) : WHOLE };
}

export function groupOf(prompts: Prompts, node: number, facts: SegmentFacts): number {
  return combine52(prompts.parent(node) + 2, hash52(`${facts.kind}\n${facts.role}`));
}

/** What all the log's prompts say about each. */
export interface Learnt {
  /** The template of each node that has one. */
  readonly templates: ReadonlyMap<number, Template>;
  /** Whether no prompt of other content could match it: it needs no sketch. */
  isAlone(node: number): boolean;
}

export function learnFrom(prompts: Prompts, nodes: Iterable<number>): Learnt {
  const groups = new Map<number, number[]>();
  /** By what prompts must agree on to be compared: the content of the first, or `SEVERAL`. */
  const contents = new HashTable();
  const firstContents: number[] = [];
  let last = 0;
  for (const node of nodes instanceof Set ? nodes : new Set(nodes)) {
    if (!hasText(prompts, node)) continue;
    const facts = prompts.facts(prompts.segment(node));
    const group = groupOf(prompts, node, facts);
    push(groups, group, node);
    const key = combine52(group, facts.identifiersKey);
    const place = contents.get(key);
    if (place < 0) contents.set(key, firstContents.push(facts.contentKey) - 1);
    else if (firstContents[place] !== facts.contentKey) firstContents[place] = SEVERAL;
    last = Math.max(last, node);
  }
  const alone = new Uint8Array(last + 1);
  const templates = new Map<number, Template>();
  let ids = 0;
  for (const [group, members] of groups) {
    const { firsts, indexOf } = distinct(prompts, members);
    const isJudged = firsts.length >= TEMPLATE_MEMBERS;
    if (isJudged) findTemplates(firsts, () => ++ids);
    members.forEach((node, i) => {
      const { template, isMet } = firsts[indexOf[i]!]!;
      if (template !== undefined) templates.set(node, template);
      const { identifiersKey } = prompts.facts(prompts.segment(node));
      const isOnly = firstContents[contents.get(combine52(group, identifiersKey))] !== SEVERAL;
      if (isOnly || (isJudged && !isMet)) alone[node] = 1;
    });
  }
  return { templates, isAlone: (node) => alone[node] === 1 };
}

/** No content key: those are hashes, which are never 0. */
const SEVERAL = 0;

/** The first prompt of each content, and for each node the place of its content among them. */
function distinct(
  prompts: Prompts,
  nodes: readonly number[],
): { readonly firsts: FirstPrompt[]; readonly indexOf: Uint32Array } {
  const places = new HashTable();
  const firsts: FirstPrompt[] = [];
  const indexOf = Uint32Array.from(nodes, (node) => {
    const { contentKey } = prompts.facts(prompts.segment(node));
    let place = places.get(contentKey);
    if (place < 0) {
      place = firsts.push(new FirstPrompt(prompts, node)) - 1;
      places.set(contentKey, place);
    }
    return place;
  });
  return { firsts, indexOf };
}

class FirstPrompt implements Clustered {
  template: Template | undefined = undefined;
  isMet = false;
  readonly #prompts: Prompts;
  readonly #node: number;

  constructor(prompts: Prompts, node: number) {
    this.#prompts = prompts;
    this.#node = node;
  }

  bands(): Uint32Array {
    return this.#prompts.facts(this.#prompts.segment(this.#node)).bands;
  }

  whole(): HashSet {
    return setOf(this.#prompts.facts(this.#prompts.segment(this.#node)));
  }
}

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
