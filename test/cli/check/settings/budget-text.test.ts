import { expect, test } from 'vitest';
import { budgetText } from '../../../../src/cli/check/settings/budget-text.ts';

const place = { name: '--budget', base: '/' };

test.each([
  ['cost max=5', { measure: 'cost', max: '5' }],
  ['  cost   max=5\tlevel=warn ', { measure: 'cost', max: '5', level: 'warn' }],
  ['cost for=feature:my feature max=$5', { measure: 'cost', for: 'feature:my feature', max: '$5' }],
  ['cost maxIncrease=10%,$0.5', { measure: 'cost', maxIncrease: '10%,$0.5' }],
  ['cost for=model:a=b', { measure: 'cost', for: 'model:a=b' }],
  ['cost maxx=5', { measure: 'cost', maxx: '5' }],
  ['cost', { measure: 'cost' }],
  ['cost max=', { measure: 'cost', max: '' }],
])('%j', (text, said) => {
  expect(budgetText(text, place)).toEqual(said);
});

test.each([
  ['', '--budget: needs a measure and its limits, such as "costPerCall max=0.02"'],
  ['max=5', '--budget: needs a measure and its limits, such as "costPerCall max=0.02"'],
  ['cost max=5 max=6', '--budget: says max twice'],
  ['cost measure=calls', '--budget: says measure twice'],
])('%j is none', (text, message) => {
  expect(() => budgetText(text, place)).toThrow(message);
});
