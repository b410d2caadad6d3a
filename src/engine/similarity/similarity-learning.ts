import type { Prompts } from '../../contracts/prompts.ts';
import { BANDS } from '../../ingest/sketching/sketch-bands.ts';
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
  const judged: Distinct[] = [];
  for (const [key, members] of groups) {
    for (const node of members) {
      const { identifiersKey } = prompts.facts(prompts.segment(node));
      if (firstContents[contents.get(combine52(key, identifiersKey))] !== SEVERAL) alone[node] = 1;
    }
    const group = members.length < TEMPLATE_MEMBERS ? undefined : distinct(prompts, members);
    if (group !== undefined && group.firsts.length >= TEMPLATE_MEMBERS) judged.push(group);
  }
  readBands(judged.flatMap(({ firsts }) => firsts));
  for (const { nodes: members, firsts, indexOf } of judged) {
    findTemplates(firsts, () => ++ids);
    members.forEach((node, i) => {
      const { template, isMet } = firsts[indexOf[i]!]!;
      if (template !== undefined) templates.set(node, template);
      if (!isMet) alone[node] = 1;
    });
  }
  return { templates, isAlone: (node) => alone[node] === 1 };
}

/** No content key: those are hashes, which are never 0. */
const SEVERAL = 0;

/** The first prompt of each content, and for each node the place of its content among them. */
interface Distinct {
  readonly nodes: readonly number[];
  readonly firsts: FirstPrompt[];
  readonly indexOf: Uint32Array;
}

function distinct(prompts: Prompts, nodes: readonly number[]): Distinct {
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
  return { nodes, firsts, indexOf };
}

class FirstPrompt implements Clustered {
  template: Template | undefined = undefined;
  isMet = false;
  #bands: Uint32Array | undefined;
  readonly #prompts: Prompts;
  readonly segment: number;

  constructor(prompts: Prompts, node: number) {
    this.#prompts = prompts;
    this.segment = prompts.segment(node);
  }

  get facts(): SegmentFacts {
    return this.#prompts.facts(this.segment);
  }

  /** Until they are asked for: then they are no longer needed here. */
  keepBands(bands: Uint32Array): void {
    this.#bands = bands;
  }

  bands(): Uint32Array {
    const bands = this.#bands ?? this.facts.bands;
    this.#bands = undefined;
    return bands;
  }

  whole(): HashSet {
    return setOf(this.facts);
  }
}

/** A store gives sketches fastest in the order of their segments, which is not that of the clusters. */
function readBands(prompts: readonly FirstPrompt[]): void {
  const ordered = [...prompts].sort((a, b) => a.segment - b.segment);
  const all = new Uint32Array(BANDS * ordered.length);
  ordered.forEach((prompt, i) => {
    const { bands } = prompt.facts;
    all.set(bands, BANDS * i);
    prompt.keepBands(all.subarray(BANDS * i, BANDS * i + bands.length));
  });
}

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
