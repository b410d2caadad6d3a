import { expect, test } from 'vitest';
import {
  codexTier,
  codexUsage,
  difference,
  totalOf,
  vectorOf,
} from '../../../src/sources/agent-logs/codex-usage.ts';
import { usageRow } from '../../support/read-source.ts';

const usage = (counts: object) => ({ input_tokens: 1000, output_tokens: 100, ...counts });

// [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], worked out by hand.
test.each([
  ['plain', {}, [1000, 0, 0, 0, 100, 0], undefined],
  [
    'cached and written inside the input, reasoning inside the output',
    {
      cached_input_tokens: 400,
      cache_write_input_tokens: 300,
      reasoning_output_tokens: 60,
      total_tokens: 1100,
    },
    [300, 400, 300, 0, 100, 60],
    undefined,
  ],
  [
    'a total that adds the reasoning changes nothing and is told',
    { reasoning_output_tokens: 75, total_tokens: 1175 },
    [1000, 0, 0, 0, 100, 75],
    /^total_tokens 1175 /,
  ],
  [
    'a total that shows the cache outside is believed',
    { cached_input_tokens: 5000, total_tokens: 6100 },
    [1000, 5000, 0, 0, 100, 0],
    /cached tokens are counted outside/,
  ],
  [
    'more reasoning than output',
    { reasoning_output_tokens: 120 },
    [1000, 0, 0, 0, 100, 100],
    /^120 reasoning/,
  ],
  ['a total of 0 is none', { total_tokens: 0 }, [1000, 0, 0, 0, 100, 0], undefined],
  ['no count', { input_tokens: -5 }, undefined, /^input_tokens is -5/],
] as const)('%s', (_, counts, row, warning) => {
  const found = codexUsage(usage(counts));
  expect(usageRow(found.usage)).toEqual(row);
  if (warning === undefined) expect(found.warning).toBeUndefined();
  else expect(found.warning).toMatch(warning);
});

test('vectors grow or begin anew', () => {
  const small = vectorOf(usage({ total_tokens: 1100 }));
  const large = vectorOf(usage({ input_tokens: 1500, total_tokens: 1600 }));
  expect(difference(large, small)).toEqual([500, 0, 0, 0, 0, 500]);
  expect(difference(small, large)).toBeUndefined();
  expect([totalOf(large), totalOf(vectorOf(usage({})))]).toEqual([1600, 1100]);
});

test('fast is priority', () => {
  expect(['fast', 'default', 'auto', 'toString', 3].map(codexTier)).toEqual([
    ...['priority', 'standard', undefined, undefined, undefined],
  ]);
});
