import { NumberColumn } from '../../patterns/columns/number-column.ts';

/**
 * Joins what shares a template or a beginning, over any number of steps: one system prompt serves many kinds of questions, and
 * one template has many system prompts where a date or a name stands in them. Returns a representative for each number from 0:
 * the first of those joined.
 */
export function joined(
  count: number,
  keysOf: (number: number) => readonly [template: number, head: number],
): (number: number) => number {
  const parents = new NumberColumn();
  const root = (number: number): number => {
    let n = number;
    while (parents.get(n) !== n) {
      parents.set(n, parents.get(parents.get(n)));
      n = parents.get(n);
    }
    return n;
  };
  const firsts = [new NumberColumn(-1), new NumberColumn(-1)] as const;
  for (let n = 0; n < count; n++) {
    parents.set(n, n);
    keysOf(n).forEach((key, k) => {
      const first = firsts[k]!.get(key);
      if (first < 0) firsts[k]!.set(key, n);
      else {
        const [a, b] = [root(first), root(n)];
        parents.set(Math.max(a, b), Math.min(a, b));
      }
    });
  }
  return root;
}
