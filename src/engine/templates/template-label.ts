const LONGEST = 100;
/** Words of each text that are compared. */
const WORDS = 48;
const VARYING = '<*>';

/** A word, or a character of a script without spaces, with what stands before and after it. */
interface Token {
  readonly word: string;
  readonly before: string;
  readonly after: string;
}

const TOKEN =
  /([\p{P}\p{S}]*)([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}_]+)([^\p{L}\p{M}\p{N}_]*)/gu;

/** Ids, hashes and what may be a key: nobody reads them, and a label goes into every report. */
const RANDOM = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{16,400}\b/giu;

/** The words that all the texts have in common, in order, with `<*>` where they differ. */
export function templateLabel(texts: readonly string[]): string {
  const [first = [], ...others] = texts.map(tokensOf);
  let common: readonly (Token | null)[] = first;
  for (const other of others) common = aligned(common, other);
  return cut(joined(withoutChance(common)));
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, before = '', word = '', after = ''] of text
    .slice(0, 400)
    .replace(RANDOM, VARYING)
    .matchAll(TOKEN)) {
    tokens.push({ before: tokens.length === 0 ? before : '', word, after });
    if (tokens.length === WORDS) break;
  }
  return tokens;
}

/** Longest common subsequence of words, null in each gap. */
function aligned(a: readonly (Token | null)[], b: readonly Token[]): (Token | null)[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i]?.word === b[j]!.word
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const out: (Token | null)[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const token = a[i];
    if (token !== undefined && token !== null && j < b.length && token.word === b[j]!.word) {
      out.push(token);
      i++;
      j++;
      continue;
    }
    if (out.at(-1) !== null || out.length === 0) out.push(null);
    if (j >= b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) i++;
    else j++;
  }
  return out;
}

/** A lone word between two gaps is one that the texts share by chance, unless a mark shows that it names what follows. */
function withoutChance(tokens: readonly (Token | null)[]): (Token | null)[] {
  const kept = tokens.filter(
    (token, i) =>
      token === null || tokens[i - 1] !== null || tokens[i + 1] !== null || /[:："]/.test(token.after),
  );
  return kept.filter((token, i) => token !== null || kept[i - 1] !== null || i === 0);
}

function joined(tokens: readonly (Token | null)[]): string {
  return tokens
    .map((token) => (token === null ? `${VARYING} ` : token.before + token.word + token.after))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text;
}
