import { describe, expect, test } from 'vitest';
import { brokenHouseRules } from './house-rules.ts';
import { sourceFiles } from './source-files.ts';

test('every file keeps the house rules', () => {
  expect(brokenHouseRules(sourceFiles('src', 'test', 'bin', 'bench'))).toEqual([]);
});

describe('the check can fail', () => {
  test.each([
    ['src/model/a.ts', '\n'.repeat(301), 'has 301 lines'],
    ['src/model/TwoWords.ts', '', 'is not in kebab-case'],
    ['src/model/utils.ts', '', 'is named for no noun'],
    ['src/model/helpers/a.ts', '', 'is named for no noun'],
    ['src/engine/a.ts', 'const now = Date.now();', 'uses Date.now'],
    ['src/engine/a.ts', 'const now = new Date();', 'uses new Date()'],
    ['src/engine/a.ts', 'const r = Math.random();', 'uses Math.random'],
    ['src/engine/a.ts', 'process.exit(1);', 'uses process'],
    ['src/engine/a.ts', 'const { env } = process;', 'uses process'],
    ['src/engine/a.ts', "console.log('x');", 'uses console'],
    ['src/engine/a.ts', 'x.toFixed(2);', 'formats figures'],
    ['src/engine/a.ts', 'new Intl.NumberFormat();', 'formats figures'],
    ['src/engine/a.ts', "import './b';", 'without its ending'],
  ])('%s: %j', (path, text, message) => {
    const broken = brokenHouseRules([{ path, text }]);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(message);
  });

  test.each([
    ['src/model/a.ts', '\n'.repeat(300)],
    ['src/cli/io.ts', 'process.exit(1); Date.now();'],
    ['src/engine/a.ts', 'a.process(1); const b = { console: 1 }; new Date(5); // process.exit'],
    ['src/report/format.ts', 'new Intl.NumberFormat();'],
    ['test/x.test.ts', 'console.log(Date.now());'],
  ])('%s: %j is fine', (path, text) => {
    expect(brokenHouseRules([{ path, text }])).toEqual([]);
  });
});
