import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/model/check.ts';
import { buildProgram } from '../../support/built-program.ts';
import { type ChatLine, chatLine, START } from '../../support/chat-lines.ts';

// The program as it is shipped, run as a build runs it. All figures are worked out by hand: gpt-4.1 costs $2 and $8 per 1M
// tokens, gpt-4o $2.50 and $10. Twenty searches of 1,000 tokens in and 100 out are $0.0028 each, twenty chats of 500 and 200
// $0.0026 each: $0.108 for 40 calls, $0.0027 a call.

const CONFIG = `check:
  budgets:
    total: { measure: cost, max: $1 }
    cost per call: { measure: costPerCall, maxIncrease: 10% }
    templates: { measure: costPerCall, for: 'template:*', maxIncrease: 10%, minCalls: 5 }
    retries: { measure: retryShare, max: 5% }
`;

const SEARCH =
  'You rewrite what a customer asks for into one query for the search engine of a shop. Keep names as they are.';
const CHAT =
  'You are the assistant of a travel agency. Answer in at most three sentences and never promise a price.';

interface Usual {
  readonly searchInput?: number;
  readonly model?: string;
  readonly times?: number;
}

function usual({ searchInput = 1000, model = 'gpt-4.1', times = 1 }: Usual = {}): ChatLine[] {
  return Array.from({ length: 40 * times }, (_, i) => {
    const isSearch = i % 2 === 0;
    const said = isSearch ? `shoes in size ${30 + i}, red` : `Is there a train to town number ${i}?`;
    return {
      id: `call-${i}`,
      at: START + 600_000 * i,
      model,
      feature: isSearch ? 'search' : 'chat',
      prompt: [
        { role: 'system', content: isSearch ? SEARCH : CHAT },
        { role: 'user', content: said },
      ],
      answer: `Answer ${i}`,
      usage: isSearch ? { input: searchInput, output: 100 } : { input: 500, output: 200 },
    };
  });
}

/** A request that fails four times before it succeeds, ten times over. */
function retried(): ChatLine[] {
  return Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 5 }, (_, attempt): ChatLine => {
      const isLast = attempt === 4;
      return {
        id: `retry-${i}-${attempt}`,
        at: START + 600_000 * (i + 50) + 5_000 * attempt,
        feature: 'chat',
        status: isLast ? 200 : 500,
        prompt: [
          { role: 'system', content: CHAT },
          { role: 'user', content: `Is there a boat to island number ${i}?` },
        ],
        ...(isLast && { usage: { input: 500, output: 200 } }),
      };
    }),
  ).flat();
}

let root: string;
let path: string;
let work: string;
let runs = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'llm-cost-shown-'));
  path = buildProgram(root);
}, 120_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  work = join(root, `work-${runs++}`);
  mkdirSync(work);
  write('llm-cost.config.yaml', CONFIG);
  write('base.jsonl', lines(usual()));
  expect(run('base.jsonl', '--write-baseline', 'baseline.json').code).toBe(0);
});

const lines = (calls: readonly ChatLine[]): string => calls.map((line) => `${chatLine(line)}\n`).join('');

function write(name: string, text: string): void {
  writeFileSync(join(work, name), text);
}

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(join(path, 'llm-cost'), ['check', ...args], {
    cwd: work,
    encoding: 'utf8',
    env: { PATH: `${path}:${process.env.PATH}`, HOME: root, CI: 'true' },
  });
  return { code: status, out: stdout, err: stderr, first: stdout.split('\n', 1)[0]! };
}

/** Of the log against the baseline. */
function check(calls: readonly ChatLine[], ...args: readonly string[]) {
  write('log.jsonl', lines(calls));
  const done = run('log.jsonl', '--baseline', 'baseline.json', '--out', 'result.json', ...args);
  const result = JSON.parse(readFileSync(join(work, 'result.json'), 'utf8')) as CheckResult;
  return { ...done, result };
}

const failed = ({ budgets }: CheckResult): string[] =>
  budgets.filter(({ status }) => status === 'failed').map(({ budget }) => budget.name);

describe('a build', () => {
  test('with an unchanged log passes, and nothing is said to have changed', () => {
    const { code, first, result } = check(usual());
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "first": "passed: 4 budgets kept; $0.1080 for 40 calls, $0.00270 a call (baseline $0.00270, no change)",
      }
    `);
    expect(result.comparison?.usageDriftUsd).toBe(0);
    expect(result.comparison?.priceDriftUsd).toBe(0);
    expect(result.comparison?.templates).toEqual([]);
  });

  test('with a prompt that grew by 20 % fails for its template', () => {
    const { code, first, result } = check(usual({ searchInput: 1200 }));
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "first": "failed: 1 of 4 budgets exceeded: templates of prompt template "You rewrite what a customer asks for into one query for the…" is $0.00320, at most $0.00308 allowed (+14.3% against the baseline, +10% allowed)",
      }
    `);
    expect(failed(result)).toEqual(['templates']);
    // $0.0032 for $0.0028.
    const [worst] = result.budgets.find(({ budget }) => budget.name === 'templates')!.judged;
    expect(worst?.compared?.baseline).toBeCloseTo(0.0028, 12);
    expect(worst?.compared?.current).toBeCloseTo(0.0032, 12);
    expect(result.comparison?.templates[0]?.inputTokensPerCall).toEqual({ baseline: 1000, current: 1200 });
  });

  test('with a dearer model fails', () => {
    const { code, first, result } = check(usual({ model: 'gpt-4o' }));
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "first": "failed: 2 of 4 budgets exceeded: "cost per call" is $0.00338, at most $0.00297 allowed (+25.0% against the baseline, +10% allowed); also templates of prompt template "You rewrite what a customer asks for into one query for the…"",
      }
    `);
    expect(failed(result)).toEqual(['cost per call', 'templates']);
    expect(result.current.costUsd).toBeCloseTo(0.135, 12);
  });

  test('with twice as many calls of the same kind passes', () => {
    const { code, first, result } = check(usual({ times: 2 }));
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "first": "passed: 4 budgets kept; $0.2160 for 80 calls, $0.00270 a call (baseline $0.00270, no change)",
      }
    `);
    expect(result.comparison?.effects?.volumeUsd).toBeCloseTo(0.108, 12);
    expect(result.comparison?.effects?.perCallUsd).toBeCloseTo(0, 12);
  });

  test('after a price changed passes and tells the drift of prices from that of use', () => {
    write(
      'prices.json',
      JSON.stringify({ prices: [{ provider: 'openai', model: 'gpt-4.1', input: 4, output: 16 }] }),
    );
    const { code, first, result } = check(usual(), '--prices', 'prices.json');
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "first": "passed: 4 budgets kept; $0.2160 for 40 calls, $0.00540 a call (baseline $0.00540 at the prices of 2026-09-01, no change); other prices: +$0.1080",
      }
    `);
    expect(result.comparison?.priceDriftUsd).toBeCloseTo(0.108, 12);
    expect(result.comparison?.usageDriftUsd).toBe(0);
  });

  test('with a retry loop fails', () => {
    const { code, first, result } = check([...usual(), ...retried()]);
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "first": "failed: 1 of 4 budgets exceeded: retries is 44.4%, at most 5% allowed",
      }
    `);
    expect(failed(result)).toEqual(['retries']);
    // Four of five attempts, ten times over, of 90 calls.
    expect(result.budgets.find(({ budget }) => budget.name === 'retries')?.judged[0]?.value).toBeCloseTo(
      40 / 90,
      12,
    );
  });

  test('with an unknown model cannot be judged', () => {
    const { code, first } = check([...usual().slice(1), { ...usual()[0]!, model: 'gpt-nobody-knows' }]);
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 3,
        "first": "not judged: 3.06% of the tokens, those of 1 of 40 calls, have no price; at most 0% is allowed: model "gpt-nobody-knows"",
      }
    `);
  });

  test('with an empty log cannot be judged', () => {
    const { code, first } = check([]);
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 3,
        "first": "not judged: log.jsonl: it is empty",
      }
    `);
  });

  test('without its baseline cannot be judged', () => {
    rmSync(join(work, 'baseline.json'));
    const { code, first } = check(usual());
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 3,
        "first": "not judged: the baseline baseline.json is missing; --write-baseline writes one",
      }
    `);
  });

  test('with a typo in the configuration is told of it', () => {
    write('llm-cost.config.yaml', CONFIG.replace('maxIncrease', 'maxIncreese'));
    const { code, err, out } = check(usual());
    expect({ code, out, err }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "err": "llm-cost: llm-cost.config.yaml: check.budgets.cost per call: "maxIncreese" is not a known key of a budget; did you mean "maxIncrease"?
      ",
        "out": "",
      }
    `);
  });

  test('with a budget exactly met passes, and a cent below it fails', () => {
    write('llm-cost.config.yaml', CONFIG.replace('$1 ', '$0.108 '));
    const { code, first } = check(usual());
    expect({ code, first }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "first": "passed: 4 budgets kept; $0.1080 for 40 calls, $0.00270 a call (baseline $0.00270, no change)",
      }
    `);
    write('llm-cost.config.yaml', CONFIG.replace('$1 ', '$0.107999 '));
    expect(check(usual()).code).toBe(1);
  });
});
