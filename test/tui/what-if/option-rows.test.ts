import { expect, test } from 'vitest';
import { optionRows } from '../../../src/tui/what-if/option-rows.ts';
import { madeUpStrategies } from '../made-up-strategies.ts';

const cache = madeUpStrategies[0]!;
const home = { strategies: ['cache'], settings: { cache: { ttl: '2h' } } };

test('the preset, main options, choices, numbers, texts', () => {
  const rows = optionRows(cache, home, home);
  expect(rows.map(({ name }) => name)).toEqual(['preset', 'ttl', 'mode', 'capacity', 'note']);
  expect(rows.at(-1)!.steps).toEqual([]);
  expect(rows[0]!.steps).toEqual(['', 'article']);
});

test("the report's own value stays among the steps when another is chosen", () => {
  const rows = optionRows(cache, { ...home, settings: {} }, home);
  expect(rows[1]).toMatchObject({ value: '24h', isSet: false, steps: ['1h', '2h', '24h', '7d'] });
});
