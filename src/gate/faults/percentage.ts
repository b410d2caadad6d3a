/** A share from 0 to 1 in a sentence, with three digits at most; a part is never said to be nothing or all. */
export function percentage(share: number): string {
  const digits = Number((share * 100).toPrecision(3));
  if (share > 0 && digits < 0.01) return '<0.01%';
  return digits === 100 && share < 1 ? '>99.9%' : `${digits}%`;
}
