import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../src/cli/comment/comment-place.ts';
import { commentText } from '../../../src/report/check/comment.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type Ran, run, type World } from '../fake-io.ts';
import { failedResult, resultFile } from './sample-result.ts';

const TEXT = `${commentText(failedResult).trimEnd()}\n`;
const JOB = { GITHUB_TOKEN: 'ghs_1', GITHUB_REPOSITORY: 'acme/shop', GITHUB_REF: 'refs/pull/7/merge' };

function comment(env: World['env'], ...flags: readonly string[]): Promise<Ran> {
  return run(['comment', '--github', '--result', resultFile(), ...flags], { env });
}

function eventFile(event: unknown): string {
  const file = join(tempFolder(), 'event.json');
  writeFileSync(file, typeof event === 'string' ? event : JSON.stringify(event));
  return file;
}

describe('is printed, which is no error', () => {
  test.each([
    [
      'of a push',
      { ...JOB, GITHUB_REF: 'refs/heads/main' },
      [],
      'this is no run for a pull request, and --pr names none',
    ],
    ['outside of any job', {}, [], 'this is no run for a pull request, and --pr names none'],
    ['without a token', { ...JOB, GITHUB_TOKEN: '' }, [], 'neither GITHUB_TOKEN nor GH_TOKEN is set'],
    ['on a dry run', JOB, ['--dry-run'], '--dry-run'],
  ])('%s', async (_name, env, flags, why) => {
    // The network of this world cannot be reached.
    expect(await comment(env, ...flags)).toMatchObject({
      ...{ out: TEXT, err: `comment not posted: ${why}\n`, code: 0 },
    });
  });
});

describe('one line and exit code 2', () => {
  test('without --github', async () => {
    const { err, code } = await run(['comment', '--result', resultFile()], { env: JOB });
    expect([err, code]).toEqual([
      'llm-cost: comment needs --github: no other place can be commented on\n',
      2,
    ]);
  });

  test.each([
    [['--pr', '0'], {}, '--pr: needs a whole number of at least 1, not "0"'],
    [['--pr', '7/../8'], {}, '--pr: needs a whole number of at least 1, not "7/../8"'],
    [['--repo', 'shop'], {}, '--repo: needs owner/name, not "shop"'],
    [['--repo', 'acme/..'], {}, '--repo: needs owner/name, not "acme/.."'],
    [['--repo', 'acme/shop/issues/1?x='], {}, '--repo: needs owner/name, not "acme/shop/issues/1?x="'],
    [[], { GITHUB_REPOSITORY: '../shop' }, 'GITHUB_REPOSITORY: needs owner/name, not "../shop"'],
    [[], { GITHUB_REPOSITORY: '' }, '--repo: needs owner/name; GITHUB_REPOSITORY is not set'],
    [
      ['--api-url', 'github.com'],
      {},
      '--api-url: needs an address such as https://api.github.com, not "github.com"',
    ],
    [
      ['--api-url', 'file:///etc'],
      {},
      '--api-url: needs an address such as https://api.github.com, not "file:///etc"',
    ],
    [
      ['--api-url', 'https://me:secret@host'],
      {},
      '--api-url: no credentials in the address; GITHUB_TOKEN takes the token',
    ],
    [[], { GITHUB_API_URL: 'x' }, 'GITHUB_API_URL: needs an address such as https://api.github.com, not "x"'],
    [[], { GITHUB_TOKEN: 'ghs_1\r\nx: y' }, 'GITHUB_TOKEN: has characters that no token has'],
    [[], { GITHUB_TOKEN: '', GH_TOKEN: 'ghs_\u{1f308}' }, 'GH_TOKEN: has characters that no token has'],
  ])('%j %j', async (flags, env, said) => {
    expect(await comment({ ...JOB, ...env }, ...flags)).toMatchObject({
      ...{ out: '', err: `llm-cost: ${said}\n`, code: 2 },
    });
  });
});

describe('the pull request is that of', () => {
  const ref = 'refs/pull/7/merge';
  test.each([
    ['a pull request', { pull_request: { number: 12 }, number: 12 }, ref, 12],
    ['a pull request on its target', { pull_request: { number: 12 } }, 'refs/heads/main', 12],
    ['a comment on a pull request', { issue: { number: 9, pull_request: {} } }, 'refs/heads/main', 9],
    ['a comment on an issue: none', { issue: { number: 9 } }, 'refs/heads/main', undefined],
    ['a number alone', { number: 5 }, 'refs/heads/main', 5],
    ['the reference, where the event names none', { action: 'x' }, ref, 7],
    ['the reference, where the event is broken', '{', ref, 7],
    ['the reference, where the event is no object', 'null', ref, 7],
    ['the reference, where the number is none', { pull_request: { number: '12/../1' }, number: -1 }, ref, 7],
    ['a head', {}, 'refs/pull/7/head', 7],
    ['a branch that is named like one: none', {}, 'refs/heads/refs/pull/7/merge', undefined],
  ])('%s', async (_name, event, GITHUB_REF, pullRequest) => {
    const place = await placeOf({}, { ...JOB, GITHUB_REF, GITHUB_EVENT_PATH: eventFile(event) });
    expect('pullRequest' in place ? place.pullRequest : undefined).toBe(pullRequest);
  });

  test('an event that is not there', async () => {
    expect(await placeOf({}, { ...JOB, GITHUB_EVENT_PATH: '/no/such/file' })).toEqual({
      ...{ apiUrl: 'https://api.github.com', repository: 'acme/shop', pullRequest: 7, token: 'ghs_1' },
    });
  });
});

test('flags go before the environment, GITHUB_TOKEN before GH_TOKEN', async () => {
  const named = { repository: 'a.b/c-d_e', pullRequest: 3, apiUrl: 'https://ghe.example/api/v3/' };
  const env = {
    ...JOB,
    GITHUB_TOKEN: ' ghs_1\n',
    GH_TOKEN: 'gho_2',
    GITHUB_API_URL: 'https://api.github.com',
  };
  expect(await placeOf(named, env)).toEqual({
    ...{ apiUrl: 'https://ghe.example/api/v3', repository: 'a.b/c-d_e', pullRequest: 3, token: 'ghs_1' },
  });
});
