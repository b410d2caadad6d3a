/** Characters of a name that a sentence repeats. */
const SHOWN = 80;

/** A sentence can be read, whatever a log calls things. */
export function shortName(name: string): string {
  return name.length <= SHOWN ? name : `${name.slice(0, SHOWN)}…`;
}
