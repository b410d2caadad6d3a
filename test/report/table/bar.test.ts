import { expect, test } from 'vitest';
import { bar } from '../../../src/report/table/bar.ts';

test.each([
  [0, ''],
  [Number.NaN, ''],
  [-0.5, ''],
  [1e-9, '▏'],
  [0.5, '█████'],
  [0.55, '█████▌'],
  [1, '██████████'],
  [7, '██████████'],
])('a share of %s of ten columns is %j', (share, text) => {
  expect(bar(share, 10)).toBe(text);
});
