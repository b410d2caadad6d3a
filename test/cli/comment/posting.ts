import type { CheckFault, CheckResult } from '../../../src/model/check.ts';
import { commentText } from '../../../src/report/check/comment.ts';
import {
  type GithubApi,
  githubApi,
  type Interfere,
  PULL_REQUEST,
  REPOSITORY,
  TOKEN,
} from '../../support/github-api.ts';
import { type Ran, run, type World } from '../fake-io.ts';
import { failedResult, resultFile } from './sample-result.ts';

/** Before the sample result. */
export const EARLIER = '2026-11-19T10:00:00.000Z';

/** The comment as this result would have had it. */
export function textOf(result: CheckResult | CheckFault = failedResult): string {
  return commentText(result);
}

/** Runs the command as a job for the pull request does; waits take no time, requests go over the loopback. */
export function post(
  api: Pick<GithubApi, 'url'>,
  world: World = {},
  result: unknown = failedResult,
): Promise<Ran> {
  return run(['comment', '--github', '--result', resultFile(result)], {
    ...world,
    fetch: world.fetch ?? ((url, init) => fetch(url, init)),
    env: {
      ...{ GITHUB_TOKEN: TOKEN, GITHUB_API_URL: api.url, GITHUB_REPOSITORY: REPOSITORY },
      ...{ GITHUB_REF: `refs/pull/${PULL_REQUEST}/merge`, ...world.env },
    },
  });
}

/** What was said, and the pauses in milliseconds. */
export async function timed(
  interfere: Interfere,
): Promise<Ran & { readonly api: GithubApi; readonly waited: readonly number[] }> {
  const api = await githubApi(interfere);
  const waited: number[] = [];
  return { ...(await post(api, { onSleep: (ms) => void waited.push(ms) })), api, waited };
}
