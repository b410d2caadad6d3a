/** The words of a command as a POSIX shell takes them; what it would read otherwise is quoted. */
export function shellWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
