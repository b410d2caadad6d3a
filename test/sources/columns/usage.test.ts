import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LoggedTokens, readUsage, type TokenNames } from '../../../src/sources/columns/usage.ts';

const NAN = Number.NaN;
const none: LoggedTokens = {
  ...{ prompt: NAN, input: NAN, cacheRead: NAN, cacheWrite5m: NAN, cacheWrite1h: NAN },
  ...{ output: NAN, reasoning: NAN, total: NAN },
};
const plain: TokenNames = { promptMapped: false, inputNamed: false, hasCache: true, openRouter: false };
const anthropicNames = { ...plain, inputNamed: true };
const counts = (input: number, cacheRead: number, cacheWrite5m: number, output: number, reasoning = 0) => ({
  ...{ input, cacheRead, cacheWrite5m, cacheWrite1h: 0, output, reasoning },
});

/** Rows with the billed tokens worked out by hand from the provider's rule. */
describe('golden rows', () => {
  test.each([
    // BILLING 11.2: gpt-5, 10,000 prompt of which 8,064 cached, 1,000 completion of which 600 reasoning.
    [
      'OpenAI',
      { prompt: 10_000, cacheRead: 8064, output: 1000, reasoning: 600 },
      plain,
      'gpt-5',
      counts(1936, 8064, 0, 1000, 600),
    ],
    // FORMATS 0.2: recorded 4/1163/0, then 4/0/1163.
    [
      'Anthropic write',
      { prompt: 4, cacheWrite5m: 1163, output: 9 },
      anthropicNames,
      'claude-sonnet-4-5',
      counts(4, 0, 1163, 9),
    ],
    [
      'Anthropic read',
      { prompt: 4, cacheRead: 1163, output: 9 },
      anthropicNames,
      'claude-sonnet-4-5',
      counts(4, 1163, 0, 9),
    ],
    [
      'Anthropic, small cache',
      { prompt: 5000, cacheRead: 1000, output: 9 },
      anthropicNames,
      'claude-x',
      counts(5000, 1000, 0, 9),
    ],
    [
      'Claude as prompt_tokens',
      { prompt: 5000, cacheRead: 1000, output: 9 },
      plain,
      'claude-x',
      counts(4000, 1000, 0, 9),
    ],
    [
      'input_tokens of OpenAI',
      { prompt: 5000, cacheRead: 1000, output: 9 },
      anthropicNames,
      'gpt-5',
      counts(4000, 1000, 0, 9),
    ],
    [
      'the total shows the cache apart',
      { prompt: 5000, cacheRead: 1000, output: 9, total: 6009 },
      plain,
      'gpt-5',
      counts(5000, 1000, 0, 9),
    ],
    [
      'the total shows the cache inside',
      { prompt: 5000, cacheRead: 1000, output: 9, total: 5009 },
      plain,
      'x',
      counts(4000, 1000, 0, 9),
    ],
    // FORMATS 0.2: Gemini 5 + 877 + 1058 = 1940.
    [
      'Gemini with total',
      { prompt: 5, output: 877, reasoning: 1058, total: 1940 },
      plain,
      'gemini-x',
      counts(5, 0, 0, 1935, 1058),
    ],
    [
      'Gemini without total',
      { prompt: 5, output: 877, reasoning: 800 },
      plain,
      'gemini-x',
      counts(5, 0, 0, 1677, 800),
    ],
    [
      'Gemini by OpenRouter',
      { prompt: 5, output: 877, reasoning: 800 },
      { ...plain, openRouter: true },
      'gemini-x',
      counts(5, 0, 0, 877, 800),
    ],
    [
      'Grok with a total that includes',
      { prompt: 5, output: 90, reasoning: 80, total: 95 },
      plain,
      'grok-4',
      counts(5, 0, 0, 90, 80),
    ],
    [
      'more reasoning than output',
      { prompt: 5, output: 7, reasoning: 188 },
      plain,
      'm',
      counts(5, 0, 0, 195, 188),
    ],
    [
      'uncached input by name',
      { input: 700, cacheRead: 50, output: 9 },
      plain,
      'claude-x',
      counts(700, 50, 0, 9),
    ],
    [
      'prompt and its uncached part',
      { prompt: 750, input: 700, output: 9 },
      { ...plain, hasCache: false },
      'm',
      counts(700, 50, 0, 9),
    ],
    ['output from the total', { prompt: 700, total: 709 }, plain, 'm', counts(700, 0, 0, 9)],
    ['prompt from the total', { output: 9, total: 709, cacheRead: 100 }, plain, 'm', counts(600, 100, 0, 9)],
    ['an embedding has no output', { prompt: 700 }, plain, 'text-embedding-3-small', counts(700, 0, 0, 0)],
  ] as const)('%s', (_, logged, names, model, usage) => {
    expect(readUsage({ ...none, ...logged }, names, ` ${model}`, false)).toEqual({
      usage,
      warning: undefined,
    });
  });
});

describe('what does not add up is said', () => {
  test.each([
    ['total too large', { prompt: 5, output: 877, total: 1940 }, plain, 'm', /total is not the sum/],
    [
      'total of no sum',
      { prompt: 5000, cacheRead: 1000, output: 9, total: 5555 },
      plain,
      'm',
      /total is not the sum/,
    ],
    [
      'Claude with a total without the cache',
      { prompt: 5000, cacheRead: 1000, output: 9, total: 5009 },
      anthropicNames,
      'claude',
      /Anthropic/,
    ],
    [
      'cached equals reasoning',
      { prompt: 500, cacheRead: 50, output: 90, reasoning: 50, total: 640 },
      plain,
      'gpt-5',
      /two readings/,
    ],
    [
      'mapped to the wrong column',
      { prompt: 5, cacheRead: 1000, output: 9 },
      { ...plain, promptMapped: true },
      'm',
      /promptTokens is mapped/,
    ],
    ['no output', { prompt: 5 }, plain, 'm', /output tokens are not logged/],
    [
      'three that disagree',
      { prompt: 900, input: 700, cacheRead: 50, output: 9 },
      plain,
      'm',
      /uncached plus cached/,
    ],
  ] as const)('%s', (_, logged, names, model, warning) => {
    const read = readUsage({ ...none, ...logged }, names, model, false);
    expect(read.warning).toMatch(warning);
    expect(read.usage).toBeDefined();
  });

  test('an unknown prompt is unknown, never 0', () => {
    expect(readUsage({ ...none, output: 9 }, plain, 'm', false)).toEqual({
      warning: 'the prompt tokens are not logged',
    });
    expect(readUsage(none, plain, 'm', false)).toEqual({});
    expect(readUsage({ ...none, output: 0 }, plain, 'm', true)).toEqual({});
  });
});

const amount = fc.integer({ min: 0, max: 10_000 });
const truth = fc.record({
  input: amount,
  cacheRead: amount,
  written: amount,
  visible: amount,
  reasoning: amount,
});

test('the total alone tells the four conventions apart, whatever the model, unless two of them agree', () => {
  fc.assert(
    fc.property(
      truth,
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('gpt-5', 'gemini-x', 'grok-4'),
      (row, inside, apart, model) => {
        const cached = row.cacheRead + row.written;
        fc.pre(cached !== row.reasoning && cached !== 0);
        const logged = {
          ...none,
          prompt: row.input + (inside ? cached : 0),
          cacheRead: row.cacheRead,
          cacheWrite5m: row.written,
          output: row.visible + (apart ? 0 : row.reasoning),
          reasoning: row.reasoning,
          total: row.input + cached + row.visible + row.reasoning,
        };
        const { prompt, output, reasoning, total } = logged;
        // A total that several conventions explain is no evidence.
        const sums = [
          prompt + output,
          prompt + output + reasoning,
          prompt + cached + output,
          prompt + cached + output + reasoning,
        ];
        fc.pre(new Set(sums).size === (reasoning === 0 ? 2 : 4) && sums.includes(total));
        // Nor is a completion that is too small to hold its reasoning anything but evidence that it does not.
        expect(readUsage(logged, plain, model, false)).toEqual({
          usage: counts(row.input, row.cacheRead, row.written, row.visible + row.reasoning, row.reasoning),
          warning: undefined,
        });
      },
    ),
    { seed: 1, numRuns: 1000 },
  );
});

test('no reading is ever negative, and reasoning never exceeds the output', () => {
  const maybe = fc.oneof(amount, fc.constant(NAN));
  const logged = fc.record({
    ...{ prompt: maybe, input: maybe, cacheRead: maybe, cacheWrite5m: maybe, cacheWrite1h: maybe },
    ...{ output: maybe, reasoning: maybe, total: maybe },
  });
  const bit = fc.boolean();
  const names = fc.record({
    promptMapped: bit,
    inputNamed: bit,
    hasCache: fc.constant(true),
    openRouter: bit,
  });
  fc.assert(
    fc.property(
      logged,
      names,
      fc.constantFrom('claude', 'gpt-5', 'gemini'),
      bit,
      (row, shape, model, failed) => {
        const { usage } = readUsage(row, shape, model, failed);
        if (usage === undefined) return;
        for (const value of Object.values(usage)) expect(value).toBeGreaterThanOrEqual(0);
        expect(usage.reasoning).toBeLessThanOrEqual(usage.output);
        expect(usage.cacheRead).toBe(Number.isNaN(row.cacheRead) ? 0 : row.cacheRead);
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});
