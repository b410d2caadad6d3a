import { readFile } from 'node:fs/promises';
import { InputError } from '../../contracts/input-error.ts';
import type { Io } from '../io.ts';
import { isRecord } from '../parse-value.ts';

/** What the flags say; absent: the environment of the job does. */
export interface NamedPlace {
  readonly repository?: string;
  readonly pullRequest?: number;
  readonly apiUrl?: string;
}

/** A pull request, and how to get at it. */
export interface CommentPlace {
  /** `https://api.github.com`, or `https://HOST/api/v3` of GitHub Enterprise. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  /** Sent to the API's own origin only; never shown. */
  readonly token: string;
}

const GITHUB = 'https://api.github.com';

/** Where the comment belongs, or why it belongs nowhere, to be said after "not posted". Throws `InputError`. */
export async function placeOf(
  named: NamedPlace,
  env: Io['env'],
): Promise<CommentPlace | { readonly nowhere: string }> {
  const apiUrl = apiUrlOf(named.apiUrl, env);
  const token = tokenOf(env);
  const pullRequest = named.pullRequest ?? (await pullRequestOf(env));
  if (pullRequest === undefined) return { nowhere: 'this is no run for a pull request, and --pr names none' };
  const repository = repositoryOf(named.repository, env);
  if (token === undefined) return { nowhere: 'neither GITHUB_TOKEN nor GH_TOKEN is set' };
  return { apiUrl, repository, pullRequest, token };
}

/** A variable that is set to nothing, as runners set what a job does not have, is not set. */
function set(env: Io['env'], name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function repositoryOf(named: string | undefined, env: Io['env']): string {
  const from = named === undefined ? 'GITHUB_REPOSITORY' : '--repo';
  const repository = named ?? set(env, 'GITHUB_REPOSITORY');
  if (repository === undefined)
    throw new InputError('--repo: needs owner/name; GITHUB_REPOSITORY is not set');
  // Dots alone would lead to another path of the API.
  if (!/^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/.test(repository))
    throw new InputError(`${from}: needs owner/name, not "${repository}"`);
  return repository;
}

function apiUrlOf(named: string | undefined, env: Io['env']): string {
  const from = named === undefined ? 'GITHUB_API_URL' : '--api-url';
  const base = named ?? set(env, 'GITHUB_API_URL') ?? GITHUB;
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new InputError(`${from}: needs an address such as ${GITHUB}, not "${base}"`);
  if (url.username !== '' || url.password !== '')
    throw new InputError(`${from}: no credentials in the address; GITHUB_TOKEN takes the token`);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function tokenOf(env: Io['env']): string | undefined {
  const from = set(env, 'GITHUB_TOKEN') === undefined ? 'GH_TOKEN' : 'GITHUB_TOKEN';
  const token = set(env, from);
  // What a header cannot hold would be named, whole, in the error of whoever builds the header.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new InputError(`${from}: has characters that no token has`);
  return token;
}

/** The number of the pull request that the job runs for. */
async function pullRequestOf(env: Io['env']): Promise<number | undefined> {
  const event = await eventOf(set(env, 'GITHUB_EVENT_PATH'));
  const issue = isRecord(event.issue) && isRecord(event.issue.pull_request) ? event.issue : undefined;
  const numbers = [isRecord(event.pull_request) ? event.pull_request.number : undefined, issue?.number];
  const ref = /^refs\/pull\/(\d{1,15})\/(?:merge|head)$/.exec(set(env, 'GITHUB_REF') ?? '')?.[1];
  return [...numbers, event.number, ref === undefined ? undefined : Number(ref)].find(isPullRequest);
}

function isPullRequest(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** Without an event that can be read the reference says what there is to know. */
async function eventOf(path: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (path === undefined) return {};
  try {
    const event: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isRecord(event) ? event : {};
  } catch {
    return {};
  }
}
