import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SemanticIndex } from '../../../src/engine/similarity/semantic-index.ts';
import { NeighbourTable } from '../../../src/engine/similarity/semantic-neighbours.ts';
import { SemanticVectors } from '../../../src/engine/similarity/semantic-vectors.ts';
import { openVectorSearch } from '../../../src/store/vector-search.ts';
import { random as randomFrom } from '../../support/random.ts';

type Vector = readonly number[];

function semantic(
  vectors: readonly (Vector | undefined)[],
  groups?: readonly number[],
  search = openVectorSearch,
) {
  const nodes = Int32Array.from(vectors, (_, i) => i);
  const inGroups = Int32Array.from(groups ?? vectors.map(() => 0));
  const dimensions = vectors.find((vector) => vector !== undefined)?.length ?? 0;
  const held = new SemanticVectors({ nodes, groups: inGroups }, dimensions, (place) => {
    const vector = vectors[place];
    return vector === undefined ? undefined : Float32Array.from(vector);
  });
  const neighbours = new NeighbourTable(held, search);
  return (threshold: number) => new SemanticIndex(held, neighbours, threshold);
}

function cosine(a: Vector, b: Vector): number {
  const dot = (x: Vector, y: Vector) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Single precision, and six digits kept. */
const CLOSE = 2e-6;

describe('the nearest prompt added before', () => {
  const index = semantic([[1, 0], [0.8, 0.6], [0.6, 0.8], [1, 0.1], undefined, [2, 0]])(0.8);
  test('nothing before anything was added', () => expect(index.find(0, '')).toBeUndefined());

  test('the nearest of those at or above the threshold, itself too', () => {
    index.add(1, '');
    expect(index.find(0, '')).toEqual({ node: 1, similarity: 0.8, certain: true });
    expect(index.find(2, '')).toEqual({ node: 1, similarity: 0.96, certain: true });
    index.add(3, '');
    expect(index.find(0, '')!.node).toBe(3);
    expect(index.find(2, '')!.node).toBe(1);
    index.add(2, '');
    expect(index.find(2, '')).toEqual({ node: 2, similarity: 1, certain: true });
  });

  test('among equals the first added', () => {
    const equal = semantic([
      [1, 0],
      [2, 0],
      [3, 0],
    ])(0.9);
    equal.add(2, '');
    equal.add(1, '');
    equal.add(2, '');
    expect(equal.find(0, '')).toEqual({ node: 2, similarity: 1, certain: true });
    equal.add(0, '');
    expect(equal.find(0, '')!.node).toBe(2);
  });

  test('scopes and what stands before keep prompts apart', () => {
    const apart = semantic(
      [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      [0, 0, 1],
    )(0.5);
    apart.add(0, 'a');
    expect([apart.find(1, 'b'), apart.find(2, 'a')]).toEqual([undefined, undefined]);
    expect(apart.find(1, 'a')!.node).toBe(0);
  });

  test('a prompt without a vector is like itself alone, as far as it was added', () => {
    expect(index.find(4, '')).toBeUndefined();
    index.add(4, '');
    expect(index.find(4, '')).toEqual({ node: 4, similarity: 1, certain: true });
    expect(index.find(4, 'other')).toBeUndefined();
  });
});

test('what is gone is looked at no more, until it is added again', () => {
  const count = 2000;
  const index = semantic(Array.from({ length: count }, () => [1, 0]))(0.9);
  let asked = 0;
  for (let node = 0; node < count; node++) {
    const isHeld = (other: number) => {
      asked++;
      return other >= node - 10 && other % 7 === 0;
    };
    const found = index.find(node, '', isHeld, (other) => other < node - 10);
    const oldest = Math.ceil(Math.max(0, node - 10) / 7) * 7;
    expect(found?.node).toBe(oldest < node ? oldest : undefined);
    index.add(node, '');
  }
  // Looking at all that was ever added asks two million times.
  expect(asked).toBeLessThan(count * 150);
  const none = () => false;
  expect(index.find(5, '', (other) => other === 3, none)).toBeUndefined();
  index.add(3, '');
  expect(index.find(5, '', (other) => other === 3, none)!.node).toBe(3);
});

test('vectors beyond what memory holds are counted, not compared', () => {
  const all = { nodes: Int32Array.from([7, 8, 9]), groups: new Int32Array(3) };
  const held = new SemanticVectors(all, 2, (place) => (place === 0 ? undefined : Float32Array.of(1, 0)), 2);
  expect([held.size, held.missing, held.left]).toEqual([1, 1, 1]);
  expect([7, 8, 9].map((node) => held.itemOf(node))).toEqual([-1, 0, -1]);
});

/** What the index must say, the slow and obvious way. */
class Reference {
  readonly added: { node: number; scope: string }[] = [];
  readonly vectors: readonly Vector[];
  readonly groups: readonly number[];
  readonly threshold: number;

  constructor(vectors: readonly Vector[], groups: readonly number[], threshold: number) {
    this.vectors = vectors;
    this.groups = groups;
    this.threshold = threshold;
  }

  best(node: number, scope: string, accepts: (node: number) => boolean): number {
    const all = this.added
      .filter(
        (one) => accepts(one.node) && one.scope === scope && this.groups[one.node] === this.groups[node],
      )
      .map((one) => cosine(this.vectors[node]!, this.vectors[one.node]!));
    return Math.max(Number.NEGATIVE_INFINITY, ...all);
  }
}

test.each([
  ['few prompts', 90, 0, 200, 100],
  ['many prompts', 250, 400, 500, 15],
])(
  'equals comparing all pairs, whatever the vectors, groups, scopes and thresholds: %s',
  (_, most, least, steps, numRuns) => {
    const vector = fc
      .array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 })
      .filter((numbers) => numbers.some((number) => number !== 0));
    const step = fc.record({
      node: fc.nat(),
      scope: fc.constantFrom('a', 'b'),
      adds: fc.boolean(),
      held: fc.nat(4),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(vector, fc.nat(1)), {
          minLength: Math.ceil(most / 90),
          maxLength: most,
          size: 'max',
        }),
        fc.array(step, { minLength: least, maxLength: steps, size: 'max' }),
        fc.constantFrom(-1, 0, 0.5, 0.9, 0.95),
        (prompts, taken, threshold) => {
          const vectors = prompts.map(([numbers]) => numbers);
          const groups = prompts.map(([, group]) => group);
          const open = semantic(vectors, groups);
          open(0.99);
          compare(open(threshold), new Reference(vectors, groups, threshold), taken);
        },
      ),
      { numRuns },
    );
  },
);

function compare(
  index: SemanticIndex,
  reference: Reference,
  steps: readonly {
    readonly node: number;
    readonly scope: string;
    readonly adds: boolean;
    readonly held: number;
  }[],
): void {
  const { vectors, threshold, added } = reference;
  for (const { node: any, scope, adds, held } of steps) {
    const node = any % vectors.length;
    // Some of those that were added no longer count, others each time.
    const accepts = (other: number) => held === 0 || other % 5 !== held;
    const best = reference.best(node, scope, accepts);
    const found = index.find(node, scope, held === 0 ? undefined : accepts);
    if (found === undefined) expect(best).toBeLessThan(threshold + CLOSE);
    else {
      expect(found.similarity).toBeGreaterThanOrEqual(threshold);
      expect(Math.abs(found.similarity - best)).toBeLessThan(CLOSE);
      expect(Math.abs(cosine(vectors[node]!, vectors[found.node]!) - best)).toBeLessThan(CLOSE);
      expect(added).toContainEqual({ node: found.node, scope });
      expect(accepts(found.node)).toBe(true);
    }
    if (!adds) continue;
    index.add(node, scope);
    added.push({ node, scope });
  }
}

describe('a group that is large enough to be searched', () => {
  const random = randomFrom(5);
  const wide = (spread: number): Vector[] => {
    const middles = Array.from({ length: 40 }, () => Array.from({ length: 24 }, () => random() - 0.4));
    return Array.from({ length: 1100 }, (_, i) => middles[i % 40]!.map((x) => x + spread * (random() - 0.5)));
  };
  const steps = Array.from({ length: 900 }, () => ({
    node: Math.floor(random() * 1100),
    scope: 'a',
    adds: random() < 0.7,
    held: Math.floor(random() * 5),
  }));

  test.each([
    ['few are near', wide(0.6), openVectorSearch],
    ['many are near', wide(0.05).map((vector) => vector.map((x) => x + 3)), openVectorSearch],
    ['there is no search on this machine', wide(0.6), () => undefined],
  ])('%s', (_, vectors, search) => {
    const groups = vectors.map(() => 0);
    compare(semantic(vectors, groups, search)(0.9), new Reference(vectors, groups, 0.9), steps);
  });
});
