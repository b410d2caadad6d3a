import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A comment as GitHub keeps it. */
export interface KeptComment {
  readonly id: number;
  body: string;
  readonly created_at: string;
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' };
  readonly author_association: string;
}

export interface AskedOfGithub {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Of a comment that is created or updated. */
  readonly body: string | undefined;
}

/** Answers instead of the API where it returns true; `keep` first does what was asked for, as if only the answer were lost. */
export type Interfere = (
  asked: AskedOfGithub,
  response: ServerResponse,
  keep: () => void,
  request: number,
) => boolean;

export interface GithubApi {
  /** What `GITHUB_API_URL` is. */
  readonly url: string;
  /** Of pull request 7, oldest first; a test may put its own there. */
  readonly comments: KeptComment[];
  readonly asked: AskedOfGithub[];
  /** Requests that wrote something: "POST", "PATCH 12". */
  written(): string[];
  /** Puts a comment there, by the job's own bot unless something else is said. */
  add(body: string, by?: Partial<KeptComment>): KeptComment;
}

export const TOKEN = 'ghs_0123456789abcdefABCDEF';
export const REPOSITORY = 'acme/shop';
export const PULL_REQUEST = 7;

const MOST_CHARACTERS = 65_536;
const BOT = { login: 'github-actions[bot]', type: 'Bot' } as const;
const THREAD = new RegExp(`^/(?:repos/${REPOSITORY}|repositories/101)/issues/${PULL_REQUEST}/comments$`);
const COMMENT = new RegExp(`^/repos/${REPOSITORY}/issues/comments/(\\d+)$`);

/**
 * GitHub's REST API as far as comments of one pull request go: pages with `Link`, its errors with their bodies, its limit on the
 * length of a comment. `root` is `/api/v3` on GitHub Enterprise.
 */
export async function githubApi(interfere: Interfere = () => false, root = ''): Promise<GithubApi> {
  const comments: KeptComment[] = [];
  const asked: AskedOfGithub[] = [];
  let lastId = 1000;
  const add: GithubApi['add'] = (body, by = {}) => {
    const id = ++lastId;
    const created_at = new Date(Date.UTC(2026, 10, 1, 0, 0, id)).toISOString().replace('.000Z', 'Z');
    const kept = { id, body, created_at, user: BOT, author_association: 'NONE', ...by };
    comments.push(kept);
    return kept;
  };

  const answer = (one: AskedOfGithub, origin: string): readonly [number, unknown, object?] => {
    const { method, headers, body } = one;
    const url = new URL(one.path, origin);
    if (headers['user-agent'] === undefined) return [403, 'Request forbidden by administrative rules.'];
    if (headers.authorization !== `Bearer ${TOKEN}`) return problem(401, 'Bad credentials');
    const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : '';
    const isThread = THREAD.test(path);
    const updated = comments.find(({ id }) => String(id) === COMMENT.exec(path)?.[1]);
    if (method === 'GET' && isThread) return listed(url, comments, origin + root);
    const isCreating = method === 'POST' && isThread;
    if (!isCreating && (method !== 'PATCH' || updated === undefined)) return problem(404, 'Not Found');
    if (body === undefined) return problem(400, 'Problems parsing JSON');
    if (body === '' || [...body].length > MOST_CHARACTERS) return tooLong();
    if (isCreating) return [201, shown(add(body), origin)];
    updated!.body = body;
    return [200, shown(updated!, origin)];
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { method = '', url: path = '', headers } = request;
      const one: AskedOfGithub = { method, path, headers, body: commentIn(text) };
      asked.push(one);
      const origin = `http://${headers.host}`;
      let made: ReturnType<typeof answer> | undefined;
      const keep = () => {
        made = answer(one, origin);
      };
      if (interfere(one, response, keep, asked.length)) return;
      const [status, body, more] = made ?? answer(one, origin);
      reply(response, status, body, more);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${root}`,
    ...{ comments, asked, add },
    written: () =>
      asked
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path }) => [method, /\/comments\/(\d+)$/.exec(path)?.[1]].filter(Boolean).join(' ')),
  };
}

/** An error as GitHub words it. */
export function problem(status: number, message: string): readonly [number, object] {
  return [
    status,
    { message, documentation_url: 'https://docs.github.com/rest/issues/comments', status: `${status}` },
  ];
}

export function reply(response: ServerResponse, status: number, body: unknown, headers: object = {}): true {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-remaining': '4321',
    ...headers,
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
  return true;
}

function listed(
  url: URL,
  comments: readonly KeptComment[],
  base: string,
): readonly [number, unknown, object] {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const page = Number(url.searchParams.get('page') ?? 1);
  const pages = Math.ceil(comments.length / size);
  const link = (to: number, rel: string) =>
    `<${base}/repositories/101/issues/${PULL_REQUEST}/comments?per_page=${size}&page=${to}>; rel="${rel}"`;
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next'), link(pages, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  const chosen = comments.slice((page - 1) * size, page * size).map((comment) => shown(comment, base));
  return [200, chosen, links.length === 0 ? {} : { link: links.join(', ') }];
}

function shown(comment: KeptComment, origin: string): object {
  const html_url = `https://github.example/${REPOSITORY}/pull/${PULL_REQUEST}#issuecomment-${comment.id}`;
  return { ...comment, html_url, url: `${origin}/repos/${REPOSITORY}/issues/comments/${comment.id}` };
}

function tooLong(): readonly [number, object] {
  const message = `Body is too long (maximum is ${MOST_CHARACTERS} characters)`;
  const error = { resource: 'IssueComment', code: 'unprocessable', field: 'data', message };
  const [status, body] = problem(422, 'Validation Failed');
  return [status, { ...body, errors: [error] }];
}

function commentIn(text: string): string | undefined {
  try {
    const { body } = JSON.parse(text) as { readonly body?: unknown };
    return typeof body === 'string' ? body : undefined;
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
