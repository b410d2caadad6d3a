import { describe, expect, test } from 'vitest';
import { definitionSettings } from '../../src/cli/definition-settings.ts';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { Strategy } from '../../src/contracts/strategy.ts';
import { detectors } from '../../src/detectors/index.ts';
import { ledgers } from '../../src/ledgers/index.ts';
import { durationMs } from '../../src/model/duration.ts';
import { CHECK_FORMATS, checkRenderers } from '../../src/report/check/index.ts';
import { RENDERER_IDS, renderers } from '../../src/report/index.ts';
import { sources } from '../../src/sources/index.ts';
import { strategies } from '../../src/strategies/index.ts';
import { importsOf } from './imports.ts';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles('src');
const imports = files.map((file) => ({ path: file.path, to: importsOf(file).map(({ to }) => to) }));

describe.each([
  ['detectors', detectors.map(({ id }) => id)],
  ['strategies', strategies.map(({ id }) => id)],
  ['sources', sources.map(({ id }) => id)],
  ['ledgers', ledgers.map(({ id }) => id)],
  ['report', RENDERER_IDS],
  ['report/check', CHECK_FORMATS],
])('src/%s', (folder, ids) => {
  test.each(ids)('%s is the name of its file, which the registry alone imports', (id) => {
    const path = files
      .map((file) => file.path)
      .filter((it) => it.startsWith(`src/${folder}/`) && it.endsWith(`/${id}.ts`))
      .sort((a, b) => a.split('/').length - b.split('/').length)[0];
    expect(path).toBeDefined();
    const importers = imports.filter(({ to }) => to.some((imported) => imported === path));
    expect(importers.map((file) => file.path)).toEqual([`src/${folder}/index.ts`]);
  });

  test('no id is there twice', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test.each(RENDERER_IDS)('the renderer of %s calls itself so', async (id) => {
  expect((await renderers[id]()).default.id).toBe(id);
});

test.each(CHECK_FORMATS)('the check renderer of %s calls itself so', async (id) => {
  expect((await checkRenderers[id]()).default.id).toBe(id);
});

const definitions = [...detectors, ...strategies];

describe.each(definitions.map((definition) => [definition.id, definition] as const))(
  '%s',
  (_, definition) => {
    test('says what it is in whole sentences', () => {
      expect(definition.title).not.toBe('');
      expect(definition.describe).toMatch(/\.$/);
    });

    test.each(Object.entries(definition.options))('option %s is within its own limits', (_, spec) => {
      expect(spec.describe).toMatch(/\.$/);
      if (typeof spec.default === 'number') {
        expect(spec.default).toBeGreaterThanOrEqual(spec.min ?? Number.NEGATIVE_INFINITY);
        expect(spec.default).toBeLessThanOrEqual(spec.max ?? Number.POSITIVE_INFINITY);
      }
      if (spec.choices !== undefined) expect(spec.choices).toContain(spec.default);
      if (spec.kind === 'duration') expect(durationMs(String(spec.default))).toBeGreaterThanOrEqual(0);
    });
  },
);

/** The preset names of the articles that the strategies come from. */
const ARTICLES = ['first', 'second', 'third', 'fourth', 'fifth'].map((which) => `${which}-article`);

/** Fails, as the command line would, for an option that is not there or a value that it does not take. */
function expectSettings(id: string, options: AnyOptionValues): void {
  const assignments = Object.entries(options).map(([name, value]) => [`${id}.${name}`, value] as const);
  const read = definitionSettings(strategies, [], assignments);
  expect(read[id] ?? {}).toEqual(options);
}

/** The defaults, each preset, and each of these with one choice or switch set otherwise. */
function settingsOf({ options, presets = {} }: Strategy): AnyOptionValues[] {
  const usual = Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, spec.default]));
  const named = [usual, ...Object.values(presets).map((preset) => ({ ...usual, ...preset.options }))];
  return named.flatMap((settings) => [
    settings,
    ...Object.entries(options).flatMap(([name, { choices, default: value }]) =>
      (choices ?? (typeof value === 'boolean' ? [true, false] : [])).map((choice) => ({
        ...settings,
        [name]: choice,
      })),
    ),
  ]);
}

describe.each(strategies.map((strategy) => [strategy.id, strategy] as const))(
  'strategy %s',
  (id, strategy) => {
    test.each(Object.entries(strategy.presets ?? {}))(
      'preset %s sets what there is to set',
      (name, preset) => {
        expect(ARTICLES).toContain(name);
        expect(preset.describe).toMatch(/\.$/);
        expectSettings(id, preset.options);
      },
    );

    test('sweeps try values that can be set', () => {
      for (const { option, values } of strategy.sweeps) {
        expect(new Set(values).size).toBe(values.length);
        expect(values.length).toBeGreaterThanOrEqual(2);
        for (const value of values) expectSettings(id, { [option]: value });
      }
    });

    test('whatever is assumed has a range of options that can be set', () => {
      for (const settings of settingsOf(strategy)) {
        const basis = typeof strategy.basis === 'function' ? strategy.basis(settings) : strategy.basis;
        const range = strategy.range?.(settings);
        if (basis === 'assumed') expect(range, JSON.stringify(settings)).toBeDefined();
        if (range === undefined) continue;
        for (const end of [range.pessimistic, range.optimistic]) expectSettings(id, end as AnyOptionValues);
        const isMoved = [range.pessimistic, range.optimistic].some((end) =>
          Object.entries(end).some(([name, value]) => value !== settings[name]),
        );
        expect(isMoved, JSON.stringify(settings)).toBe(true);
      }
    });
  },
);

test('strategies are replayed in the order in which requests would meet them', () => {
  const order = ['retry-policy', 'rate-limit', 'token-budget', 'cache', 'model-map', 'provider', 'router'];
  order.push(
    'cascade',
    'compression',
    'truncation',
    'prompt-cache',
    'output-cap',
    'batch-prompts',
    'batch-api',
  );
  expect(strategies.map(({ id }) => id)).toEqual(order);
});
