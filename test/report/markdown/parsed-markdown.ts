import { type MarkedToken, marked, type Token, type Tokens } from 'marked';
import { parseFragment } from 'parse5';

/** All tokens of a document of GitHub-flavoured Markdown, those inside of others too. */
function tokensOf(markdown: string): MarkedToken[] {
  const found: MarkedToken[] = [];
  marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    found.push(token as MarkedToken);
  });
  return found;
}

/** The kinds of its tokens, each once, in alphabetical order. */
export function kindsOf(markdown: string): string[] {
  return [...new Set(tokensOf(markdown).map(({ type }) => type as string))].sort();
}

export function tablesOf(markdown: string): Tokens.Table[] {
  return tokensOf(markdown).filter((token): token is Tokens.Table => token.type === 'table');
}

export function tokensOfKind(markdown: string, kind: MarkedToken['type']): MarkedToken[] {
  return tokensOf(markdown).filter(({ type }) => type === kind);
}

/** What a person reads of it: the text of the page that it becomes. */
export function plainText(markdown: string): string {
  return textOf(parseFragment(marked.parse(markdown, { async: false }))).trim();
}

interface Node {
  readonly nodeName: string;
  readonly value?: string;
  readonly childNodes?: readonly Node[];
}

function textOf(node: Node): string {
  return node.nodeName === '#text' ? (node.value ?? '') : (node.childNodes ?? []).map(textOf).join('');
}
