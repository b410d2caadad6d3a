import type { Encoding } from './encodings.ts';
import { mergedTokens } from './merge.ts';
import { PieceCache } from './piece-cache.ts';
import { CL100K_PATTERN, cl100kEnd } from './split-cl100k.ts';
import { O200K_PATTERN, o200kEnd } from './split-o200k.ts';
import { P50K_PATTERN, p50kEnd } from './split-p50k.ts';
import { visitUtf8 } from './utf8-text.ts';
import { hashBytes, type RanksModule, Vocabulary } from './vocabulary.ts';

export interface TokenCounter {
  readonly encoding: Encoding;
  /** Tokens of `text`, as many as js-tiktoken's `encode(text, [], [])` gives: special tokens are ordinary text. */
  count(text: string): number;
}

/** The end of the piece that starts at `at`. */
type PieceEnd = (bytes: Uint8Array, at: number) => number;

const LOADERS = {
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  p50k_base: () => import('js-tiktoken/ranks/p50k_base'),
  r50k_base: () => import('js-tiktoken/ranks/r50k_base'),
} satisfies Record<Encoding, () => Promise<{ readonly default: RanksModule }>>;

const SPLITTERS = new Map<string, PieceEnd>([
  [O200K_PATTERN, o200kEnd],
  [CL100K_PATTERN, cl100kEnd],
  [P50K_PATTERN, p50kEnd],
]);

const counters = new Map<Encoding, Promise<TokenCounter>>();

/**
 * The counter of one encoding; its vocabulary is read once per thread.
 * Rejects when the installed js-tiktoken splits text in a way this program does not know.
 */
export function loadCounter(encoding: Encoding): Promise<TokenCounter> {
  let counter = counters.get(encoding);
  if (!counter) {
    counter = LOADERS[encoding]().then((module) => createCounter(encoding, module.default));
    counters.set(encoding, counter);
  }
  return counter;
}

function createCounter(encoding: Encoding, ranks: RanksModule): TokenCounter {
  const pieceEnd = SPLITTERS.get(ranks.pat_str);
  if (!pieceEnd) {
    throw new Error(
      `js-tiktoken's pattern for ${encoding} is not known; install the version that package.json names`,
    );
  }
  const vocabulary = new Vocabulary(ranks.bpe_ranks);
  const cache = new PieceCache();
  let total = 0;

  function visit(bytes: Uint8Array, length: number): void {
    for (let at = 0; at < length; ) {
      const end = pieceEnd!(bytes, at);
      total += pieceTokens(bytes, at, end);
      at = end;
    }
  }

  function pieceTokens(bytes: Uint8Array, from: number, to: number): number {
    if (to - from > vocabulary.longest) return mergedTokens(vocabulary, bytes, from, to);
    const hash = hashBytes(bytes, from, to);
    if (vocabulary.find(hash, bytes, from, to) >= 0) return 1;
    const known = cache.get(hash, bytes, from, to);
    if (known > 0) return known;
    const tokens = mergedTokens(vocabulary, bytes, from, to);
    cache.set(hash, bytes, from, to, tokens);
    return tokens;
  }

  return {
    encoding,
    count(text) {
      total = 0;
      visitUtf8(text, visit);
      return total;
    },
  };
}
