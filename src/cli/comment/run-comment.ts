import { InputError } from '../../contracts/input-error.ts';
import { commentText } from '../../report/check/comment.ts';
import { safeText } from '../../report/safe-text.ts';
import type { Io } from '../io.ts';
import { ApiError } from './api-failure.ts';
import { type CommentPlace, type NamedPlace, placeOf } from './comment-place.ts';
import { type CheckComment, type Posted, postComment } from './post-comment.ts';
import { readResult } from './read-result.ts';

export interface CommentRequest extends NamedPlace {
  /** The file that `check --out` wrote. */
  readonly result: string;
  /** Print the comment and leave GitHub alone. */
  readonly isDry: boolean;
  readonly isQuiet: boolean;
}

/** Nothing is wrong that the user could put right, so this is not the 2 of wrong input. */
const OUTAGE = 3;

/**
 * Brings a check's result to its pull request. Where that cannot be, for want of a pull request, a token or a permission, the
 * comment is printed: a job for a fork must not fail for it. So it is where GitHub does not answer or limits the rate, which has
 * an exit code of its own. Throws `InputError`.
 */
export async function runComment(request: CommentRequest, io: Io): Promise<void> {
  const comment = await commentOf(request.result);
  const say = async (text: string) => {
    if (!request.isQuiet) await io.stderr.write(`${safeText(text)}\n`);
  };
  const printed = async (why: string) => {
    await io.stdout.write(`${comment.text.trimEnd()}\n`);
    await say(`comment not posted: ${why}`);
  };
  const place = await placeOf(request, io.env);
  if (request.isDry) return printed('--dry-run');
  if ('nowhere' in place) return printed(place.nowhere);
  try {
    await say(sentence(await postComment(place, comment, io)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.failure.mayPass) {
      await printed(`${host(place)} ${error.message}; try again later`);
      io.setExitCode(OUTAGE);
      return;
    }
    if (!isForbidden(error))
      throw new InputError(`comment: ${host(place)} ${error.message}${hint(error, place)}`);
    await printed(
      `${host(place)} ${error.message}; the job needs "permissions: pull-requests: write", which GitHub does not give to pull requests from forks`,
    );
  }
}

async function commentOf(file: string): Promise<CheckComment> {
  const result = await readResult(file);
  const textAt = (at: string) => commentText({ ...result, generatedAt: at });
  return { at: result.generatedAt, text: textAt(result.generatedAt), textAt };
}

function sentence({ did, note }: Posted): string {
  return did === 'left'
    ? `comment left as it is: ${note}`
    : `comment ${did}${note === undefined ? '' : `: ${note}`}`;
}

/** A token that may not write is told so with 403, and with 404 where it may not even know. */
function isForbidden({ status, isWriting, failure }: ApiError): boolean {
  return !failure.mayPass && (status === 403 || (status === 404 && isWriting));
}

function hint({ status, isWriting }: ApiError, { repository, pullRequest }: CommentPlace): string {
  if (status !== undefined && status >= 300 && status < 400)
    return `; was ${repository} renamed, or is --api-url another address?`;
  if (status === 401) return '; the token is not valid';
  if (status === 404 && !isWriting)
    return `; there is no pull request ${pullRequest} in ${repository}, or the token may not see it`;
  return '';
}

function host({ apiUrl }: CommentPlace): string {
  return new URL(apiUrl).host;
}
