import { expect, test } from 'vitest';
import { historyResent } from '../../../src/detectors/history-resent.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { inOrder } from '../../support/calls.ts';
import { assistant, promptTrie, system, user } from '../../support/prompts.ts';
import { cacheModels, prose } from '../caching/cache-models.ts';
import { runDetector } from '../run-detector.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 8, 1);

/** One conversation of twelve turns with an automatic cache, which serves nothing of the last `misses`. */
function conversation(misses: number) {
  const messages: Segment[] = [user(prose(1500))];
  const says = Array.from({ length: 12 }, (_, i) => {
    if (i > 0) messages.push(assistant(prose(300, i + 1)), user(`And ${i}?`));
    return [system('You talk.'), ...messages];
  });
  const { prompts, nodes } = promptTrie(says);
  const calls = inOrder(
    nodes.map((prompt, i) => {
      const whole = prompts.tokens(prompt);
      const before = i === 0 || i > 11 - misses ? 0 : prompts.tokens(nodes[i - 1]!);
      const cacheRead = before - (before % 128);
      const usage = { input: whole - cacheRead, cacheRead, output: 100 };
      return { model: 'auto', provider: 'openai', time: START + i * MINUTE, prompt, usage };
    }),
  );
  return runDetector(historyResent, calls, prompts, {}, cacheModels);
}

test('an automatic cache that serves four turns of five works: the others are for review', () => {
  const [usual] = conversation(2);
  expect([usual!.review, usual!.columns.kind, usual!.waste.size]).toEqual([
    true,
    'cacheable, mostly cached',
    2,
  ]);
  const [poor] = conversation(4);
  expect([poor!.review, poor!.columns.kind, poor!.waste.size]).toEqual([false, 'cacheable', 4]);
});
