/** What a name may hold in the marker as it is; a hyphen only within a word, since two of them end an HTML comment. */
const OTHER = /[^\w ./:-]|-(?![A-Za-z0-9])/g;

const MARKER = /^<!-- llm-cost-audit check="([^"\n]*)" at="([^"\n]*)" -->(?=\r?\n|$)/;

/** Characters of a name; names that differ only after that are one. */
const LONGEST = 1000;

/** Which check a comment is of, and when it was made. */
export interface CommentMarker {
  readonly name: string;
  readonly at: string;
}

/** The first line of a comment, which readers do not see: by it the comment is found again. */
export function markerOf(name: string, at: string): string {
  return `<!-- llm-cost-audit check="${encoded(name)}" at="${encoded(at)}" -->`;
}

/** The marker of a comment that begins with one; a quoted one is somebody else's. */
export function readMarker(body: string): CommentMarker | undefined {
  const [, name, at] = MARKER.exec(body) ?? [];
  return name === undefined || at === undefined ? undefined : { name: decoded(name), at: decoded(at) };
}

/** UTF-16 units as `%00e4`, lone surrogates too: a name is read as it was written. */
function encoded(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(OTHER, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
}
