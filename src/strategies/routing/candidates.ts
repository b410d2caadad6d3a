/** The model a call has. */
export const KEEP = 'keep';

const LOCAL = 'local';

/** Names of models between `separator`s; empty ones are left out. */
export function readNames(text: string, separator: string): readonly string[] {
  return text
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `local` and `local:<name>` stand for a model on one's own server. */
export function isLocal(name: string): boolean {
  return name === LOCAL || name.startsWith(`${LOCAL}:`);
}
