import { similarityOver } from '../../../src/engine/similarity/similarity.ts';
import { textPrompts } from './similarity-planted.ts';

/** Shingles as strings, words by a regular expression: the definition, with no hashing. */
function shingleStrings(text: string): Set<string> {
  const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
  const word = new RegExp(
    `${spaceless.source}|(?:(?!${spaceless.source})[\\p{L}\\p{M}\\p{Nd}\\p{No}\\p{Nl}]|(?<=\\p{L})['’](?=\\p{L}))+`,
    'gu',
  );
  const words = (text.match(word) ?? []).map((match) => match.toLowerCase().replace(/['’]/g, ''));
  if (words.length < 3) return new Set(words.length === 0 ? [] : [words.join(' ')]);
  return new Set(words.slice(2).map((third, i) => `${words[i]} ${words[i + 1]} ${third}`));
}

function exactJaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const member of a) if (b.has(member)) common++;
  const union = a.size + b.size - common;
  return union === 0 ? 0 : common / union;
}

/** What the templates of a log take away from each text: all pairs, level by level, over strings. */
function restsByAllPairs(
  sets: ReadonlySet<string>[],
  contents: readonly number[],
): { rest: Set<string>; template: string }[] {
  const out = sets.map((set) => ({ rest: new Set(set), template: '' }));
  const firsts = [...new Map(contents.map((content, i) => [content, i] as const).reverse()).values()];
  const strip = (members: readonly number[], level: number, path: string): void => {
    if (level === 4 || members.length < 8) return;
    const left = new Set(members);
    let number = 0;
    for (const start of members) {
      if (!left.delete(start)) continue;
      const cluster = [start];
      for (const a of cluster) {
        for (const b of left) {
          if (exactJaccard(out[a]!.rest, out[b]!.rest) < 0.7) continue;
          left.delete(b);
          cluster.push(b);
        }
      }
      if (cluster.length < 8) continue;
      const counts = new Map<string, number>();
      for (const i of cluster) for (const s of out[i]!.rest) counts.set(s, (counts.get(s) ?? 0) + 1);
      const core = [...counts].filter(([, n]) => n >= 0.8 * cluster.length).map(([s]) => s);
      const intact = cluster.filter((i) => core.every((s) => out[i]!.rest.has(s))).length;
      if (core.length === 0 || intact < 0.5 * cluster.length) continue;
      const name = `${path}/${number++}`;
      const inside = new Set(cluster.map((i) => contents[i]));
      contents.forEach((content, i) => {
        if (!inside.has(content)) return;
        for (const s of core) out[i]!.rest.delete(s);
        out[i]!.template = name;
      });
      strip(cluster, level + 1, name);
    }
  };
  strip(
    firsts.sort((a, b) => a - b),
    0,
    '',
  );
  return out;
}

interface Quality {
  readonly recall: number;
  readonly precision: number;
  readonly exact: number;
}

/** Every text in order: was an earlier one like it found where one exists, and is what was found alike? */
export function againstAllPairs(texts: readonly string[]): (threshold: number) => Quality {
  const prompts = textPrompts(texts);
  const facts = texts.map((_, i) => prompts.facts(i));
  const contents = facts.map(({ contentKey }) => contentKey);
  const sets = texts.map(shingleStrings);
  const rests = restsByAllPairs(sets, contents);
  const similarity = (a: number, b: number): number => {
    if (contents[a] === contents[b]) return 1;
    if (facts[a]!.identifiersKey !== facts[b]!.identifiersKey || rests[a]!.template !== rests[b]!.template)
      return 0;
    return Math.min(exactJaccard(sets[a]!, sets[b]!), exactJaccard(rests[a]!.rest, rests[b]!.rest));
  };
  const best = texts.map((_, i) => Math.max(0, ...Array.from({ length: i }, (_, j) => similarity(i, j))));
  const open = similarityOver(prompts, texts.keys());
  return (threshold) => {
    const index = open(threshold);
    let exact = 0;
    let found = 0;
    let right = 0;
    for (let i = 0; i < texts.length; i++) {
      if (best[i]! >= threshold) exact++;
      const match = index.find(i, 'scope');
      if (match !== undefined) found++;
      if (match !== undefined && similarity(i, match.node) >= threshold) right++;
      index.add(i, 'scope');
    }
    return { recall: right / exact, precision: right / found, exact };
  };
}
