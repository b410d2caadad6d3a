import { describe, expect, test } from 'vitest';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { baselineText } from '../../../src/gate/baseline/write-baseline.ts';
import { compare } from '../../../src/gate/comparison/compare.ts';
import type { Comparison, GroupChange } from '../../../src/model/check.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { type MadeGroup, madeBaseline, madeMeasurement, madeMoney } from '../made-measurement.ts';
import { madeSketch, shinglesOf } from './made-sketch.ts';

/** A log of some templates that are all of its calls. */
function log(
  templates: readonly MadeGroup[],
  made: Partial<Parameters<typeof madeMeasurement>[0]> = {},
): Measurement {
  const sum = (of: (group: MadeGroup) => number) => templates.reduce((total, group) => total + of(group), 0);
  return madeMeasurement({
    total: {
      calls: sum(({ calls = 10 }) => calls),
      unpricedCalls: sum(({ unpricedCalls = 0 }) => unpricedCalls),
      money: madeMoney(
        sum(({ money }) => money?.thenUsd ?? 0),
        sum(({ money }) => money?.nowUsd ?? 0),
      ),
    },
    groups: { template: templates },
    ...made,
  });
}

function compared(current: Measurement, baseline: Measurement): Comparison {
  return compare(current, madeBaseline(baseline));
}

function template(name: string, calls: number, thenUsd: number, nowUsd = thenUsd): MadeGroup {
  return { key: `prompt:${name}`, calls, money: madeMoney(thenUsd, nowUsd) };
}

/** `key status calls cost`. */
function lines(changes: readonly GroupChange[]): string[] {
  return changes.map(({ key, status, calls, costUsd }) =>
    [
      key.replace('prompt:', ''),
      status,
      calls.baseline,
      '->',
      calls.current,
      costUsd.baseline,
      '->',
      costUsd.current,
    ].join(' '),
  );
}

describe('a worked example', () => {
  // The baseline's 100 calls of "a" cost 1 cent each, of today 2; the log has 150 at 3 cents.
  const before = log([template('a', 100, 1, 2), template('gone', 10, 4, 5)]);
  const now = log([template('a', 150, 4.5), template('new', 5, 2.5)]);
  const comparison = compared(now, before);

  test('what other prices make of it, and what other calls cost at the same prices', () => {
    expect(comparison).toMatchObject({
      asOf: '2026-11-20T12:00:00.000Z',
      baselineThenUsd: 5,
      baselineUsd: 7,
      currentThenUsd: 7,
      currentUsd: 7,
      priceDriftUsd: 2,
      usageDriftUsd: 0,
    });
  });

  test('of the usage: more calls, dearer calls, new ones and those that are gone', () => {
    expect(comparison.effects).toEqual({ volumeUsd: 1, perCallUsd: 1.5, appearedUsd: 2.5, vanishedUsd: -5 });
  });

  test('the same calls at both costs per call', () => {
    expect(comparison.likeForLike).toEqual({ baselineUsd: 3, currentUsd: 4.5 });
  });

  test('the templates with the largest change of money first', () => {
    expect(lines(comparison.templates)).toEqual([
      'gone vanished 10 ->  5 -> ',
      'a same 100 -> 150 2 -> 4.5',
      'new appeared  -> 5  -> 2.5',
    ]);
    expect(comparison.templates[1]).toEqual({
      by: 'template',
      status: 'same',
      key: 'prompt:a',
      label: 'prompt:a',
      baselineKey: 'prompt:a',
      similarity: null,
      calls: { baseline: 100, current: 150 },
      costUsd: { baseline: 2, current: 4.5 },
      costPerCallUsd: { baseline: 0.02, current: 0.03 },
      inputTokensPerCall: { baseline: 100, current: 100 },
      outputTokensPerCall: { baseline: 10, current: 10 },
    });
    expect(comparison.templates[0]).toMatchObject({
      baselineKey: 'prompt:gone',
      costPerCallUsd: { baseline: 0.5, current: null },
    });
    expect(comparison.templates[2]).toMatchObject({
      baselineKey: null,
      calls: { baseline: null, current: 5 },
    });
  });
});

test('an unchanged log has no differences at all, whatever sums lose to rounding', () => {
  const groups = [
    template('a', 3, 0.1, 0.1 + 1e-17),
    template('b', 4, 0.2),
    { ...template('c', 0, 0), key: '' },
  ];
  const before = log(groups, { total: { calls: 7, money: madeMoney(0.1 + 0.2, 0.3) } });
  const comparison = compared(log(groups), before);
  expect(comparison).toMatchObject({
    priceDriftUsd: 0,
    usageDriftUsd: 0,
    templates: [],
    features: [],
    models: [],
  });
  expect(comparison.effects).toEqual({ volumeUsd: 0, perCallUsd: 0, appearedUsd: 0, vanishedUsd: 0 });
});

test('twice as many calls of the same kind are volume alone', () => {
  const comparison = compared(
    log([template('a', 20, 0.6), template('b', 2, 0.2)]),
    log([template('a', 10, 0.3), template('b', 1, 0.1)]),
  );
  expect(comparison.effects!.volumeUsd).toBeCloseTo(0.4, 12);
  expect(comparison.effects).toMatchObject({ perCallUsd: 0, appearedUsd: 0, vanishedUsd: 0 });
  const { baselineUsd, currentUsd } = comparison.likeForLike;
  expect(currentUsd).toBe(baselineUsd);
});

test('a log without templates is one of a single template', () => {
  const nameless = (calls: number, usd: number) => ({ ...template('', calls, usd), key: '' });
  const comparison = compared(log([nameless(10, 2)]), log([nameless(10, 1)]));
  expect(comparison.effects).toEqual({ volumeUsd: 0, perCallUsd: 1, appearedUsd: 0, vanishedUsd: 0 });
  expect(comparison.likeForLike).toEqual({ baselineUsd: 1, currentUsd: 2 });
});

test('a prompt that grew by a fifth is the same template with more tokens', () => {
  const text = shinglesOf(1, 200);
  const before = log([{ ...template('a', 10, 1), sketch: madeSketch(text) }]);
  const grown = {
    ...template('b', 10, 1.2),
    tokens: { input: 1200 },
    sketch: madeSketch(text, shinglesOf(2, 40)),
  };
  const [change] = compared(log([grown]), before).templates;
  expect(change).toMatchObject({
    status: 'changed',
    key: 'prompt:b',
    baselineKey: 'prompt:a',
    inputTokensPerCall: { baseline: 100, current: 120 },
  });
  expect(change!.similarity).toBeGreaterThan(0.7);
});

describe('what is not known is null', () => {
  const priced = log([template('a', 10, 1)]);

  test('a price of the baseline that nobody knows today', () => {
    const comparison = compared(priced, log([template('a', 10, 1, Number.NaN)]));
    expect(comparison).toMatchObject({
      baselineThenUsd: 1,
      baselineUsd: null,
      priceDriftUsd: null,
      usageDriftUsd: null,
      effects: null,
      likeForLike: { baselineUsd: null, currentUsd: null },
    });
    expect(comparison.templates).toMatchObject([{ costUsd: { baseline: null, current: 1 } }]);
  });

  test('calls of which none has a price are not free', () => {
    const comparison = compared(log([{ ...template('a', 10, 0), unpricedCalls: 10 }]), priced);
    expect(comparison).toMatchObject({ currentUsd: null, usageDriftUsd: null, effects: null });
    expect(comparison.templates).toMatchObject([
      { costUsd: { baseline: 1, current: null }, costPerCallUsd: { baseline: 0.1, current: null } },
    ]);
  });

  test('logs that share no template have nothing to compare like for like', () => {
    expect(compared(log([template('b', 10, 1)]), priced).likeForLike).toEqual({
      baselineUsd: null,
      currentUsd: null,
    });
  });

  test('a log that was not measured by templates has no effects', () => {
    expect(compared(log([], { groups: {}, total: { calls: 1 } }), madeMeasurement()).effects).toBeNull();
  });

  test('calls without tokens have no mean of them', () => {
    const [change] = compared(log([{ ...template('a', 11, 1), countedCalls: 0 }]), priced).templates;
    expect(change!.inputTokensPerCall).toEqual({ baseline: 100, current: null });
  });
});

test('calls without a price are no part of a cost per call', () => {
  // Ten calls at 10 cents, then twenty of which fifteen have a price.
  const comparison = compared(
    log([{ ...template('a', 20, 3), unpricedCalls: 5 }]),
    log([template('a', 10, 1)]),
  );
  expect(comparison.effects!.volumeUsd).toBeCloseTo(0.5, 12);
  expect(comparison.effects!.perCallUsd).toBeCloseTo(1.5, 12);
  expect(comparison.templates).toMatchObject([{ costPerCallUsd: { baseline: 0.1, current: 0.2 } }]);
});

describe('a baseline of more templates than it lists', () => {
  const many = Array.from({ length: 2300 }, (_, i) => template(String(i), 2, 10 + i));
  const stored = (measurement: Measurement): Measurement => {
    const { measurement: read } = readBaseline(baselineText(measurement, { name: 'x', hashKeys: false }));
    // As the prices of today make it: those that it was billed at.
    const anew = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(anew);
      if (typeof value !== 'object' || value === null) return value;
      const fields = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, anew(item)]));
      return 'thenUsd' in fields ? { ...fields, nowUsd: fields.thenUsd } : fields;
    };
    return anew(read) as Measurement;
  };
  const before = stored(log(many));

  test('the same log is unchanged', () => {
    const comparison = compared(log(many), before);
    expect(comparison).toMatchObject({ usageDriftUsd: 0, templates: [] });
    expect(comparison.effects).toEqual({ volumeUsd: 0, perCallUsd: 0, appearedUsd: 0, vanishedUsd: 0 });
  });

  test('what the list lacks is compared as one', () => {
    // The 300 cheapest cost 10 to 309: twice the calls of each.
    const comparison = compared(
      log(many.map((group, i) => (i < 300 ? template(String(i), 4, 20 + 2 * i) : group))),
      before,
    );
    const listed = (i: number) => 20 + 2 * i > 310;
    const appeared = many
      .flatMap((_, i) => (i < 300 && listed(i) ? [20 + 2 * i] : []))
      .reduce((a, b) => a + b, 0);
    const { effects, usageDriftUsd } = comparison;
    expect(effects!.appearedUsd).toBe(appeared);
    expect(usageDriftUsd).toBe(300 * 10 + (299 * 300) / 2);
    expect(effects!.volumeUsd + effects!.perCallUsd + appeared).toBeCloseTo(usageDriftUsd!, 6);
  });

  test('a new one that is dearer than what was left out has appeared', () => {
    const comparison = compared(log([...many, template('new', 1, 5000), template('small', 1, 5)]), before);
    expect(lines(comparison.templates)).toEqual(['new appeared  -> 1  -> 5000']);
    expect(comparison.effects!.appearedUsd).toBe(5000);
  });
});

test('features and models are compared as templates are, the fifty largest changes', () => {
  const features = (add: number) =>
    Array.from({ length: 60 }, (_, i): MadeGroup => ({ key: `f${i}`, calls: 1, money: madeMoney(i * add) }));
  const model = (usd: number): MadeGroup => ({ key: 'gpt-4.1', calls: 1, money: madeMoney(usd) });
  const of = (add: number) => madeMeasurement({ groups: { feature: features(add), model: [model(add)] } });
  const { features: changed, models } = compared(of(2), of(1));
  expect(changed.map(({ key }) => key)).toEqual(Array.from({ length: 50 }, (_, i) => `f${59 - i}`));
  expect(lines(models)).toEqual(['gpt-4.1 same 1 -> 1 1 -> 2']);
});
