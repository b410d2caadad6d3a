/**
 * The acceptance rows of the five articles' claims: complete inputs and an exact expected output. A digit for the article, two
 * for the claim.
 */
export const ACCEPTANCE_ROWS: readonly string[] = [
  ...rows(0, [1, 3, 5, 7, 8, 9, 10, 11, 14, 16, 17, 18, 19]),
  ...rows(1, [1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29]),
  ...rows(2, [1, 2, 4, 5, 8, 9, 10, 11, 12, 14, 15, 16, 17]),
  ...rows(3, [1, 2, 4, 5, 6, 7, 8]),
  ...rows(4, [2, 3, 4]),
];

function rows(article: number, claims: readonly number[]): string[] {
  return claims.map((claim) => `S${article}-${String(claim).padStart(2, '0')}`);
}
