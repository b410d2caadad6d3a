import { expect, test } from 'vitest';
import { geminiUsage } from '../../../src/sources/agent-logs/gemini-usage.ts';
import { usageRow } from '../../support/read-source.ts';

const NAMES = {
  ...{
    input: 'input',
    output: 'output',
    cached: 'cached',
    thoughts: 'thoughts',
    tool: 'tool',
    total: 'total',
  },
};
const usage = (counts: object) => geminiUsage({ input: 1000, output: 50, ...counts }, NAMES);

// [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], worked out by hand.
test.each([
  ['all beside each other', { thoughts: 30, tool: 200, total: 1280 }, [1200, 0, 0, 0, 80, 30]],
  ['tools inside the input', { thoughts: 30, tool: 200, total: 1080 }, [1000, 0, 0, 0, 80, 30]],
  ['thoughts inside the output', { thoughts: 30, tool: 200, total: 1250 }, [1200, 0, 0, 0, 50, 30]],
  ['both inside', { thoughts: 30, tool: 200, total: 1050 }, [1000, 0, 0, 0, 50, 30]],
  ['no total', { thoughts: 30, tool: 200 }, [1200, 0, 0, 0, 80, 30]],
  ['a total of 0 is none', { thoughts: 30, total: 0 }, [1000, 0, 0, 0, 80, 30]],
  ['the cache is inside the input', { cached: 900, total: 1050 }, [100, 900, 0, 0, 50, 0]],
])('%s', (_, counts, row) => {
  expect(usageRow(usage(counts).usage)).toEqual(row);
  expect(usage(counts).warning).toBeUndefined();
});

test('numbers that do not add up are told', () => {
  expect(usage({ total: 7 }).warning).toMatch(/^total 7 is not/);
  expect(usage({ cached: 2000 }).warning).toBe('2000 cached tokens exceed the input of 1000');
  expect(usage({ input: 'x' })).toEqual({ warning: 'input is a string, not a count of tokens' });
});
