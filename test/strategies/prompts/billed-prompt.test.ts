import { expect, test } from 'vitest';
import { NO_TOKENS } from '../../../src/model/usage.ts';
import { withoutTokens } from '../../../src/strategies/prompts/billed-prompt.ts';

const usage = { ...NO_TOKENS, cacheRead: 100, cacheWrite1h: 200, cacheWrite5m: 300, input: 400, output: 5 };

test.each([
  [50, { cacheRead: 50, cacheWrite1h: 200, cacheWrite5m: 300, input: 400 }],
  [150, { cacheRead: 0, cacheWrite1h: 150, cacheWrite5m: 300, input: 400 }],
  [350, { cacheRead: 0, cacheWrite1h: 0, cacheWrite5m: 250, input: 400 }],
  [700, { cacheRead: 0, cacheWrite1h: 0, cacheWrite5m: 0, input: 300 }],
])(
  'the first %i tokens go where they were billed: reads, the hour’s writes, the others, plain input',
  (gone, left) => {
    const after = withoutTokens(usage, (tokens) => Math.min(tokens, gone), undefined);
    expect(after).toEqual({ ...NO_TOKENS, ...left, output: 5 });
  },
);
