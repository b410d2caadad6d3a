import { promptCacheMisses } from '../../../src/detectors/prompt-cache-misses.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { inOrder } from '../../support/calls.ts';
import { promptTrie, system, user } from '../../support/prompts.ts';
import { type FoundGroup, runDetector } from '../run-detector.ts';
import { cacheModels, prose } from './cache-models.ts';

/** A call and what it says. */
export type Parts = Parameters<typeof inOrder>[0][number] & {
  readonly says: readonly Segment[];
  readonly at?: number;
};

export const MINUTE = 60_000;
const START = Date.UTC(2026, 8, 1);
export const FIXED = prose(2500);
export const DESK = system(FIXED);

/** Calls a minute apart unless `at` says otherwise (minutes), whose prompt is billed as many tokens as it has, and `unseen` ones. */
export function run(parts: readonly Parts[], settings = {}, unseen = 0) {
  const trie = promptTrie(parts.map(({ says }) => says));
  const calls = inOrder(
    parts.map(({ says: _, at, ...part }, i) => {
      const whole = trie.prompts.tokens(trie.nodes[i]!);
      const { cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = part.usage ?? {};
      const input = whole + unseen - cacheRead - cacheWrite5m - cacheWrite1h;
      return {
        model: 'claude',
        provider: 'anthropic',
        time: START + (at ?? i) * MINUTE,
        ...part,
        prompt: trie.nodes[i]!,
        usage: { input, cacheRead, cacheWrite5m, cacheWrite1h, output: 100 },
      };
    }),
  );
  const groups = runDetector(promptCacheMisses, calls, trie.prompts, settings, cacheModels);
  const fixed = trie.prompts.facts(trie.prompts.segment(trie.prompts.template(trie.nodes[0]!))).tokens;
  return { groups, fixed, tokensOf: (i: number) => trie.prompts.tokens(trie.nodes[i]!) };
}

export const ask = (i: number, parts: Partial<Parts> = {}): Parts => ({
  says: [DESK, user(`Question ${'abcdefghijklmnop'[i]}`)],
  ...parts,
});
export const auto = { model: 'auto', provider: 'openai' };
export const causes = (groups: readonly FoundGroup[]) => groups.map(({ columns }) => columns.cause);
