/** A word that YAML reads as itself; what it would read as a number, a flag or nothing is quoted instead. */
const PLAIN = /^\p{L}[\p{L}\p{N}_./-]*$/u;
const SPECIAL = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
const DURATION = /^\d+(?:ms|s|m|min|h|d|w)$/;

/** What JSON leaves as it is, but a file for people should not hide. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as YAML 1.1 and 1.2 read it back. */
export function yamlScalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = DURATION.test(value) || (PLAIN.test(value) && !SPECIAL.test(value));
  return isPlain ? value : JSON.stringify(value).replace(HIDDEN, escaped);
}

function escaped(character: string): string {
  return `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`;
}
