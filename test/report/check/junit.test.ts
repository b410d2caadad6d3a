import { describe, expect, test } from 'vitest';
import { checkNames, hugeCheck, rendered, sampleCheck, sampleResult } from './sample-checks.ts';
import { elementsOf, parsedXml, type XmlElement } from './strict-xml.ts';

const suiteOf = async (name: string): Promise<XmlElement> => {
  const root = parsedXml(await rendered('junit', sampleCheck(name)));
  expect(root.name).toBe('testsuites');
  expect(root.children.map((child) => child.name)).toEqual(['testsuite']);
  return root.children[0]!;
};

describe.each(checkNames)('%s', (name) => {
  test('counts what it lists', async () => {
    const suite = await suiteOf(name);
    for (const [count, element] of [
      ['tests', 'testcase'],
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ] as const) {
      expect(elementsOf(suite, element)).toHaveLength(Number(suite.attributes[count]));
    }
    expect(suite.attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  });

  test('fails where the check does, and nowhere else', async () => {
    const suite = await suiteOf(name);
    const { verdict } = sampleCheck(name);
    expect(Number(suite.attributes.failures) > 0).toBe(verdict === 'failed');
    if (verdict === 'passed') expect(suite.attributes.errors).toBe('0');
    if (verdict === 'notJudged' || verdict === 'error') expect(suite.attributes.errors).not.toBe('0');
  });
});

test('a test case for each budget and each of its groups, and what came of it', async () => {
  const suite = await suiteOf('failed');
  const cases = elementsOf(suite, 'testcase').map(({ attributes, children }) => [
    attributes.name,
    children.map(({ name }) => name).join(),
  ]);
  expect(cases).toEqual([
    ['total', 'failure'],
    ['cost-per-call', 'failure'],
    ['features of feature "answer"', 'failure'],
    ['cache', 'failure'],
    ['"input tokens"', 'system-out'],
    ['features of feature "plan"', 'skipped'],
    ['router', 'skipped'],
    ['features of feature "triage"', 'system-out'],
    ['duplicates', 'system-out'],
    ['users', 'skipped'],
  ]);
  expect(suite.attributes.name).toBe('pull requests');
  expect(elementsOf(suite, 'failure')[0]!.attributes.type).toBe('maxIncrease');
});

test('a budget that fails the build is an error where it is not judged, one that warns is skipped', async () => {
  const sample = sampleResult('not-judged');
  const warned = sample.budgets.map((of) => ({ ...of, budget: { ...of.budget, level: 'warn' as const } }));
  const errors = (check: Parameters<typeof rendered>[1]) =>
    rendered('junit', check).then((text) => elementsOf(parsedXml(text), 'error').length);
  expect(await errors(sample)).toBe(2);
  expect(await errors({ ...sample, budgets: warned })).toBe(1);
});

test('a huge one is well formed', async () => {
  expect(elementsOf(parsedXml(await rendered('junit', hugeCheck(200, 500))), 'testcase')).toHaveLength(400);
});

test('the parser of these tests is strict', () => {
  for (const broken of [
    '<a>',
    '<a></b>',
    '<a x="1" x="2"/>',
    '<a>&</a>',
    '<a>&b;</a>',
    '<a>\u0001</a>',
    '<a/><b/>',
  ]) {
    expect(() => parsedXml(broken), broken).toThrow();
  }
});
