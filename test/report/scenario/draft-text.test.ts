import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { LeftStrategy, ScenarioDraft } from '../../../src/model/scenario-draft.ts';
import { draftText } from '../../../src/report/scenario/draft-text.ts';
import { sampleReport } from '../sample-reports.ts';

const typical = sampleReport('typical');
const [first] = typical.strategies;

const left = (parts: Partial<LeftStrategy>): LeftStrategy => ({
  ...{ id: 'other', title: 'Other', describe: 'Does it.', status: 'found', reason: null, basis: 'assumed' },
  ...{ aloneSavedUsd: 0, isOnRequest: false },
  ...parts,
});

const DRAFT: ScenarioDraft = {
  audit: typical,
  simulated: typical,
  chosen: [
    {
      result: {
        ...first!,
        ...{
          strategy: 'cache',
          title: 'Response cache',
          savedUsd: 1.5,
          aloneSavedUsd: 2,
          callsChanged: 1234,
        },
        basis: 'measured',
      },
      options: [
        { name: 'ttl', value: '24h', others: [{ value: '7d', savedUsd: 3 }] },
        { name: 'model', value: 'x: y', others: [] },
      ],
    },
    {
      result: {
        ...first!,
        strategy: 'plain',
        title: 'Plain',
        savedUsd: 1,
        aloneSavedUsd: 1,
        callsChanged: 1,
      },
      options: [],
    },
  ],
  left: [
    left({ id: 'asked', isOnRequest: true, aloneSavedUsd: 4 }),
    left({ id: 'dear', isOnRequest: true, aloneSavedUsd: -4 }),
    left({ id: 'late', aloneSavedUsd: 4 }),
    left({ id: 'idle' }),
    left({ id: 'poor', status: 'notApplicable', reason: 'no call has a time' }),
    left({ id: 'broken', status: 'failed', reason: 'it\nthrew' }),
  ],
  moves: [
    { from: 'gpt-4', to: 'gpt-4.1', retires: '2026-12-01', costUsd: 3, replacementUsd: 1 },
    { from: '4: \u001b[2J', to: 'gpt-4.1', retires: null, costUsd: null, replacementUsd: null },
  ],
};

const text = draftText(DRAFT, 'plan.yaml');

/** The file with every commented-out line of a kind taken in. */
const uncommented = (from: RegExp): unknown =>
  parse(
    text
      .split('\n')
      .map((line) => (from.test(line) ? line.replace('# ', '') : line))
      .join('\n'),
  );

test('without prices nothing is called 0', () => {
  const unpriced = { ...DRAFT, audit: sampleReport('all-unpriced'), simulated: null, chosen: [] };
  const text = draftText(unpriced, 'plan.yaml').replace(/\n *# /g, ' ');
  expect(text).toContain('What any strategy saves there cannot be said without prices for the models.');
  expect(text).toContain('Other: what it saves here cannot be said without prices.');
  expect(text).not.toMatch(/, \$0|saves nothing|No strategy/);
  const some = { ...typical, totals: { ...typical.totals, unpricedCalls: 3 } };
  expect(draftText({ ...DRAFT, audit: some }, 'plan.yaml')).toContain('≥$');
});

describe('as it stands', () => {
  test('the chosen strategies with their options, and nothing else', () => {
    expect(parse(text)).toEqual({
      name: 'from-audit',
      strategies: [{ cache: { ttl: '24h', model: 'x: y' } }, 'plain'],
    });
  });

  test('none chosen is valid too', () => {
    const none = draftText({ ...DRAFT, chosen: [], simulated: null }, 'plan.yaml');
    expect(parse(none)).toEqual({ name: 'from-audit', strategies: null });
    expect(none).toContain('No strategy of the audit saves anything there.');
  });

  test('every comment is one line that a terminal can show', () => {
    for (const line of text.split('\n')) expect(line).toMatch(/^\P{Cc}{0,100}$/u);
  });
});

describe('figures and reasons', () => {
  test.each([
    '  # Response cache: saves $1.50 here, $2.00 alone (measured); 1,234 calls would change.\n  - cache:\n',
    '      # alone at other values: 7d $3.00\n      ttl: 24h\n',
    '  # Other: alone it would save $4.00 (assumed) with its usual options, which are for you to decide.\n  # Does it.\n  # - asked\n',
    'alone it would cost $4.00 (assumed)',
    '  # Other: alone it would save $4.00 (assumed), but nothing after the others.\n  # - late\n',
    '  # Other: it saves nothing here.\n  # - idle\n',
    '  # Other: cannot be replayed, no call has a time.\n  # - poor\n',
    '  # Other: failed, it␊threw.\n  # - broken\n',
    '#   gpt-4: gpt-4.1  # until 2026-12-01; $3.00 becomes $1.00\n',
    'llm-cost simulate --scenario plan.yaml',
  ])('%j', (part) => {
    expect(text).toContain(part);
  });
});

describe('taking the comments away gives what they show', () => {
  test('a strategy that was left out', () => {
    expect(uncommented(/^ {2}# - (asked|late)/)).toMatchObject({
      strategies: [{ cache: {} }, 'plain', 'asked', 'late'],
    });
  });

  test('the models', () => {
    expect(uncommented(/^# models:|^# {3}("|gpt)/)).toMatchObject({
      models: { 'gpt-4': 'gpt-4.1', '4: \u001b[2J': 'gpt-4.1' },
    });
  });

  test('what else can be asked', () => {
    expect(uncommented(/^# (order|volume|growth|pricesAt|prices|sweeps):|^# {3}cache\./)).toMatchObject({
      ...{ order: 'auto', volume: '2x', growth: '10%', pricesAt: '2027-01-01', prices: 'own-prices.json' },
      sweeps: { 'cache.ttl': ['24h', '7d'] },
    });
  });
});
