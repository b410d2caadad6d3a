/** Distinct words in a fixed pseudo-random order. */
export function passage(seed: number, words = 150): string {
  let state = seed * 7919 + 1;
  const word = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8).toString(36);
  };
  return Array.from({ length: words }, word).join(' ');
}
