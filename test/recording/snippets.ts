import { readFileSync } from 'node:fs';
import { marked } from 'marked';

const page = new URL('../../docs/recording.md', import.meta.url);

/**
 * The page's code by the file name that its first line says in a comment; blocks with one name are one file, in their order.
 * Blocks without a name (commands for a shell) are left out.
 */
export function snippets(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const token of marked.lexer(readFileSync(page, 'utf8'))) {
    if (token.type !== 'code') continue;
    const name = /^(?:#|\/\/) ([\w-]+\.(?:ts|py|yaml))\b/.exec(token.text)?.[1];
    if (name !== undefined) files.set(name, `${files.get(name) ?? ''}${token.text}\n`);
  }
  return files;
}
