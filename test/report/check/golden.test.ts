import { describe, expect, test } from 'vitest';
import { CHECK_FORMATS, type CheckFormat } from '../../../src/report/check/index.ts';
import { checkNames, rendered, sampleCheck } from './sample-checks.ts';

const ENDINGS: Readonly<Partial<Record<CheckFormat, string>>> = {
  text: 'txt',
  github: 'md',
  gitlab: 'gitlab.json',
  junit: 'xml',
};

describe.each(checkNames)('%s', (name) => {
  test.each(Object.entries(ENDINGS))('as it was read: %s', async (format, ending) => {
    const text = await rendered(format as CheckFormat, sampleCheck(name));
    await expect(text).toMatchFileSnapshot(`../../../fixtures/checks/golden/${name}.${ending}`);
  });

  test('markdown is the comment without its marker', async () => {
    const [marker, ...page] = (await rendered('github', sampleCheck(name))).split('\n');
    expect(marker).toMatch(/^<!-- .* -->$/);
    expect(await rendered('markdown', sampleCheck(name))).toBe(page.join('\n'));
  });

  test('json is the result', async () => {
    expect(JSON.parse(await rendered('json', sampleCheck(name)))).toEqual(sampleCheck(name));
  });
});

test.each(CHECK_FORMATS)('%s ends with one line feed', async (format) => {
  expect(await rendered(format, sampleCheck('failed'))).toMatch(/[^\n]\n$/);
});
