import { nearestName } from '../model/nearest-name.ts';

/** `"x" is not a ...; did you mean "y"?` */
export function unknownName(what: string, wrong: string, names: readonly string[]): string {
  const hint = nearestName(wrong, names);
  return `"${wrong}" is not a known ${what}${hint === undefined ? '' : `; did you mean "${hint}"?`}`;
}
