import { bandsOf } from '../../ingest/sketching/sketch-bands.ts';
import { Buckets, bucketKey } from './similarity-buckets.ts';
import { type HashSet, holds, jaccard, without } from './similarity-set.ts';

/** Prompts this alike or more are one cluster: the lowest threshold that the index supports. Own choice. */
const CLUSTER_SIMILARITY = 0.7;
/** A template needs this many distinct contents: fewer say nothing about what varies. Own choice. */
export const TEMPLATE_MEMBERS = 8;
/** A shingle in this share of the members belongs to the core. Own choice. */
const CORE_SHARE = 0.8;
/**
 * A cluster is a template when at least this share of its members hold the whole core. Filling a slot leaves the fixed
 * text whole; rewording a question breaks the common text at another place each time. Own choice.
 */
const INTACT_SHARE = 0.5;
/** Members looked at for the core, evenly spread: enough to tell 0.8 from 0.7 (standard error below 0.013). */
const SAMPLE = 1024;
/** A template may hold templates (two versions of it, a category slot); each level removes at least one shingle. */
const LEVELS = 4;
/** Clusters' first members compared per bucket before an item starts a cluster of its own there. */
const LEADERS = 4;

/** Fixed text shared by many prompts that differ in content. */
export interface Template {
  readonly id: number;
  /** All that is fixed, ascending: what is taken away before prompts of this template are compared. */
  readonly core: Uint32Array;
}

/** A prompt as clustering sees it. Sketches are read when they are needed and not held: they are as large as the text. */
export interface Clustered {
  bands(): Uint32Array;
  whole(): HashSet;
  template: Template | undefined;
  /** Whether another prompt of the same template shares a band with it: only then can the two be alike. */
  isMet: boolean;
}

/** What remains of a prompt once what its template gave it is taken away. */
export function restOf(whole: HashSet, template: Template | undefined): HashSet {
  return template === undefined ? whole : without(whole, template.core);
}

/**
 * Finds the templates among prompts of distinct content and sets each prompt's `template`. Clusters are
 * linked through shared bands and verified, so the work grows with the prompts, not with their pairs.
 */
export function findTemplates(prompts: readonly Clustered[], nextId: () => number): void {
  strip(prompts, 0, nextId);
}

function strip(prompts: readonly Clustered[], level: number, nextId: () => number): void {
  if (level === LEVELS || prompts.length < TEMPLATE_MEMBERS) return;
  for (const cluster of clusters(prompts, level)) {
    if (cluster.length < TEMPLATE_MEMBERS) continue;
    const core = coreOf(cluster);
    if (core === undefined) continue;
    const above = cluster[0]!.template?.core;
    const template = { id: nextId(), core: above === undefined ? core : merge(above, core) };
    for (const prompt of cluster) prompt.template = template;
    strip(cluster, level + 1, nextId);
  }
}

/** The fixed part of a cluster, or undefined when its members are rewordings of one another. */
function coreOf(cluster: readonly Clustered[]): Uint32Array | undefined {
  const step = Math.max(1, cluster.length / SAMPLE);
  const sample: HashSet[] = [];
  for (let i = 0; i < cluster.length; i += step) {
    const prompt = cluster[Math.floor(i)]!;
    sample.push(restOf(prompt.whole(), prompt.template));
  }
  const frequency = new Map<number, number>();
  for (const { members } of sample) {
    for (const member of members) frequency.set(member, (frequency.get(member) ?? 0) + 1);
  }
  const core: number[] = [];
  for (const [member, count] of frequency) if (count >= CORE_SHARE * sample.length) core.push(member);
  if (core.length === 0) return undefined;
  const sorted = Uint32Array.from(core).sort();
  const intact = sample.reduce((sum, set) => sum + (holds(set, sorted) ? 1 : 0), 0);
  return intact >= INTACT_SHARE * sample.length ? sorted : undefined;
}

function clusters(prompts: readonly Clustered[], level: number): Clustered[][] {
  const parents = Int32Array.from(prompts, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parents[root] !== root) root = parents[root]!;
    for (let at = i; at !== root; ) {
      const next = parents[at]!;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const buckets = new Buckets(prompts.length * 4);
  for (const prompt of prompts) prompt.isMet = false;
  prompts.forEach((prompt, i) => {
    // Most prompts of a large log meet nobody: their shingles are read when the first one is met.
    let known = level === 0 ? undefined : restOf(prompt.whole(), prompt.template);
    const rest = (): HashSet => {
      known ??= restOf(prompt.whole(), prompt.template);
      return known;
    };
    const bands = level === 0 ? prompt.bands() : bandsOf(rest().members);
    const tried: number[] = [];
    bands.forEach((band, row) => {
      const key = bucketKey(band, row);
      let leaders = 0;
      let isPlaced = false;
      buckets.visit(key, LEADERS, (leader) => {
        leaders++;
        prompt.isMet = true;
        prompts[leader]!.isMet = true;
        if (find(leader) === find(i)) isPlaced = true;
        else if (!tried.includes(leader)) {
          tried.push(leader);
          if (isAlike(prompts[leader]!, rest())) {
            parents[find(i)] = find(leader);
            isPlaced = true;
          }
        }
        return isPlaced;
      });
      if (!isPlaced && leaders < LEADERS) buckets.add(key, i);
    });
  });
  const byRoot = new Map<number, Clustered[]>();
  prompts.forEach((prompt, i) => {
    const root = find(i);
    const cluster = byRoot.get(root);
    if (cluster === undefined) byRoot.set(root, [prompt]);
    else cluster.push(prompt);
  });
  return [...byRoot.values()];
}

function isAlike(leader: Clustered, rest: HashSet): boolean {
  const other = restOf(leader.whole(), leader.template);
  return jaccard(other, rest, CLUSTER_SIMILARITY).similarity >= CLUSTER_SIMILARITY;
}

function merge(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both.sort();
}
