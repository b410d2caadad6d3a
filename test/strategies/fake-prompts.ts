import { PromptTable } from '../../src/engine/facts/prompt-table.ts';
import { hash52 } from '../../src/model/hash.ts';
import type { SegmentFacts } from '../../src/model/segment.ts';

export type FakeSegment = Partial<SegmentFacts> & { readonly text: string };

/** A trie whose token counts are what the test says; `nodes[i]` is the node of `prompts[i]`. */
export function fakePrompts(prompts: readonly (readonly FakeSegment[])[]): {
  prompts: PromptTable;
  nodes: number[];
} {
  const parents: number[] = [];
  const segments: number[] = [];
  const facts: SegmentFacts[] = [];
  const known = new Map<string, number>();
  const numbers = new Map<string, number>();
  const nodes = prompts.map((prompt) => {
    let node = -1;
    for (const segment of prompt) {
      const path = `${node} ${JSON.stringify(segment)}`;
      let next = known.get(path);
      if (next === undefined) {
        next = parents.push(node) - 1;
        const content = JSON.stringify(segment);
        let number = numbers.get(content);
        if (number === undefined) {
          number = facts.push(factsOf(segment)) - 1;
          numbers.set(content, number);
        }
        segments.push(number);
        known.set(path, next);
      }
      node = next;
    }
    return node;
  });
  const data = {
    parents: Int32Array.from(parents),
    segments: Uint32Array.from(segments),
    key: (node: number) => String(node),
    facts: (segment: number) => facts[segment]!,
  };
  return { prompts: new PromptTable(data), nodes };
}

function factsOf({ text, ...parts }: FakeSegment): SegmentFacts {
  const words = text.split(/\s+/).length;
  const tokens = parts.tokens ?? words;
  return {
    kind: 'message',
    role: parts.kind === 'system' ? 'system' : 'user',
    bytes: text.length,
    tokens,
    minifiedTokens: tokens,
    normalizedKey: hash52(text.toLowerCase().replace(/\s+/g, ' ').trim()),
    contentKey: hash52(text),
    identifiersKey: 1,
    words,
    bands: new Uint32Array(),
    shingles: new Uint32Array(),
    shingleCount: 0,
    bagKey: 0,
    outline: new Uint32Array(0),
    asksJson: false,
    asksOnlyJson: false,
    names: [],
    chunks: new Uint32Array(),
    traits: new Uint8Array(),
    preview: text.slice(0, 200),
    ...parts,
  };
}
