import type { Prompts, SimilarityIndex } from '../../contracts/prompts.ts';
import { comparablePrompts } from '../../embeddings/comparable-prompts.ts';
import type { Call } from '../../model/call.ts';
import type { Warning } from '../../model/report.ts';
import type { Store } from '../../store/store.ts';
import { openVectorSearch } from '../../store/vector-search.ts';
import { SemanticIndex } from './semantic-index.ts';
import { NeighbourTable } from './semantic-neighbours.ts';
import { SemanticVectors } from './semantic-vectors.ts';

/** The prompts of a log by the vectors that the store has of them. */
export interface Semantic {
  /** A fresh index; undefined when no prompt has a vector. */
  index(threshold: number): SimilarityIndex | undefined;
  /** What an index that was asked for could not know. */
  warnings(): Warning[];
}

/** `model`: whose vectors; undefined for none. Vectors are read when an index is first asked for. */
export function semanticOver(
  store: Store,
  prompts: Prompts,
  calls: Iterable<Call>,
  model: string | undefined,
): Semantic {
  let vectors: SemanticVectors | undefined;
  let neighbours: NeighbourTable | undefined;
  const read = (name: string): SemanticVectors => {
    const comparable = comparablePrompts(prompts, calls);
    const { nodes } = comparable;
    return new SemanticVectors(comparable, store.vectors.dimensions(name), (place) =>
      store.vectors.find(name, store.prompts.segmentKey(prompts.segment(nodes[place]!))),
    );
  };
  return {
    index(threshold) {
      if (model === undefined || store.vectors.count(model) === 0) return undefined;
      vectors ??= read(model);
      if (vectors.size === 0) return undefined;
      neighbours ??= new NeighbourTable(vectors, openVectorSearch);
      return new SemanticIndex(vectors, neighbours, threshold);
    },
    warnings() {
      if (vectors === undefined) return [];
      const { missing, left } = vectors;
      return [
        warning('no-vector', `prompts have no vector of ${model}: none is found to be like another`, missing),
        warning('too-many-vectors', 'prompts are more than are compared by their vectors', left),
      ].filter(({ count }) => count > 0);
    },
  };
}

function warning(code: string, text: string, count: number): Warning {
  return { code, text, count };
}
