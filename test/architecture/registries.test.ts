import { describe, expect, test } from 'vitest';
import { detectors } from '../../src/detectors/index.ts';
import { ledgers } from '../../src/ledgers/index.ts';
import { RENDERER_IDS, renderers } from '../../src/report/index.ts';
import { sources } from '../../src/sources/index.ts';
import { strategies } from '../../src/strategies/index.ts';
import { importsOf } from './imports.ts';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles('src');

describe.each([
  ['detectors', detectors.map(({ id }) => id)],
  ['strategies', strategies.map(({ id }) => id)],
  ['sources', sources.map(({ id }) => id)],
  ['ledgers', ledgers.map(({ id }) => id)],
  ['report', RENDERER_IDS],
])('src/%s', (folder, ids) => {
  test.each(ids)('%s is the name of its file, which the registry alone imports', (id) => {
    const path = files
      .map((file) => file.path)
      .find((it) => it.startsWith(`src/${folder}/`) && it.endsWith(`/${id}.ts`));
    expect(path).toBeDefined();
    const importers = files.filter((file) => importsOf(file).some(({ to }) => to === path));
    expect(importers.map((file) => file.path)).toEqual([`src/${folder}/index.ts`]);
  });

  test('no id is there twice', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test.each(RENDERER_IDS)('the renderer of %s calls itself so', async (id) => {
  expect((await renderers[id]()).default.id).toBe(id);
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
    });
  },
);
