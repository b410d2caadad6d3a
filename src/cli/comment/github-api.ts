import { unreachable } from '../../embeddings/endpoint-failure.ts';
import type { Io } from '../io.ts';
import { isRecord } from '../parse-value.ts';
import { ApiError, apiFailure } from './api-failure.ts';
import type { CommentPlace } from './comment-place.ts';

/** The network, as GitHub is asked over it. */
export type Wire = Pick<Io, 'fetch' | 'sleep' | 'now'>;

/** A comment of a pull request, as far as it is looked at. */
export interface IssueComment {
  readonly id: number;
  readonly body: string;
  /** UTC milliseconds. */
  readonly createdAt: number;
  /** Whether its author may speak for the repository; see `isTrusted`. */
  readonly isTrusted: boolean;
  /** Page that shows it; undefined where the server does not say. */
  readonly url: string | undefined;
}

const TIMEOUT_MS = 30_000;
const PER_PAGE = 100;
/** A pull request takes 2,500 comments. */
const MOST_PAGES = 100;

/** All comments of the pull request. Throws `ApiError`. */
export async function listComments(place: CommentPlace, wire: Wire): Promise<IssueComment[]> {
  const comments: IssueComment[] = [];
  let url: string | undefined = `${threadUrl(place)}?per_page=${PER_PAGE}`;
  for (let page = 1; url !== undefined; page++) {
    if (page > MOST_PAGES) throw refused(`has more than ${MOST_PAGES} pages of comments`);
    const { value, link } = await request(place, 'GET', url, wire);
    if (!Array.isArray(value)) throw refused('answered with no list of comments');
    comments.push(...(value as readonly unknown[]).flatMap(readComment));
    url = nextPage(link, url);
  }
  return comments;
}

/** Returns the page that shows the comment. Throws `ApiError`. */
export async function createComment(
  place: CommentPlace,
  body: string,
  wire: Wire,
): Promise<string | undefined> {
  const { value } = await request(place, 'POST', threadUrl(place), wire, body);
  return pageOf(value);
}

/** Returns the page that shows the comment. Throws `ApiError`. */
export async function updateComment(
  place: CommentPlace,
  id: number,
  body: string,
  wire: Wire,
): Promise<string | undefined> {
  const url = `${place.apiUrl}/repos/${place.repository}/issues/comments/${id}`;
  const { value } = await request(place, 'PATCH', url, wire, body);
  return pageOf(value);
}

/** A pull request is an issue, and these are its comments; those on lines of code are others. */
function threadUrl({ apiUrl, repository, pullRequest }: CommentPlace): string {
  return `${apiUrl}/repos/${repository}/issues/${pullRequest}/comments`;
}

async function request(
  { token }: CommentPlace,
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  { fetch, now }: Wire,
  body?: string,
): Promise<{ readonly value: unknown; readonly link: string }> {
  const isWriting = method !== 'GET';
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        // GitHub refuses requests without one.
        'user-agent': 'llm-cost-audit',
        ...(isWriting && { 'content-type': 'application/json' }),
      },
      ...(isWriting && { body: JSON.stringify({ body }) }),
      // A redirect would take the token where nobody sent it.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(apiFailure(response, text, now()), isWriting, response.status);
    return { value: parsed(text), link: response.headers.get('link') ?? '' };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // Name servers and proxies of a job that has just begun are not always there yet.
    throw new ApiError({ ...unreachable(error), mayPass: true }, isWriting);
  }
}

function refused(why: string): ApiError {
  return new ApiError({ why, mayPass: false }, false);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The address of the next page (RFC 8288), which is asked with the token too. */
function nextPage(link: string, from: string): string | undefined {
  const next = /<([^<>]*)>\s*;[^,<]*\brel="?next\b/i.exec(link)?.[1];
  if (next === undefined) return undefined;
  const url = URL.canParse(next, from) ? new URL(next, from) : undefined;
  if (url?.origin !== new URL(from).origin) throw refused('names a next page on another server');
  return url.href;
}

/** Authors that the repository has let in. Other ones, on a public repository, are anybody. */
const INSIDERS: readonly unknown[] = ['OWNER', 'MEMBER', 'COLLABORATOR'];

function readComment(value: unknown): IssueComment[] {
  if (!isRecord(value) || typeof value.body !== 'string' || !Number.isSafeInteger(value.id)) return [];
  return [
    {
      id: Number(value.id),
      // Edited in a browser it comes back with other line ends.
      body: value.body.replaceAll('\r\n', '\n'),
      createdAt: typeof value.created_at === 'string' ? Date.parse(value.created_at) : Number.NaN,
      isTrusted: isTrusted(value),
      url: pageOf(value),
    },
  ];
}

/** Servers that only speak GitHub's language may not say who is let in. */
function isTrusted({ user, author_association }: Readonly<Record<string, unknown>>): boolean {
  if (isRecord(user) && user.type === 'Bot') return true;
  return author_association === undefined || INSIDERS.includes(author_association);
}

function pageOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value.html_url === 'string' ? value.html_url : undefined;
}
