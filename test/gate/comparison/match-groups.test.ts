import { describe, expect, test } from 'vitest';
import { hashedKey } from '../../../src/gate/baseline/hashed-key.ts';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { baselineText } from '../../../src/gate/baseline/write-baseline.ts';
import { type GroupMatch, matchGroups } from '../../../src/gate/comparison/match-groups.ts';
import type { Grouping } from '../../../src/model/report.ts';
import { type MadeGroup, madeBaseline, madeMeasurement } from '../made-measurement.ts';
import { madeSketch, shinglesOf } from './made-sketch.ts';

function matched(
  by: Grouping,
  current: readonly MadeGroup[],
  baseline: readonly MadeGroup[],
  hasHashedKeys = false,
) {
  return matchGroups(
    by,
    madeMeasurement({ groups: { [by]: current } }),
    madeBaseline(madeMeasurement({ groups: { [by]: baseline } }), { hasHashedKeys }),
  );
}

/** `now <- before: status`, without what is not there. */
function lines(matches: readonly GroupMatch[]): string[] {
  return matches.map(
    ({ current, baseline, status }) => `${current?.key ?? '-'} <- ${baseline?.key ?? '-'}: ${status}`,
  );
}

describe('groups with a name', () => {
  test('are matched by it', () => {
    expect(
      lines(
        matched(
          'feature',
          [{ key: 'a' }, { key: 'c' }, { key: '' }],
          [{ key: 'a' }, { key: 'b' }, { key: '' }],
        ),
      ),
    ).toEqual([' <- : same', 'a <- a: same', 'c <- -: appeared', '- <- b: vanished']);
  });

  test('by its hash where the baseline has hashes', () => {
    const [ann, search] = [hashedKey('user', 'ann'), hashedKey('feature', 'search')];
    expect(lines(matched('user', [{ key: 'ann' }, { key: 'bob' }], [{ key: ann }]))).toEqual([
      `ann <- ${ann}: same`,
      'bob <- -: appeared',
    ]);
    expect(lines(matched('feature', [{ key: 'search' }], [{ key: search }], true))).toEqual([
      `search <- ${search}: same`,
    ]);
    expect(lines(matched('feature', [{ key: 'search' }], [{ key: search }]))).toEqual([
      'search <- -: appeared',
      `- <- ${search}: vanished`,
    ]);
    expect(lines(matched('model', [{ key: 'gpt-4.1' }], [{ key: 'gpt-4.1' }], true))).toEqual([
      'gpt-4.1 <- gpt-4.1: same',
    ]);
  });

  test('every group of a baseline that was written of the same log is the same, hashed or not', () => {
    const groups = {
      user: [{ key: 'ann' }, { key: '' }, { key: '#1a486c49a76c' }],
      feature: [{ key: 'search' }],
      template: [{ key: 'feature:search' }, { key: 'prompt:0abc' }],
      model: [{ key: 'gpt-4.1' }],
      'tag:team': [{ key: '__proto__' }, { key: 'constructor' }],
    };
    const measurement = madeMeasurement({ groups });
    for (const hashKeys of [false, true]) {
      const baseline = readBaseline(baselineText(measurement, { name: 'x', hashKeys }));
      for (const by of Object.keys(groups) as Grouping[]) {
        const statuses = matchGroups(by, measurement, baseline).map(({ status }) => status);
        expect(statuses).toEqual(groups[by as keyof typeof groups].map(() => 'same'));
      }
    }
  });

  test('a grouping that one of the logs was not measured by has no pairs', () => {
    expect(lines(matchGroups('user', madeMeasurement(), madeBaseline(madeMeasurement())))).toEqual([]);
  });
});

describe('templates', () => {
  const text = shinglesOf(1, 200);
  const part = (from: number, to: number) => text.slice(from * 200, to * 200);
  const before: MadeGroup = { key: 'prompt:01', sketch: madeSketch(text) };
  const now = (...passages: readonly (readonly number[])[]): MadeGroup => ({
    key: 'prompt:02',
    sketch: madeSketch(...passages),
  });

  test.each([
    ['grew by 20 %', now(text, shinglesOf(2, 40)), 1 / 1.2],
    ['grew by 100 %', now(text, shinglesOf(2, 200)), 1 / 2],
    ['was shortened by half', now(part(0, 0.5)), 1 / 2],
    // A word is in three shingles.
    ['has one other word', now(part(0, 0.5), part(0.515, 1), shinglesOf(2, 3)), 197 / 203],
    ['kept a half and has another one', now(part(0, 0.5), shinglesOf(2, 100)), 1 / 3],
  ])('a prompt that %s is the same template', (_, current, truth) => {
    const [match] = matched('template', [current], [before]);
    expect(lines([match!])).toEqual(['prompt:02 <- prompt:01: changed']);
    expect(Math.abs(match!.similarity! - truth)).toBeLessThan(0.15);
  });

  test.each([
    ['shares nothing', now(shinglesOf(2, 200))],
    ['shares the third that all prompts begin with', now(part(0, 1 / 3), shinglesOf(2, 133))],
    ['has no text that is known', { key: 'prompt:02' }],
    ['has no fixed text', now()],
  ])('a prompt that %s is another one', (_, current) => {
    expect(lines(matched('template', [current], [before]))).toEqual([
      'prompt:02 <- -: appeared',
      '- <- prompt:01: vanished',
    ]);
  });

  test('two prompts without text are not alike', () => {
    expect(lines(matched('template', [{ key: 'feature:b' }], [{ key: 'feature:a' }]))).toEqual([
      'feature:b <- -: appeared',
      '- <- feature:a: vanished',
    ]);
    expect(lines(matched('template', [now()], [{ key: 'prompt:01', sketch: [] }]))).toHaveLength(2);
  });

  test('the same key is the same template, whatever else is more like it', () => {
    const same = { key: 'prompt:01', sketch: madeSketch(shinglesOf(5, 200)) };
    expect(lines(matched('template', [same, now(text)], [before]))).toEqual([
      'prompt:01 <- prompt:01: same',
      'prompt:02 <- -: appeared',
    ]);
  });

  test('a prompt with half of its text in common leaves it to one with more', () => {
    const half = { ...now(part(0, 0.6), shinglesOf(2, 80)), key: 'prompt:03', calls: 1000 };
    const most = now(part(0, 0.9), shinglesOf(3, 20));
    expect(lines(matched('template', [half, most], [before]))).toEqual([
      'prompt:02 <- prompt:01: changed',
      'prompt:03 <- -: appeared',
    ]);
  });

  test('of a template that was split the larger part is it; of two that were merged the larger is what became of them', () => {
    const [large, small] = [
      { ...now(part(0, 0.7)), key: 'prompt:03' },
      { ...now(part(0.5, 1)), key: 'prompt:04' },
    ];
    expect(lines(matched('template', [large, small], [before]))).toEqual([
      'prompt:03 <- prompt:01: changed',
      'prompt:04 <- -: appeared',
    ]);
    expect(lines(matched('template', [before], [large, small]))).toEqual([
      'prompt:01 <- prompt:03: changed',
      '- <- prompt:04: vanished',
    ]);
  });

  test('of equally similar ones those with more calls are paired, then by key', () => {
    const twin = (key: string, calls: number): MadeGroup => ({ key, calls, sketch: madeSketch(text) });
    expect(
      lines(matched('template', [twin('prompt:b', 5), twin('prompt:c', 9)], [twin('prompt:a', 1)])),
    ).toEqual(['prompt:b <- -: appeared', 'prompt:c <- prompt:a: same']);
    const pairs = matched(
      'template',
      [twin('prompt:d', 5), twin('prompt:c', 5)],
      [twin('prompt:b', 5), twin('prompt:a', 5)],
    );
    expect(lines(pairs)).toEqual(['prompt:c <- prompt:a: same', 'prompt:d <- prompt:b: same']);
  });

  test('only templates are recognised by their text', () => {
    expect(lines(matched('feature', [now(text)], [before]))).toHaveLength(2);
  });

  test('thousands of templates with the same beginning are matched in a moment', () => {
    const boilerplate = shinglesOf(9, 20);
    const many = (name: string, seeds: (i: number) => number) =>
      Array.from({ length: 1500 }, (_, i): MadeGroup => {
        return { key: `prompt:${name}${i}`, sketch: madeSketch(boilerplate, shinglesOf(seeds(i), 60)) };
      });
    const matches = matched(
      'template',
      many('b', (i) => i),
      many('a', (i) => i).slice(0, 500),
    );
    expect(matches.filter(({ status }) => status === 'same')).toHaveLength(500);
    expect(
      matches.every(
        ({ current, baseline }) => baseline === undefined || current!.key.slice(8) === baseline.key.slice(8),
      ),
    ).toBe(true);
  });
});
