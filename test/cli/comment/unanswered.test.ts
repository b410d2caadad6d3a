import { describe, expect, test } from 'vitest';
import { githubApi, problem, REPOSITORY, reply, TOKEN } from '../../support/github-api.ts';
import { run } from '../fake-io.ts';
import { EARLIER, post, textOf, timed } from './posting.ts';
import { failedResult, resultFile } from './sample-result.ts';

const PERMISSION =
  'the job needs "permissions: pull-requests: write", which GitHub does not give to pull requests from forks\n';
/** What is not posted is not lost. */
const PRINTED = `${textOf().trimEnd()}\n`;

describe('tries again', () => {
  test('after faults of the server, with longer and longer pauses', async () => {
    const { api, err, code, waited } = await timed((_asked, response, _keep, request) =>
      request <= 2 ? reply(response, request === 1 ? 500 : 503, '<html>sorry</html>') : false,
    );
    expect(err).toMatch(/^comment created: /);
    expect([code, api.comments.length]).toEqual([0, 1]);
    expect(waited).toEqual([1000, 2000]);
  });

  test.each([502, 'lost'] as const)('a comment whose answer was %s is not posted twice', async (how) => {
    const api = await githubApi(({ method }, response, keep, request) => {
      if (method !== 'POST' || request > 2) return false;
      keep();
      if (how === 'lost') response.destroy();
      else reply(response, how, 'bad gateway');
      return true;
    });
    const { err, code } = await post(api);
    expect(err).toBe('comment left as it is: nothing has changed but the time\n');
    expect([code, api.written(), api.comments.length]).toEqual([0, ['POST'], 1]);
  });

  test.each([
    ['403 with a pause', 403, { 'retry-after': '7' }, 7000],
    ['429 with a pause', 429, { 'retry-after': '7' }, 7000],
    ['429 without one', 429, {}, 1000],
    [
      '403, used up',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${Date.UTC(2026, 10, 20, 0, 0, 42) / 1000}` },
      42_000,
    ],
    ['403 that only its words tell', 403, {}, 60_000],
  ])('after a rate limit: %s', async (_name, status, headers, pause) => {
    const message =
      pause === 60_000 ? 'You have exceeded a secondary rate limit. Please wait a few minutes.' : 'Slow down';
    const { api, err, waited } = await timed(({ method }, response, _keep, request) =>
      method === 'POST' && request === 2
        ? reply(response, status, problem(status, message)[1], headers)
        : false,
    );
    expect(err).toMatch(/^comment created: /);
    expect(waited).toEqual([pause]);
    expect(api.comments).toHaveLength(1);
  });

  test('five times and no more', async () => {
    const { err, out, code, api, waited } = await timed((_asked, response) => reply(response, 500, {}));
    expect(err).toMatch(/^comment not posted: 127\.0\.0\.1:\d+ answered 500, 5 times; try again later\n$/);
    expect([out, code, api.asked.length]).toEqual([PRINTED, 3, 5]);
    expect(waited).toEqual([1000, 2000, 4000, 8000]);
  });

  test('a limit that stays is no missing permission', async () => {
    const { err, out, code, api } = await timed((_asked, response) =>
      reply(response, 403, problem(403, 'Slow down')[1], { 'retry-after': '1' }),
    );
    expect(err).toMatch(
      /^comment not posted: 127\.0\.0\.1:\d+ answered 403 \(Slow down\), 5 times; try again later\n$/,
    );
    expect([out, code, api.asked.length]).toEqual([PRINTED, 3, 5]);
  });

  test('not after a pause that is too long to wait for', async () => {
    const { err, code, api } = await timed((_asked, response) =>
      reply(response, 429, problem(429, 'Slow down')[1], { 'retry-after': '61' }),
    );
    expect(err).toMatch(/answered 429 \(Slow down\), and asks to wait 2 minutes; try again later\n$/);
    expect([code, api.asked.length]).toEqual([3, 1]);
  });

  test('where nobody listens', async () => {
    const { err, code } = await post({ url: 'http://127.0.0.1:1' });
    expect(err).toMatch(
      /^comment not posted: 127\.0\.0\.1:1 cannot be reached \(.+\), 5 times; try again later\n$/,
    );
    expect(code).toBe(3);
  });
});

describe('without the permission', () => {
  test.each([
    ['POST', 403, 'Resource not accessible by integration'],
    ['POST', 404, 'Not Found'],
    ['PATCH', 403, 'Resource not accessible by personal access token'],
    ['GET', 403, 'Resource not accessible by integration'],
  ])('%s answered %i: it is printed', async (refused, status, message) => {
    const api = await githubApi(({ method }, response) =>
      method === refused ? reply(response, ...problem(status, message)) : false,
    );
    if (refused === 'PATCH') api.add(textOf({ ...failedResult, generatedAt: EARLIER, verdict: 'passed' }));
    const { err, out, code } = await post(api);
    expect(out).toBe(`${textOf().trimEnd()}\n`);
    expect(err).toMatch(
      new RegExp(`^comment not posted: 127\\.0\\.0\\.1:\\d+ answered ${status} \\(${message}\\); `),
    );
    expect(err.endsWith(PERMISSION)).toBe(true);
    expect([code, api.asked.at(-1)!.method]).toEqual([0, refused]);
  });
});

describe('what is wrong is said on one line', () => {
  test.each([
    ['GET', 401, 'Bad credentials', 'answered 401 (Bad credentials); the token is not valid'],
    [
      'GET',
      404,
      'Not Found',
      'answered 404 (Not Found); there is no pull request 7 in acme/shop, or the token may not see it',
    ],
    ['POST', 410, 'Issues are disabled for this repo', 'answered 410 (Issues are disabled for this repo)'],
    ['POST', 422, 'Validation Failed', 'answered 422 (Validation Failed)'],
  ])('%s answered %i', async (refused, status, message, said) => {
    const api = await githubApi(({ method }, response) =>
      method === refused ? reply(response, ...problem(status, message)) : false,
    );
    const { err, out, code } = await post(api);
    expect(err.replace(/127\.0\.0\.1:\d+/, 'HOST')).toBe(`llm-cost: comment: HOST ${said}\n`);
    expect([out, code]).toEqual(['', 2]);
    expect(api.asked.filter(({ method }) => method === refused)).toHaveLength(1);
  });

  test.each([
    ['a token that is not valid', { GITHUB_TOKEN: 'wrong' }, /answered 401 \(Bad credentials\)/],
    ['a repository that is not there', { GITHUB_REPOSITORY: 'acme/other' }, /answered 404 .* in acme\/other/],
  ])('%s, as the server sees it', async (_name, env, said) => {
    const { err, code } = await post(await githubApi(), { env });
    expect(err).toMatch(said);
    expect(code).toBe(2);
  });

  test('a list that is none', async () => {
    const api = await githubApi((_asked, response) => reply(response, 200, '<html>log in</html>'));
    const { err, code } = await post(api);
    expect(err).toMatch(/answered with no list of comments\n$/);
    expect([code, api.written()]).toEqual([2, []]);
  });
});

describe('the token', () => {
  test.each([301, 302, 307])('goes nowhere else by a redirect (%i)', async (status) => {
    const other = await githubApi();
    const api = await githubApi((_asked, response) =>
      reply(response, status, '', { location: `${other.url}/repos/acme/shop/issues/7/comments` }),
    );
    const { err, code } = await post(api);
    expect(err).toMatch(
      new RegExp(`answered ${status}, a redirect, which is not followed.*; was acme/shop renamed`),
    );
    expect([code, api.asked.length, other.asked.length]).toEqual([2, 1, 0]);
  });

  test('nor to a next page on another server', async () => {
    const other = await githubApi();
    const api = await githubApi(({ method }, response) =>
      method === 'GET' ? reply(response, 200, [], { link: `<${other.url}/x?page=2>; rel="next"` }) : false,
    );
    const { err, code } = await post(api);
    expect(err).toMatch(/names a next page on another server\n$/);
    expect([code, api.written(), other.asked.length]).toEqual([2, [], 0]);
  });

  test('is never shown, not even by a server that repeats it, nor is what else the server says obeyed', async () => {
    const api = await githubApi((_asked, response) =>
      reply(response, ...problem(422, `no ${TOKEN} \x1b]52;c;AAAA\x07\u202e`)),
    );
    const { err, out } = await run(['comment', '--github', '--debug', '--result', resultFile()], {
      fetch: (url, init) => fetch(url, init),
      env: {
        GITHUB_TOKEN: TOKEN,
        GITHUB_API_URL: api.url,
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_REF: 'refs/pull/7/merge',
      },
    });
    expect(out + err).not.toContain(TOKEN);
    expect(err).toContain('no [token]');
    expect(err).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });
});

test('a server that lists the same page for ever is left in the end', async () => {
  const api = await githubApi(({ path }, response) =>
    reply(response, 200, [], { link: `<${path}>; rel="next"` }),
  );
  const { err, code } = await post(api);
  expect(err).toMatch(/has more than 100 pages of comments\n$/);
  expect([code, api.asked.length]).toEqual([2, 100]);
});
