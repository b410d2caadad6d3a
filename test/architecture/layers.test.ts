import { describe, expect, test } from 'vitest';
import { brokenRules } from './layers.ts';
import { sourceFiles } from './source-files.ts';

test('no file imports what its layer must not, and no imports go in a circle', () => {
  expect(brokenRules(sourceFiles('src'))).toEqual([]);
});

describe('the check can fail', () => {
  const broken = (...files: readonly (readonly [path: string, text: string])[]) =>
    brokenRules(files.map(([path, text]) => ({ path, text })));

  test.each([
    ["import { x } from '../store/store.ts';", 'src/detectors/a.ts must not import src/store/store.ts'],
    ["import type { X } from '../engine/x.ts';", 'src/detectors/a.ts must not import src/engine/x.ts'],
    ["export { x } from '../strategies/x.ts';", 'src/detectors/a.ts must not import src/strategies/x.ts'],
    ["await import('../cli/io.ts');", 'src/detectors/a.ts must not import src/cli/io.ts'],
    ["type X = import('../cli/io.ts').Io;", 'src/detectors/a.ts must not import src/cli/io.ts'],
    ["import x from '../../test/x.ts';", 'src/detectors/a.ts must not import test/x.ts'],
    ["import chalk from 'chalk';", 'src/detectors/a.ts must not import the package chalk'],
    ["import x from '@scope/name/sub';", 'src/detectors/a.ts must not import the package @scope/name'],
    ["import { readFileSync } from 'node:fs';", 'src/detectors/a.ts must not import node:fs'],
  ])('%s', (text, message) => {
    expect(broken(['src/detectors/a.ts', text])).toEqual([message]);
  });

  test('a circle', () => {
    expect(
      broken(
        ['src/model/a.ts', "import './b.ts';"],
        ['src/model/b.ts', "import './c.ts';"],
        ['src/model/c.ts', "import './a.ts';"],
      ),
    ).toEqual(['cycle: src/model/a.ts -> src/model/b.ts -> src/model/c.ts -> src/model/a.ts']);
  });

  test('a folder that nobody planned, and a file outside all folders', () => {
    expect(broken(['src/utils/a.ts', ''], ['src/index.ts', ''])).toEqual([
      'src/utils/a.ts is in no layer',
      'src/index.ts is in no layer',
    ]);
  });

  test('what is allowed passes', () => {
    expect(
      broken(
        [
          'src/engine/a.ts',
          "import '../detectors/index.ts'; import './b.ts'; import { join } from 'node:path';",
        ],
        ['src/report/table.ts', "import chalk from 'chalk'; // import '../store/store.ts'"],
        ['src/cli/a.ts', "const text = \"import x from 'left-pad'\"; await import('../engine/a.ts');"],
      ),
    ).toEqual([]);
  });
});
