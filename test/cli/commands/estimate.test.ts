import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/report/safe-text.ts';
import { run } from '../fake-io.ts';

const PLAN = 'estimate --input 50M --output 20M --models gpt-4.1,claude-sonnet-4-5,gemini-2.5-flash';
const schema = JSON.parse(readFileSync(new URL('../../../schema/estimate-1.json', import.meta.url), 'utf8'));
const isValid = new Ajv2020({ allErrors: true }).compile(schema);

describe('the table', () => {
  test('S1-19 to S1-25 as a user sees them', async () => {
    const { out, err, code } = await run(`${PLAN} --baseline 40usd`);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(/^gpt-4\.1 +\$100\.00 +\$160\.00 +\$260\.00 +\+\$220\.00 +\+550\.0%$/m);
    expect(out).toMatch(/^claude-sonnet-4-5 .* \$450\.00 .* \+1,025\.0%$/m);
    expect(out).toMatch(/^gemini-2\.5-flash .* \$65\.00 .* \+62\.5%$/m);
  });

  test('a model as the baseline: what costs less has its sign', async () => {
    const { out } = await run(`${PLAN} --baseline gpt-4.1`);
    expect(out).toMatch(/^gpt-4\.1 .* \$260\.00 +\$0\.00 +0%$/m);
    expect(out).toMatch(/^gemini-2\.5-flash .* \$65\.00 +-\$195\.00 +-75\.0%$/m);
  });

  test('S1-18 as a user sees it: requests have tokens of their own', async () => {
    const { out } = await run('estimate --requests 1000 --input 2048 --output 512 --models gpt-4.1');
    expect(out).toContain('1,000 requests of 2,048 input and 512 output tokens each');
    expect(out).toMatch(/^gpt-4\.1 .* \$8\.19 +\$0\.0082$/m);
  });

  test('S0-03 as a user sees it: a bill that cannot be is flagged', async () => {
    const { out } = await run('estimate --bill 5000 --requests 69M --models gpt-4-32k,gpt-4.1');
    expect(out).toMatch(/^gpt-4-32k .* 0\.60$/m);
    expect(out).toMatch(/gpt-4-32k: not one input and one output token per request/);
    expect(out).not.toMatch(/gpt-4\.1: not one/);
  });

  test.each([40, 80, 200])('is at most %s columns wide', async (width) => {
    const { out } = await run(
      `${PLAN} --baseline 40usd --cached 80% --requests 10 --bill 100 --width ${width}`,
    );
    for (const line of out.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
  });
});

test.each([
  `${PLAN} --json`,
  `${PLAN} --json --baseline 40usd --bill 12 --batch`,
  `${PLAN} --json --requests 3 --cached 1k --at 2026-06-01`,
])('%s is valid', async (line) => {
  const { out, code } = await run(line);
  expect(code).toBe(0);
  isValid(JSON.parse(out));
  expect(isValid.errors ?? []).toEqual([]);
});

test('a share of the input is cached', async () => {
  const { out } = await run('estimate --input 10M --models gpt-5 --cached 80% --json');
  expect(JSON.parse(out)).toMatchObject({
    volume: { inputTokens: 10_000_000, cachedTokens: 8_000_000, outputTokens: 0 },
    rows: [{ inputUsd: 2.5, cachedUsd: 1, totalUsd: 3.5 }],
  });
});

test.each([
  ['estimate --models gpt-4.1', 'needs --input and --output'],
  ['estimate --input 50X --models gpt-4.1', '--input: needs a number such as 2048, 20k or 50M'],
  ['estimate --input 1.5 --models gpt-4.1', '--input: needs a number'],
  ['estimate --input 10 --cached 11 --models gpt-4.1', '--cached: is more than --input'],
  ['estimate --input 10 --requests 0 --models gpt-4.1', '--requests: needs at least one'],
  ['estimate --input 10 --models gpt-4.1-mimi', 'did you mean "gpt-4.1-mini"?'],
  [
    'estimate --input 10 --output 1 --models gpt-4.1 --baseline nobody-has-this-model',
    '--baseline: no price is known',
  ],
])('%s: one line, exit code 2', async (line, problem) => {
  const { out, err, code } = await run(line);
  expect({ out, code }).toEqual({ out: '', code: 2 });
  expect(err).toContain(problem);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});
