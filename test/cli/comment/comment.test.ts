import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckFault, CheckResult } from '../../../src/model/check.ts';
import { readMarker } from '../../../src/report/check/comment-marker.ts';
import { githubApi, REPOSITORY, TOKEN } from '../../support/github-api.ts';
import { run } from '../fake-io.ts';
import { EARLIER, post, textOf } from './posting.ts';
import { failedResult, fault, resultFile } from './sample-result.ts';

const LATER = '2026-11-21T10:00:00.000Z';

test('where there is none it is created, with what GitHub wants to be told', async () => {
  const api = await githubApi();
  const { err, out, code } = await post(api);
  expect(err).toBe(`comment created: https://github.example/acme/shop/pull/7#issuecomment-1001\n`);
  expect([out, code]).toEqual(['', 0]);
  expect(api.comments.map(({ body }) => body)).toEqual([textOf()]);
  expect(readMarker(textOf())).toEqual({ name: 'nightly', at: failedResult.generatedAt });
  for (const { headers } of api.asked) {
    expect(headers).toMatchObject({
      ...{ accept: 'application/vnd.github+json', authorization: `Bearer ${TOKEN}` },
      ...{ 'x-github-api-version': '2022-11-28', 'user-agent': 'llm-cost-audit' },
    });
  }
});

test('an earlier one is updated, whatever else is there, also far behind', async () => {
  const api = await githubApi();
  for (let i = 0; i < 230; i++) api.add(`comment ${i}`);
  const own = api.add(textOf({ ...failedResult, generatedAt: EARLIER, exitCode: 3, verdict: 'notJudged' }));
  for (let i = 0; i < 230; i++) api.add(`comment ${i}`);
  const { err, code } = await post(api);
  expect(err).toBe(`comment updated: https://github.example/acme/shop/pull/7#issuecomment-${own.id}\n`);
  expect(code).toBe(0);
  expect(own.body).toBe(textOf());
  expect(api.written()).toEqual([`PATCH ${own.id}`]);
  expect(api.asked.map(({ path }) => path)).toContain(
    '/repositories/101/issues/7/comments?per_page=100&page=5',
  );
});

test('a configuration that is wrong is said in it too', async () => {
  const api = await githubApi();
  expect((await post(api, {}, fault)).code).toBe(0);
  expect(api.comments[0]!.body).toBe(textOf(fault));
});

describe('is left as it is', () => {
  test('where only the time is another, also after an edit that changed line ends alone', async () => {
    const api = await githubApi();
    const own = api.add(textOf({ ...failedResult, generatedAt: EARLIER }).replaceAll('\n', '\r\n'));
    const before = own.body;
    const { err, out, code } = await post(api);
    expect(err).toBe('comment left as it is: nothing has changed but the time\n');
    expect([out, code, own.body]).toEqual(['', 0, before]);
    expect(api.written()).toEqual([]);
  });

  test('where a later check has spoken', async () => {
    const api = await githubApi();
    api.add(textOf({ ...failedResult, generatedAt: LATER, verdict: 'passed', exitCode: 0 }));
    const { err, code } = await post(api);
    expect(err).toBe(`comment left as it is: that of a later check, ${LATER}\n`);
    expect([code, api.written()]).toEqual([0, []]);
  });
});

describe('a check is found again by its name', () => {
  test.each([
    ['very long', 'n'.repeat(5000)],
    ['hostile', '--> <script>"\n::error::\u202e\ud800%003e &amp; `](http://evil)'],
    ['empty', ''],
  ])('%s', async (_name, name) => {
    const api = await githubApi();
    await post(api, {}, { ...failedResult, name, generatedAt: EARLIER, verdict: 'passed' });
    await post(api, {}, { ...failedResult, name });
    expect(api.written()).toEqual(['POST', 'PATCH 1001']);
  });

  test('its spelling counts', async () => {
    const api = await githubApi();
    await post(api, {}, { ...failedResult, name: 'Nightly' });
    await post(api);
    expect(api.written()).toEqual(['POST', 'POST']);
  });
});

const FIXTURES = 'fixtures/checks';
describe.each(readdirSync(FIXTURES).filter((name) => name.endsWith('.json')))('%s', (name) => {
  const result = JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as CheckResult | CheckFault;

  test('is created, and left when the same is found an hour later', async () => {
    const api = await githubApi();
    const later = new Date(Date.parse(result.generatedAt) + 3_600_000).toISOString();
    const [first, second] = [
      await post(api, {}, result),
      await post(api, {}, { ...result, generatedAt: later }),
    ];
    expect(first.err).toMatch(/^comment created: /);
    expect(second.err).toBe('comment left as it is: nothing has changed but the time\n');
  });

  test('is no command to the runner where it is printed', async () => {
    const { out, code } = await post({ url: 'http://127.0.0.1:1' }, { env: { GITHUB_TOKEN: '' } }, result);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(100);
    expect(out).not.toMatch(/^\s*::/m);
    expect(out).not.toContain('##[');
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe('of several', () => {
  const old = textOf({ ...failedResult, generatedAt: EARLIER, verdict: 'passed' });

  test('the newest is updated, by the time it was made and then by its number', async () => {
    const api = await githubApi();
    const created_at = '2026-11-05T00:00:00Z';
    const [first, second] = [api.add(old, { created_at }), api.add(old, { created_at })];
    api.add(old);
    await post(api);
    expect(api.written()).toEqual([`PATCH ${second.id}`]);
    expect(first.body).toBe(old);
  });

  test("another check's is another's", async () => {
    const api = await githubApi();
    api.add(textOf({ ...failedResult, generatedAt: EARLIER, name: 'weekly' }));
    await post(api);
    expect(api.written()).toEqual(['POST']);
  });

  test('a marker that is quoted, or below other text, is none', async () => {
    const api = await githubApi();
    api.add(`> ${old.replaceAll('\n', '\n> ')}`);
    api.add(`Look at this:\n${old}`);
    api.add(` ${old}`);
    await post(api);
    expect(api.written()).toEqual(['POST']);
  });

  test.each(['NONE', 'CONTRIBUTOR', 'FIRST_TIMER', 'MANNEQUIN'])(
    "a stranger's (%s) is neither updated nor believed",
    async (author_association) => {
      const api = await githubApi();
      const stranger = { user: { login: 'mallory', type: 'User' }, author_association } as const;
      const forged = textOf({ ...failedResult, generatedAt: '2999-01-01T00:00:00.000Z' });
      api.add(old, stranger);
      api.add(forged, stranger);
      const { err } = await post(api);
      expect(err).toMatch(/^comment created: /);
      expect(api.written()).toEqual(['POST']);
    },
  );

  test.each(['OWNER', 'MEMBER', 'COLLABORATOR'])(
    "a token's of a person (%s) is",
    async (author_association) => {
      const api = await githubApi();
      const own = api.add(old, { user: { login: 'ann', type: 'User' }, author_association });
      await post(api);
      expect(api.written()).toEqual([`PATCH ${own.id}`]);
    },
  );
});

test('GitHub Enterprise, below /api/v3', async () => {
  const api = await githubApi(undefined, '/api/v3');
  for (let i = 0; i < 150; i++) api.add(`comment ${i}`);
  expect((await post({ url: `${api.url}/` })).err).toMatch(/^comment created: /);
  expect(api.asked.map(({ path }) => path)).toEqual([
    '/api/v3/repos/acme/shop/issues/7/comments?per_page=100',
    '/api/v3/repositories/101/issues/7/comments?per_page=100&page=2',
    '/api/v3/repos/acme/shop/issues/7/comments',
  ]);
});

test('what is too long for GitHub is cut below its limit', async () => {
  const api = await githubApi();
  const [budget] = failedResult.budgets;
  const budgets = Array.from({ length: 300 }, (_, i) => ({
    ...budget!,
    budget: { ...budget!.budget, name: `budget-${i} ${'🌈'.repeat(20)}` },
  }));
  const { err, code } = await post(api, {}, { ...failedResult, budgets });
  expect(err).toMatch(/^comment created: /);
  expect(code).toBe(0);
  expect(api.comments[0]!.body.length).toBeGreaterThan(30_000);
  expect(readMarker(api.comments[0]!.body)?.name).toBe('nightly');
  // GitHub itself, asked for more than it takes.
  const response = await fetch(`${api.url}/repos/acme/shop/issues/7/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ body: 'x'.repeat(65_537) }),
  });
  expect(response.status).toBe(422);
});

test('--quiet says nothing, and does it', async () => {
  const api = await githubApi();
  const { err, out, code } = await run(
    [
      'comment',
      '--github',
      '--quiet',
      '--repo',
      REPOSITORY,
      '--pr',
      '7',
      '--api-url',
      api.url,
      '--result',
      resultFile(),
    ],
    { fetch: (url, init) => fetch(url, init), env: { GH_TOKEN: TOKEN } },
  );
  expect([err, out, code, api.comments.length]).toEqual(['', '', 0, 1]);
});
