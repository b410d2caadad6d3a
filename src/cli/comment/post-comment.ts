import { readMarker } from '../../report/check/comment-marker.ts';
import { ApiError } from './api-failure.ts';
import type { CommentPlace } from './comment-place.ts';
import { createComment, type IssueComment, listComments, updateComment, type Wire } from './github-api.ts';

/** A check's comment, and what it would have been had the check run at another time. */
export interface CheckComment {
  /** ISO instant of the check. */
  readonly at: string;
  readonly text: string;
  textAt(at: string): string;
}

export interface Posted {
  readonly did: 'created' | 'updated' | 'left';
  /** Why it was left, or the page that shows it. */
  readonly note: string | undefined;
}

/** Tries of the whole, and the longest pause between them that is worth waiting for. Own choice. */
const TRIES = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Creates the comment, or updates the newest one of this check. Every try begins with the list: a comment whose answer was lost
 * is found there, and not posted twice. Throws `ApiError`.
 */
export async function postComment(place: CommentPlace, comment: CheckComment, wire: Wire): Promise<Posted> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await postOnce(place, comment, wire);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { failure, isWriting, status } = error;
      const pause = failure.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
      if (!failure.mayPass || attempt === TRIES || pause > LONGEST_PAUSE_MS) {
        const tries = attempt > 1 ? `, ${attempt} times` : '';
        const wait =
          pause > LONGEST_PAUSE_MS ? `, and asks to wait ${Math.ceil(pause / 60_000)} minutes` : '';
        const why = failure.why.replaceAll(place.token, '[token]') + tries + wait;
        throw new ApiError({ ...failure, why }, isWriting, status);
      }
      await wire.sleep(pause);
    }
  }
}

async function postOnce(place: CommentPlace, comment: CheckComment, wire: Wire): Promise<Posted> {
  const { at, text, textAt } = comment;
  const own = newestLike(text, await listComments(place, wire));
  if (own === undefined) return { did: 'created', note: await createComment(place, text, wire) };
  const ownAt = readMarker(own.body)?.at ?? '';
  if (Date.parse(ownAt) > Date.parse(at)) return { did: 'left', note: `that of a later check, ${ownAt}` };
  const isSame = !Number.isNaN(Date.parse(ownAt)) && own.body.trimEnd() === textAt(ownAt).trimEnd();
  if (isSame) return { did: 'left', note: 'nothing has changed but the time' };
  return { did: 'updated', note: await updateComment(place, own.id, text, wire) };
}

/**
 * The comment to update. Anybody may write one that begins with this check's marker: a stranger's must neither be written into
 * nor, dated into the future, keep the check from speaking.
 */
function newestLike(text: string, comments: readonly IssueComment[]): IssueComment | undefined {
  // As the marker has it, which cuts long names.
  const name = readMarker(text)?.name;
  const isOwn = (body: string) => {
    const marker = readMarker(body);
    return marker !== undefined && marker.name === name;
  };
  const own = comments.filter(({ body, isTrusted }) => isTrusted && isOwn(body));
  return own.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)[0];
}
