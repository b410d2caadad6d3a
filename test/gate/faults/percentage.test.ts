import { expect, test } from 'vitest';
import { percentage } from '../../../src/gate/faults/percentage.ts';

test.each([
  [0, '0%'],
  [0.01, '1%'],
  [0.07, '7%'],
  [0.125, '12.5%'],
  [1 / 3, '33.3%'],
  [0.0001, '0.01%'],
  [1e-9, '<0.01%'],
  [0.999, '99.9%'],
  [0.9999, '>99.9%'],
  [1, '100%'],
])('%d is %s', (share, text) => {
  expect(percentage(share)).toBe(text);
});
