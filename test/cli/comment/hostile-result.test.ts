import { readFileSync } from 'node:fs';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { resultShape } from '../../../src/cli/comment/result-shape.ts';
import { isRecord } from '../../../src/cli/parse-value.ts';
import type { CheckResult } from '../../../src/model/check.ts';
import { run } from '../fake-io.ts';
import { resultFile } from './sample-result.ts';

/** The result may come from a job that strangers wrote; it is posted with a token that they do not have. */
const HOSTILE =
  '](http://evil.example) ![i](http://evil.example/x.png) <img src=x> --> | `b` \n\n# owned\n::error::x\n##[error] @everyone \u202e\x1b[2J\ud800';

const result = JSON.parse(readFileSync('fixtures/checks/failed.json', 'utf8')) as CheckResult;

/** The result with hostile text in one field, by the field's name, for every field that may be any text; of a list, in its first element. */
function hostileResults(): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const visit = (value: unknown, name: string, put: (changed: unknown) => unknown): void => {
    if (typeof value === 'string') {
      const changed = put(HOSTILE);
      if (resultShape(changed, '') === undefined) found.set(name, changed);
    } else if (Array.isArray(value) && value.length > 0) {
      visit(value[0], `${name}[0]`, (changed) => put(value.with(0, changed)));
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value))
        visit(item, `${name}.${key}`, (changed) => put({ ...value, [key]: changed }));
    }
  };
  visit(result, '', (changed) => changed);
  return found;
}

const results = hostileResults();

test('many fields are any text', () => {
  expect([...results.keys()]).toEqual(
    expect.arrayContaining([
      '.name',
      '.priceBook.version',
      '.baseline.path',
      '.budgets[0].title',
      '.inputs[0].path',
      '.logs[0]',
    ]),
  );
});

test.each([...results])('%s stays text', async (_name, hostile) => {
  const { out, code, err } = await run(['comment', '--github', '--result', resultFile(hostile)]);
  expect([code, err]).toEqual([
    0,
    'comment not posted: this is no run for a pull request, and --pr names none\n',
  ]);
  const made: string[] = [];
  const [marker = '', ...page] = out.split('\n');
  expect(marker).toMatch(/^<!-- llm-cost-audit check="[\w%. :/-]*" at="[\w:.-]+" -->$/);
  expect(marker.indexOf('--', 4)).toBe(marker.length - 3);
  marked.walkTokens(marked.lexer(page.join('\n')), (token) => {
    if (['link', 'image'].includes(token.type)) made.push(token.raw);
    if (token.type === 'html' && token.raw.includes('img')) made.push(token.raw);
    if (token.type === 'heading' && token.raw.startsWith('# owned')) made.push(token.raw);
  });
  expect(made).toEqual([]);
  expect(out).not.toMatch(/^\s*::/m);
  expect(out).not.toContain('##[');
  expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  expect(Buffer.from(out).toString()).toBe(out);
});
