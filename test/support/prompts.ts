import { createHash } from 'node:crypto';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { PromptTable } from '../../src/engine/facts/prompt-table.ts';
import { segmentFacts } from '../../src/ingest/facts/segment-facts.ts';
import type { Segment, SegmentFacts } from '../../src/model/segment.ts';

const reference = new Tiktoken(o200k);
const count = (text: string): number => reference.encode(text, [], []).length;

export const system = (text: string): Segment => ({ kind: 'system', role: 'system', strings: [text] });
export const user = (text: string): Segment => ({ kind: 'message', role: 'user', strings: [text] });
export const assistant = (text: string): Segment => ({ kind: 'message', role: 'assistant', strings: [text] });
export const tool = (schema: unknown): Segment => ({
  kind: 'tool',
  role: '',
  strings: [JSON.stringify(schema)],
});

/** The trie of some prompts, built the slow and obvious way; `nodes[i]` is the node of `prompts[i]`. */
export function promptTrie(prompts: readonly (readonly Segment[])[]): {
  prompts: PromptTable;
  nodes: number[];
} {
  const segmentIds = new Map<string, number>();
  const facts: SegmentFacts[] = [];
  const nodeIds = new Map<string, number>();
  const parents: number[] = [];
  const segments: number[] = [];
  const keys: string[] = [];
  const nodes = prompts.map((prompt) => {
    let node = -1;
    for (const segment of prompt) {
      const identity = JSON.stringify(segment);
      let id = segmentIds.get(identity);
      if (id === undefined) {
        id = facts.push(segmentFacts(segment, count)) - 1;
        segmentIds.set(identity, id);
      }
      const path = `${node}/${id}`;
      let next = nodeIds.get(path);
      if (next === undefined) {
        next = parents.push(node) - 1;
        segments.push(id);
        keys.push(
          createHash('sha256')
            .update(`${keys[node] ?? ''}/${identity}`)
            .digest('hex')
            .slice(0, 32),
        );
        nodeIds.set(path, next);
      }
      node = next;
    }
    return node;
  });
  const data = {
    parents: Int32Array.from(parents),
    segments: Uint32Array.from(segments),
    key: (node: number) => keys[node]!,
    facts: (segment: number) => facts[segment]!,
  };
  return { prompts: new PromptTable(data), nodes };
}
